package io.phish.spi;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a queue does.
 *
 * @param name of the queue
 * @param priorities one for each, the most urgent first
 * @param delayed jobs that wait for their time
 * @param dead dead letters
 * @param capacity how many unfinished jobs there may be
 */
public record JobQueueStatistics(
    String name, List<Priority> priorities, long delayed, long dead, long capacity) {

  /** Copies the list. */
  public JobQueueStatistics {
    priorities = List.copyOf(priorities);
  }

  /** Jobs that are not finished: waiting, delayed and running. */
  public long depth() {
    return waiting() + running() + delayed;
  }

  /** Jobs that could begin now. */
  public long waiting() {
    return priorities.stream().mapToLong(Priority::waiting).sum();
  }

  /** Jobs that workers have. */
  public long running() {
    return priorities.stream().mapToLong(Priority::running).sum();
  }

  /**
   * How it stands with one priority.
   *
   * @param priority 1, the most urgent, to 5
   * @param waiting jobs that could begin now
   * @param running jobs that workers have, dead ones among them until their leases run out
   * @param age how long the first of those waiting could have begun already, null if none waits
   */
  public record Priority(int priority, long waiting, long running, @Nullable Duration age) {}
}
