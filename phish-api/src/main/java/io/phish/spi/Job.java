package io.phish.spi;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * A job as a worker gets it. Immutable as long as nobody writes into the array.
 *
 * @param id what it is found by
 * @param payload what it was put in with; not copied
 * @param priority 1, the most urgent, to 5
 * @param attempt which delivery this is, from 1; what was {@linkplain Settlement.Release given
 *     back} does not count
 * @param enqueuedAt when it was put in, by the queue's clock
 * @param notBefore the moment before which it was not to be worked, by the queue's clock; that of
 *     the last try if there was one before
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString know
public record Job(
    String id, byte[] payload, int priority, int attempt, Instant enqueuedAt, Instant notBefore) {

  /** Checks for nulls. */
  public Job {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(payload, "payload");
    Objects.requireNonNull(enqueuedAt, "enqueuedAt");
    Objects.requireNonNull(notBefore, "notBefore");
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Job other
        && id.equals(other.id)
        && Arrays.equals(payload, other.payload)
        && priority == other.priority
        && attempt == other.attempt
        && enqueuedAt.equals(other.enqueuedAt)
        && notBefore.equals(other.notBefore);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + attempt;
  }

  /** All but the payload, which may be private. */
  @Override
  public String toString() {
    return "Job["
        + id
        + ", "
        + payload.length
        + " octets, priority "
        + priority
        + ", attempt "
        + attempt
        + "]";
  }
}
