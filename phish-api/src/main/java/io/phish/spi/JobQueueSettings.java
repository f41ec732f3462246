package io.phish.spi;

import java.time.Duration;

/**
 * What holds for every job of a queue. Processes that share a queue must have the same.
 *
 * @param capacity how many unfinished jobs it may hold, 1 to 100,000,000
 * @param lease how long a worker has a job to itself before it must renew, 100 ms to a day: how
 *     soon the job of a dead worker is delivered again
 * @param maxDeliveries how often a job is delivered before it is given up, 1 to 1,000
 * @param keepFinished how long a finished job and its result can be asked for, 1 ms to 30 days
 * @param keepDead the same for dead letters, which can be revived as long
 * @param maxDead how many dead letters there are at most, 1 to 1,000,000; beyond that the oldest is
 *     dropped from the list
 */
public record JobQueueSettings(
    long capacity,
    Duration lease,
    int maxDeliveries,
    Duration keepFinished,
    Duration keepDead,
    int maxDead) {

  private static final Duration MIN_LEASE = Duration.ofMillis(100);
  private static final Duration MAX_LEASE = Duration.ofDays(1);
  private static final Duration MAX_KEPT = Duration.ofDays(30);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if something is out of its range; the message names it
   */
  public JobQueueSettings {
    check("capacity", capacity, 100_000_000);
    check("maxDeliveries", maxDeliveries, 1_000);
    check("maxDead", maxDead, 1_000_000);
    check("lease", lease, MIN_LEASE, MAX_LEASE);
    check("keepFinished", keepFinished, Duration.ofMillis(1), MAX_KEPT);
    check("keepDead", keepDead, Duration.ofMillis(1), MAX_KEPT);
  }

  /**
   * 100,000 jobs, leases of 30 s, three deliveries, results for an hour, the last 10,000 dead
   * letters for seven days.
   */
  public static JobQueueSettings defaults() {
    return new JobQueueSettings(
        100_000, Duration.ofSeconds(30), 3, Duration.ofHours(1), Duration.ofDays(7), 10_000);
  }

  /** The same with room for so many unfinished jobs. */
  public JobQueueSettings withCapacity(long jobs) {
    return new JobQueueSettings(jobs, lease, maxDeliveries, keepFinished, keepDead, maxDead);
  }

  /** The same with leases this long. */
  public JobQueueSettings withLease(Duration time) {
    return new JobQueueSettings(capacity, time, maxDeliveries, keepFinished, keepDead, maxDead);
  }

  /** The same with so many deliveries before a job is given up. */
  public JobQueueSettings withMaxDeliveries(int deliveries) {
    return new JobQueueSettings(capacity, lease, deliveries, keepFinished, keepDead, maxDead);
  }

  /** The same with finished jobs kept so long. */
  public JobQueueSettings withKeepFinished(Duration time) {
    return new JobQueueSettings(capacity, lease, maxDeliveries, time, keepDead, maxDead);
  }

  /** The same with at most so many dead letters, kept so long. */
  public JobQueueSettings withDead(int letters, Duration time) {
    return new JobQueueSettings(capacity, lease, maxDeliveries, keepFinished, time, letters);
  }

  private static void check(String what, long value, long max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(what + " " + value + " is not 1 to " + max);
    }
  }

  private static void check(String what, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(what + " " + value + " is not " + min + " to " + max);
    }
  }
}
