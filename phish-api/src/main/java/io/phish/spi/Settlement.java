package io.phish.spi;

import java.time.Duration;
import java.util.Objects;

/** What a worker says of a job it holds. */
public sealed interface Settlement {
  /** The longest cause that is kept, in UTF-16 units; of a longer one the beginning is. */
  int MAX_CAUSE = 1_000;

  /** The lease of the job. */
  JobLease lease();

  /**
   * It is done. The first result of a job is the one that counts, even of a lease that has run out.
   *
   * @param lease of the job
   * @param result not copied; may be empty; at most {@link NewJob#MAX_OCTETS}
   */
  @SuppressWarnings("ArrayRecordComponent") // a message, never compared
  record Success(JobLease lease, byte[] result) implements Settlement {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if the result is too large
     */
    public Success {
      Objects.requireNonNull(lease, "lease");
      if (result.length > NewJob.MAX_OCTETS) {
        throw new IllegalArgumentException(
            "result has " + result.length + " octets, more than " + NewJob.MAX_OCTETS);
      }
    }

    /** All but the result, which may be private. */
    @Override
    public String toString() {
      return "Success[" + lease.job().id() + ", " + result.length + " octets]";
    }
  }

  /**
   * It cannot be done, and trying again is of no use.
   *
   * @param lease of the job
   * @param cause why, for people
   */
  record Failure(JobLease lease, String cause) implements Settlement {
    /** Shortens the cause. */
    public Failure {
      Objects.requireNonNull(lease, "lease");
      cause = shortened(cause);
    }
  }

  /**
   * It was not done this time. It is delivered again after the delay; if this was the last delivery
   * that the queue allows, it becomes a dead letter.
   *
   * @param lease of the job
   * @param cause why, for people
   * @param delay before the next delivery, not negative
   */
  record Retry(JobLease lease, String cause, Duration delay) implements Settlement {
    /**
     * Checks the delay and shortens the cause.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    public Retry {
      Objects.requireNonNull(lease, "lease");
      cause = shortened(cause);
      if (delay.isNegative()) {
        throw new IllegalArgumentException("delay " + delay + " is negative");
      }
    }
  }

  /**
   * The worker gives it back as it was, for example because it is shut down. It is delivered again
   * at once, and this delivery does not count.
   *
   * @param lease of the job
   */
  record Release(JobLease lease) implements Settlement {
    /** Checks for null. */
    public Release {
      Objects.requireNonNull(lease, "lease");
    }
  }

  private static String shortened(String cause) {
    Objects.requireNonNull(cause, "cause");
    return cause.length() <= MAX_CAUSE ? cause : cause.substring(0, MAX_CAUSE);
  }
}
