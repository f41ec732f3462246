package io.phish.redis;

import io.phish.spi.EnqueueOutcome;
import io.phish.spi.Job;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.LeasedJobs;
import io.phish.spi.NewJob;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the scripts answer. */
final class JobAnswers {
  /** The fields of a job that a status shows. */
  static final byte[][] STATUS_FIELDS = fields("s", "p", "n", "q", "b", "w", "f", "c", "r");

  private JobAnswers() {}

  private static byte[][] fields(String... names) {
    byte[][] fields = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      fields[i] = names[i].getBytes(StandardCharsets.US_ASCII);
    }
    return fields;
  }

  static EnqueueOutcome enqueued(NewJob job, Object answer, long capacity) {
    if (answer instanceof Long depth) {
      return new EnqueueOutcome.Full(job.id(), depth, capacity);
    }
    String state = text(answer);
    return state.equals("+")
        ? new EnqueueOutcome.Enqueued(job.id())
        : new EnqueueOutcome.Duplicate(job.id(), state(state.charAt(0)));
  }

  static LeasedJobs leased(List<Object> answer, String worker) {
    List<JobLease> leases = new ArrayList<>();
    for (Object each : (List<?>) answer.get(1)) {
      List<?> field = (List<?>) each;
      Job job =
          new Job(
              text(field.get(0)),
              (byte[]) field.get(1),
              (int) number(field.get(2)),
              (int) number(field.get(3)),
              Instant.ofEpochMilli(number(field.get(5))),
              Instant.ofEpochMilli(number(field.get(6))));
      leases.add(new JobLease(job, worker, number(field.get(4))));
    }
    return new LeasedJobs(leases, number(answer.get(0)));
  }

  static Renewal renewal(Object answer) {
    return switch (text(answer).charAt(0)) {
      case 'K' -> Renewal.KEPT;
      case 'C' -> Renewal.CANCELLED;
      default -> Renewal.LOST;
    };
  }

  static SettleOutcome settled(Object answer) {
    String text = text(answer);
    return switch (text.charAt(0)) {
      case '+' -> new SettleOutcome.Settled(state(text.charAt(1)));
      case '-' -> new SettleOutcome.Superseded(state(text.charAt(1)));
      default -> new SettleOutcome.Unknown();
    };
  }

  /** Null if there is no such job, or what is under its key is none. */
  static @Nullable JobStatus status(String id, List<byte @Nullable []> values) {
    byte[] state = values.get(0);
    byte[] priority = values.get(1);
    byte[] attempts = values.get(2);
    byte[] enqueued = values.get(3);
    byte[] notBefore = values.get(4);
    if (state == null
        || priority == null
        || attempts == null
        || enqueued == null
        || notBefore == null) {
      return null;
    }
    byte[] finished = values.get(6);
    return new JobStatus(
        id,
        state((char) state[0]),
        (int) number(priority),
        (int) number(attempts),
        Instant.ofEpochMilli(number(enqueued)),
        Instant.ofEpochMilli(number(notBefore)),
        textOrNull(values.get(5)),
        finished == null ? null : Instant.ofEpochMilli(number(finished)),
        textOrNull(values.get(7)),
        Optional.ofNullable(values.get(8)));
  }

  static JobQueueStatistics statistics(String name, List<Object> answer, long capacity) {
    List<JobQueueStatistics.Priority> priorities = new ArrayList<>();
    for (int i = 0; i < NewJob.PRIORITIES; i++) {
      long age = number(answer.get(3 * i + 2));
      priorities.add(
          new JobQueueStatistics.Priority(
              i + 1,
              number(answer.get(3 * i)),
              number(answer.get(3 * i + 1)),
              age < 0 ? null : Duration.ofMillis(age)));
    }
    int rest = 3 * NewJob.PRIORITIES;
    return new JobQueueStatistics(
        name, priorities, number(answer.get(rest)), number(answer.get(rest + 1)), capacity);
  }

  static JobState state(char letter) {
    return switch (letter) {
      case 'Q' -> JobState.QUEUED;
      case 'R' -> JobState.RUNNING;
      case 'S' -> JobState.SUCCEEDED;
      case 'F' -> JobState.FAILED;
      case 'D' -> JobState.DEAD;
      case 'C' -> JobState.CANCELLED;
      default -> throw new IllegalStateException("no state of a job: " + letter);
    };
  }

  static String text(Object value) {
    return new String((byte[]) value, StandardCharsets.UTF_8);
  }

  private static @Nullable String textOrNull(byte @Nullable [] value) {
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  static long number(Object value) {
    return value instanceof Long number ? number : Long.parseLong(text(value));
  }
}
