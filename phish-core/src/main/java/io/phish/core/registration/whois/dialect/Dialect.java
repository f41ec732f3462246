package io.phish.core.registration.whois.dialect;

import java.util.Map;
import java.util.Set;

/**
 * What is particular to a registry and can not be told from its replies.
 *
 * @param order of dates in numbers that end with the year
 * @param ignored keys that mean something else than elsewhere
 * @param keys that nobody else has
 * @param answers phrases of whole replies that nobody else writes or means so
 * @param bareHosts whether lines of a label and a host name are nameservers
 */
record Dialect(
    DateOrder order,
    Set<String> ignored,
    Map<String, Key> keys,
    Map<String, Answer> answers,
    boolean bareHosts) {

  /** Nothing particular. */
  static final Dialect NONE = new Dialect(DateOrder.UNKNOWN, Set.of(), Map.of(), Map.of(), false);
}
