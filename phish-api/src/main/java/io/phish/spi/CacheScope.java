package io.phish.spi;

import org.jspecify.annotations.Nullable;

/**
 * What an answer depends on, and so by what it is cached. Pure: it is called on several threads and
 * must give one key for one subject.
 */
@FunctionalInterface
public interface CacheScope {
  /** The whole subject in canonical form. */
  CacheScope SUBJECT = StandardScope.SUBJECT;

  /** The host of the subject. */
  CacheScope HOST = StandardScope.HOST;

  /** The registrable domain of the subject. */
  CacheScope REGISTRABLE_DOMAIN = StandardScope.REGISTRABLE_DOMAIN;

  /** The key, or null if this subject has none: it is then neither cached nor shared. */
  @Nullable String key(CanonicalForm form);
}
