package io.phish.redis;

import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a job, as {@link JobScripts} writes it down.
 *
 * @param status all of it, but for a large result
 * @param isResultElsewhere whether the result is under a key of its own
 */
record JobRecord(JobStatus status, boolean isResultElsewhere) {
  private static final int FIELDS = 10;

  /**
   * Reads a record; null if that is none.
   *
   * @param holder who has the job, null if nobody has
   * @param deliveries by that entry in the stream
   */
  static @Nullable JobRecord of(String id, byte[] octets, @Nullable String holder, int deliveries) {
    int end = 0;
    while (end < octets.length && octets[end] != '\n') {
      end++;
    }
    String[] field = new String(octets, 0, end, StandardCharsets.US_ASCII).split(" ", FIELDS + 1);
    if (end == octets.length || field.length != FIELDS) {
      return null;
    }
    String follows = field[9];
    byte[] rest = Arrays.copyOfRange(octets, end + 1, octets.length);
    String worker = holder == null ? field[7] : holder;
    try {
      long finished = Long.parseLong(field[8]);
      return new JobRecord(
          new JobStatus(
              id,
              holder == null ? JobAnswers.state(field[0].charAt(0)) : JobState.RUNNING,
              Integer.parseInt(field[1]),
              Integer.parseInt(field[2]) + deliveries,
              time(field[4]),
              time(field[5]),
              worker.isEmpty() ? null : worker,
              finished == 0 ? null : Instant.ofEpochMilli(finished),
              follows.equals("1") ? new String(rest, StandardCharsets.UTF_8) : null,
              follows.equals("2") ? Optional.of(rest) : Optional.empty()),
          follows.equals("3"));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Instant time(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }

  /** The status with this result. */
  JobStatus with(byte[] result) {
    return new JobStatus(
        status.id(),
        JobState.SUCCEEDED,
        status.priority(),
        status.attempts(),
        status.enqueuedAt(),
        status.notBefore(),
        status.worker(),
        status.finishedAt(),
        null,
        Optional.of(result));
  }
}
