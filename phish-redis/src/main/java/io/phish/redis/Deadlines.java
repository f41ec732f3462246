package io.phish.redis;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells when calls had their time, which is the same for all of them: so the first to be made is
 * the first to be due, and one timer at a time is enough however many calls there are.
 */
final class Deadlines {
  private final ScheduledExecutorService timer;
  private final long nanos;
  private final ConcurrentLinkedQueue<Deadline> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isArmed = new AtomicBoolean();

  Deadlines(ScheduledExecutorService timer, long nanos) {
    this.timer = timer;
    this.nanos = nanos;
  }

  /** One call's. Lets go of the call as soon as that is over. */
  static final class Deadline extends AtomicReference<@Nullable Runnable> {
    private static final long serialVersionUID = 1L;

    private final long at;

    private Deadline(Runnable onDue, long at) {
      super(onDue);
      this.at = at;
    }

    private void run() {
      Runnable onDue = getAndSet(null);
      if (onDue != null) {
        onDue.run();
      }
    }

    /** Whether the time is not up yet; it will not be said any more. */
    boolean cancel() {
      return getAndSet(null) != null;
    }
  }

  /**
   * Starts the time of a call.
   *
   * @param onDue run on the timer's thread; decides and hands over, nothing else
   */
  Deadline start(Runnable onDue) {
    Deadline deadline = new Deadline(onDue, System.nanoTime() + nanos);
    queue.add(deadline);
    if (!isArmed.get() && isArmed.compareAndSet(false, true)) {
      arm(nanos);
    }
    return deadline;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a sweep does not fail
  private void arm(long delay) {
    try {
      timer.schedule(this::sweep, delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: without a timer nobody may wait.
      isArmed.set(false);
      Deadline due = queue.poll();
      while (due != null) {
        due.run();
        due = queue.poll();
      }
    }
  }

  private void sweep() {
    Deadline first = queue.peek();
    long now = System.nanoTime();
    while (first != null && (first.get() == null || first.at - now <= 0)) {
      queue.poll();
      first.run();
      first = queue.peek();
    }
    if (first != null) {
      arm(first.at - now);
      return;
    }
    isArmed.set(false);
    if (!queue.isEmpty() && isArmed.compareAndSet(false, true)) {
      arm(0);
    }
  }
}
