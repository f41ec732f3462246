package io.phish.core.engine;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounded pools of daemon threads that are there only while there is work. */
final class Threads {
  private static final long IDLE_SECONDS = 10;

  private Threads() {}

  static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Own(task, name + '-' + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Whether it is a thread of an engine, which must not wait for its own end. */
  static boolean isOwn(Thread thread) {
    return thread instanceof Own;
  }

  private static final class Own extends Thread {
    Own(Runnable task, String name) {
      super(task, name);
    }
  }

  /** At most {@code threads} at work and {@code queue} waiting; more is rejected. */
  static ThreadPoolExecutor pool(String name, int threads, int queue) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            daemons(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
