package io.phish.spi;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/**
 * A job that is to be put into a queue. Immutable as long as nobody writes into the array.
 *
 * @param id what it is found by; 1 to 128 characters from {@code [A-Za-z0-9._:@+-]}. Whoever does
 *     not know whether a job was taken puts it in again under the same id, which does no harm
 * @param payload what the worker gets; not copied; at most {@link #MAX_OCTETS}
 * @param priority 1, the most urgent, to 5
 * @param delay how long it waits before it may be worked, 0 to 365 days
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString know
public record NewJob(String id, byte[] payload, int priority, Duration delay) {
  /** How many priorities there are. */
  public static final int PRIORITIES = 5;

  /** The priority of a job that asks for none. */
  public static final int DEFAULT_PRIORITY = 3;

  /**
   * The most octets of a payload or a result, 4 MiB. What is larger belongs into a store, and its
   * address into the job.
   */
  public static final int MAX_OCTETS = 4 << 20;

  private static final Duration MAX_DELAY = Duration.ofDays(365);

  /**
   * Checks everything.
   *
   * @throws IllegalArgumentException if something is out of its range; the message names it
   */
  public NewJob {
    JobNames.check("id", id);
    Objects.requireNonNull(payload, "payload");
    if (payload.length > MAX_OCTETS) {
      throw new IllegalArgumentException(
          "payload has " + payload.length + " octets, more than " + MAX_OCTETS);
    }
    if (priority < 1 || priority > PRIORITIES) {
      throw new IllegalArgumentException("priority " + priority + " is not 1 to " + PRIORITIES);
    }
    if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException("delay " + delay + " is not 0 to " + MAX_DELAY);
    }
  }

  /** A job with a random id and the middle priority that may be worked at once. */
  public static NewJob of(byte[] payload) {
    return new NewJob(UUID.randomUUID().toString(), payload, DEFAULT_PRIORITY, Duration.ZERO);
  }

  /** The same job under this id. */
  public NewJob withId(String newId) {
    return new NewJob(newId, payload, priority, delay);
  }

  /** The same job with this priority, 1 to 5. */
  public NewJob withPriority(int newPriority) {
    return new NewJob(id, payload, newPriority, delay);
  }

  /** The same job, not to be worked before that time has passed. */
  public NewJob withDelay(Duration newDelay) {
    return new NewJob(id, payload, priority, newDelay);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof NewJob other
        && id.equals(other.id)
        && Arrays.equals(payload, other.payload)
        && priority == other.priority
        && delay.equals(other.delay);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + Arrays.hashCode(payload);
  }

  /** All but the payload, which may be private. */
  @Override
  public String toString() {
    return "NewJob["
        + id
        + ", "
        + payload.length
        + " octets, priority "
        + priority
        + ", delay "
        + delay
        + "]";
  }
}
