package io.phish.redis;

import io.phish.spi.EnqueueOutcome;
import io.phish.spi.Job;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobState;
import io.phish.spi.LeasedJobs;
import io.phish.spi.NewJob;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the scripts answer. */
final class JobAnswers {
  private JobAnswers() {}

  static EnqueueOutcome enqueued(NewJob job, Object answer, long capacity) {
    if (answer instanceof Long depth) {
      return new EnqueueOutcome.Full(job.id(), depth, capacity);
    }
    String state = text(answer);
    return state.equals("+")
        ? new EnqueueOutcome.Enqueued(job.id())
        : new EnqueueOutcome.Duplicate(job.id(), state(state.charAt(0)));
  }

  /**
   * What a worker got.
   *
   * @param jobs it got
   * @param dueMillis in how many milliseconds another is due by itself, negative if none is
   */
  record Leased(LeasedJobs jobs, long dueMillis) {}

  static Leased leased(List<Object> answer, String worker) {
    List<JobLease> leases = new ArrayList<>();
    for (Object each : (List<?>) answer.get(3)) {
      List<?> again = (List<?>) each;
      leases.add(
          lease(
              worker,
              (int) number(again.get(0)),
              text(again.get(1)),
              (byte[]) again.get(2),
              (int) number(again.get(3))));
    }
    int priority = 0;
    for (Object entries : (List<?>) answer.get(2)) {
      priority++;
      for (Object entry : (List<?>) entries) {
        List<?> field = (List<?>) ((List<?>) entry).get(1);
        leases.add(lease(worker, priority, text(field.get(0)), (byte[]) field.get(1), 1));
      }
    }
    return new Leased(new LeasedJobs(leases, number(answer.get(0))), number(answer.get(1)));
  }

  /** Of an entry whose field is called "id n t q b". */
  private static JobLease lease(
      String worker, int priority, String name, byte[] payload, int deliveries) {
    int n = name.indexOf(' ');
    int t = name.indexOf(' ', n + 1);
    int q = name.indexOf(' ', t + 1);
    int b = name.indexOf(' ', q + 1);
    int end = name.length();
    Job job =
        new Job(
            name.substring(0, n),
            payload,
            priority,
            Integer.parseInt(name, n + 1, t, 10) + deliveries,
            Instant.ofEpochMilli(Long.parseLong(name, q + 1, b, 10)),
            Instant.ofEpochMilli(Long.parseLong(name, b + 1, end, 10)));
    return new JobLease(job, worker, Long.parseLong(name, t + 1, q, 10) + deliveries);
  }

  /** Null if the job is not known. */
  static @Nullable JobRecord record(String id, Object answer) {
    List<?> parts = (List<?>) answer;
    if (parts.isEmpty() || !(parts.get(0) instanceof byte[] octets)) {
      return null;
    }
    return parts.size() < 3
        ? JobRecord.of(id, octets, null, 0)
        : JobRecord.of(id, octets, text(parts.get(1)), (int) number(parts.get(2)));
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

  static long number(Object value) {
    return value instanceof Long number ? number : Long.parseLong(text(value));
  }
}
