package io.phish.spi;

import io.phish.subject.Subject;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long the answers of an extractor keep.
 *
 * @param scope what an answer depends on
 * @param found for how long what was found is fresh
 * @param absent for how long it is believed that there is nothing to find (negative caching)
 * @param failed for how long a failure keeps others from trying again, in this process
 * @param staleWhileRevalidate for how long after that an answer is still given at once while it is
 *     refreshed behind the scenes (RFC 5861, section 3)
 * @param staleIfError for how long after that an answer is given if a fresh one cannot be had (RFC
 *     5861, section 4)
 */
public record CachePolicy(
    CacheScope scope,
    Duration found,
    Duration absent,
    Duration failed,
    Duration staleWhileRevalidate,
    Duration staleIfError) {

  /** Nothing is kept and nothing is shared: the answer is cheap, or depends on more than a key. */
  public static final CachePolicy NONE =
      new CachePolicy(
          CacheScope.SUBJECT,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException if a duration is negative or above ten years
   */
  public CachePolicy {
    Objects.requireNonNull(scope, "scope");
    requireSane("found", found);
    requireSane("absent", absent);
    requireSane("failed", failed);
    requireSane("staleWhileRevalidate", staleWhileRevalidate);
    requireSane("staleIfError", staleIfError);
  }

  private static void requireSane(String field, Duration duration) {
    if (duration.isNegative() || duration.toDays() > 3660) {
      throw new IllegalArgumentException(field + " " + duration + " is not within 0 and ten years");
    }
  }

  /**
   * What is found keeps for {@code found}, absence for a tenth and failures for a hundredth of it,
   * but these no longer than one hour and one minute; nothing is served stale.
   */
  public static CachePolicy of(CacheScope scope, Duration found) {
    return new CachePolicy(
        scope,
        found,
        min(found.dividedBy(10), Duration.ofHours(1)),
        min(found.dividedBy(100), Duration.ofMinutes(1)),
        Duration.ZERO,
        Duration.ZERO);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** This policy with other times for absence and failure. */
  public CachePolicy withNegative(Duration absent, Duration failed) {
    return new CachePolicy(scope, found, absent, failed, staleWhileRevalidate, staleIfError);
  }

  /** This policy, serving stale answers for so long. */
  public CachePolicy withStale(Duration whileRevalidate, Duration ifError) {
    return new CachePolicy(scope, found, absent, failed, whileRevalidate, ifError);
  }

  /**
   * What the answer for a subject is kept under, null if it is not kept.
   *
   * @param space of the extractor: {@link ExtractorDescriptor#cacheSpace}
   */
  public @Nullable CacheKey key(String space, Subject subject, CanonicalForm form) {
    String key = isCaching() ? scope.key(form) : null;
    return key == null ? null : CacheKey.of(space, subject.kind() + '\0' + key);
  }

  /** Whether anything is kept. */
  public boolean isCaching() {
    return !found.isZero() || !absent.isZero();
  }
}
