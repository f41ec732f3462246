package io.phish.contract;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Threads to run somebody else's code on. They are in a group of their own, which every thread that
 * the code starts inherits, so what it leaves behind can be told from everything else in the
 * process. As an executor it knows whether its tasks have ended.
 */
final class Crew implements Executor, AutoCloseable {
  private final ThreadGroup group = new ThreadGroup("contract");
  private final ExecutorService callers = Executors.newCachedThreadPool(this::caller);
  private final ExecutorService workers = Executors.newCachedThreadPool(this::worker);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int inWork;
  private int tasks;
  private int begun;

  private Thread caller(Runnable task) {
    return daemon(task, "contract-caller");
  }

  private Thread worker(Runnable task) {
    return daemon(task, "contract-worker");
  }

  private Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(group, task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Takes a task of the code under test. */
  @Override
  public void execute(Runnable task) {
    changeInWork(1);
    try {
      workers.execute(
          () -> {
            try {
              begin();
              task.run();
            } finally {
              changeInWork(-1);
            }
          });
    } catch (RuntimeException e) {
      changeInWork(-1);
      throw e;
    }
  }

  private void changeInWork(int by) {
    lock.lock();
    try {
      inWork += by;
      tasks += Math.max(by, 0);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void begin() {
    lock.lock();
    try {
      begun++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until every task it was given has begun. */
  void awaitBegin(Duration time) throws InterruptedException {
    long nanos = time.toNanos();
    lock.lock();
    try {
      while (begun < tasks && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many tasks it was ever given. */
  int tasks() {
    lock.lock();
    try {
      return tasks;
    } finally {
      lock.unlock();
    }
  }

  /** Whether every task it was given has ended by then. */
  boolean isIdleWithin(Duration time) throws InterruptedException {
    long nanos = time.toNanos();
    lock.lock();
    try {
      while (inWork > 0 && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return inWork == 0;
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #call}, without a result. */
  void run(String what, Duration limit, Runnable action) {
    try {
      call(what, limit, Executors.callable(action, true));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted during " + what, e);
    } catch (Exception e) {
      fail(what + " threw", e);
    }
  }

  /** What a call gives, or an assertion failure that shows where it hangs. */
  <T extends @Nullable Object> T call(String what, Duration limit, Callable<T> call)
      throws Exception {
    AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    Future<T> result =
        callers.submit(
            () -> {
              thread.set(Thread.currentThread());
              return call.call();
            });
    try {
      return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw (Error) e.getCause();
    } catch (TimeoutException e) {
      String stack = stackOf(thread.get());
      result.cancel(true);
      return fail(what + " has not returned after " + limit.toMillis() + " ms; it is" + stack);
    }
  }

  private static String stackOf(@Nullable Thread thread) {
    if (thread == null) {
      return " not started";
    }
    StringBuilder text = new StringBuilder();
    for (StackTraceElement frame : thread.getStackTrace()) {
      text.append("\n\tat ").append(frame);
    }
    return text.toString();
  }

  /** Ends its own threads, and says which others of the group are alive after that time. */
  List<Thread> leftovers(Duration time, Predicate<Thread> isShared) throws InterruptedException {
    close();
    long end = System.nanoTime() + time.toNanos();
    for (Thread thread : alive(isShared)) {
      // At least one millisecond: 0 would mean for ever.
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
    }
    return alive(isShared);
  }

  private List<Thread> alive(Predicate<Thread> isShared) {
    Thread[] threads = new Thread[group.activeCount() + 64];
    int count = group.enumerate(threads);
    List<Thread> alive = new ArrayList<>(Arrays.asList(threads).subList(0, count));
    alive.removeIf(isShared);
    return alive;
  }

  /** Whether the calling thread belongs to this crew. */
  boolean isAboard() {
    return group.parentOf(Thread.currentThread().getThreadGroup());
  }

  @Override
  public void close() {
    callers.shutdownNow();
    workers.shutdownNow();
  }
}
