package io.phish.core.queue;

import io.phish.spi.LeasedJobs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Those who wait for jobs, first come, first served. Guarded by the lock of the queue. */
final class Waiting {
  /** Clocks jump: while somebody waits, nobody relies on one for longer. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
  private final ScheduledThreadPoolExecutor timer;
  private final Runnable look;
  private final Consumer<LeasedJobs> unwanted;
  private @Nullable Future<?> planned;

  /**
   * Nobody waits yet.
   *
   * @param look what to do when it is time to look again
   * @param unwanted takes jobs of those who have gone meanwhile
   */
  Waiting(Runnable look, Consumer<LeasedJobs> unwanted) {
    this.look = look;
    this.unwanted = unwanted;
    timer = Threads.timer("phish-queue");
  }

  void add(Waiter waiter) {
    waiters.add(waiter);
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  /** Collects the answers of those for whom there is something, or who have waited enough. */
  void serve(Function<Waiter, LeasedJobs> jobs, Consumer<Runnable> answers) {
    boolean more = true;
    for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      // One who has gone must get no jobs, which would wait for their lease to run out.
      if (waiter.result().isDone()) {
        each.remove();
        continue;
      }
      LeasedJobs leased = more ? jobs.apply(waiter) : LeasedJobs.NONE;
      more = !leased.leases().isEmpty();
      if (more || waiter.nanosLeft() <= 0) {
        each.remove();
        answers.accept(() -> answer(waiter, leased));
      }
    }
  }

  private void answer(Waiter waiter, LeasedJobs leased) {
    if (!waiter.result().complete(leased)) {
      unwanted.accept(leased);
    }
  }

  /** Runs something later, unless this is closed by then. */
  Future<?> at(Duration time, Runnable task) {
    return timer.schedule(task, Waiter.nanos(time), TimeUnit.NANOSECONDS);
  }

  /**
   * Plans to look again when something is due, or somebody has waited enough.
   *
   * @param others whether others than those in here want that
   */
  void lookAgain(@Nullable Duration due, boolean others) {
    if (planned != null) {
      planned.cancel(false);
      planned = null;
    }
    if (waiters.isEmpty() && !others) {
      return;
    }
    long nanos = LOOK_AGAIN_NANOS;
    for (Waiter waiter : waiters) {
      nanos = Math.min(nanos, waiter.nanosLeft());
    }
    if (due != null && due.toMillis() < TimeUnit.NANOSECONDS.toMillis(nanos)) {
      nanos = due.toNanos();
    }
    planned = timer.schedule(look, Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  void close(RuntimeException failure, Consumer<Runnable> answers) {
    for (Waiter waiter : waiters) {
      answers.accept(() -> waiter.result().completeExceptionally(failure));
    }
    waiters.clear();
    timer.shutdownNow();
  }
}
