package io.phish.spi;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * Octets and when they are no longer to be used. Immutable as long as nobody writes into the array.
 *
 * @param value the octets; not copied
 * @param expiresAt the first moment at which the entry is gone, by the host's clock
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString know
public record CacheEntry(byte[] value, Instant expiresAt) {

  /** Checks for nulls. */
  public CacheEntry {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(expiresAt, "expiresAt");
  }

  /** Whether the time of the entry is up. */
  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof CacheEntry other
        && Arrays.equals(value, other.value)
        && expiresAt.equals(other.expiresAt);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(value) + expiresAt.hashCode();
  }

  /** Size and expiry; the octets may be private. */
  @Override
  public String toString() {
    return "CacheEntry[" + value.length + " octets, expiresAt=" + expiresAt + "]";
  }
}
