package io.phish.core.registration.whois.dialect;

/**
 * What a key means.
 *
 * @param field it states
 * @param rank of several keys for one field the lowest counts
 * @param shared whether contacts have such a key, too
 * @param sentence whether its value may follow after one blank
 */
record Key(Field field, int rank, boolean shared, boolean sentence) {
  static final int RANK = 2;
}
