package io.phish.spi;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a queue knows of a job. Times are by the queue's clock.
 *
 * @param id of the job
 * @param state where it is
 * @param priority 1, the most urgent, to 5
 * @param attempts how often it was delivered
 * @param enqueuedAt when it was put in
 * @param notBefore before when it is not delivered
 * @param worker who has it or had it last, null if nobody had
 * @param finishedAt when it came to a final state, null before
 * @param cause why it failed the last time, null if it never did
 * @param output its result, empty unless it succeeded; not copied
 */
public record JobStatus(
    String id,
    JobState state,
    int priority,
    int attempts,
    Instant enqueuedAt,
    Instant notBefore,
    @Nullable String worker,
    @Nullable Instant finishedAt,
    @Nullable String cause,
    Optional<byte[]> output) {

  /** Checks for nulls. */
  public JobStatus {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(enqueuedAt, "enqueuedAt");
    Objects.requireNonNull(notBefore, "notBefore");
    Objects.requireNonNull(output, "output");
  }

  /** All but the result, which may be private. */
  @Override
  public String toString() {
    return "JobStatus[" + id + ", " + state + ", attempts=" + attempts + ", cause=" + cause + "]";
  }
}
