package io.phish.core.registration.whois;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for all sockets and all times. It is there only while there is something to do, so a
 * client that nobody asks costs nothing. Whatever it runs must not block and should not throw.
 */
final class EventLoop {
  private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
  private static final int BUFFER = 32 << 10;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private @Nullable Selector selector;

  // Only on the thread; from one thread to the next they are handed over by the lock.
  private final TreeSet<Timer> timers = new TreeSet<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private long lastTimer;

  /**
   * Runs a task on the thread, which is started if need be. Any thread may call it.
   *
   * @throws UncheckedIOException if the operating system gives no selector
   */
  void execute(Runnable task) {
    lock.lock();
    try {
      if (selector == null) {
        Selector opened = open();
        selector = opened;
        Threads.daemons("phish-whois").newThread(() -> run(opened)).start();
      }
      tasks.add(task);
      selector.wakeup();
    } finally {
      lock.unlock();
    }
  }

  /** Runs an action on the thread after a while. Only on the thread. */
  Timer after(long nanos, Runnable action) {
    Timer timer = new Timer(now() + Math.max(0, nanos), ++lastTimer, action);
    timers.add(timer);
    return timer;
  }

  /** Does not run it, unless it ran already. Only on the thread. */
  void cancel(@Nullable Timer timer) {
    if (timer != null) {
      timers.remove(timer);
    }
  }

  /** Forgets what was to be run. Only on the thread. */
  void cancelAll() {
    timers.clear();
  }

  /** Only on the thread. */
  SelectionKey register(SocketChannel channel, int operations, Handler handler) throws IOException {
    Selector current = selector();
    if (current == null) {
      throw new IOException("the selector is closed");
    }
    return channel.register(current, operations, handler);
  }

  private @Nullable Selector selector() {
    lock.lock();
    try {
      return selector;
    } finally {
      lock.unlock();
    }
  }

  /** For the use of a handler while it runs. */
  ByteBuffer buffer() {
    return buffer.clear();
  }

  static long now() {
    return System.nanoTime();
  }

  private static Selector open() {
    try {
      return Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector for WHOIS: " + e.getMessage(), e);
    }
  }

  private void run(Selector own) {
    try (own) {
      while (true) {
        boolean idle = timers.isEmpty() && own.keys().isEmpty();
        int ready = own.select(waitMillis(idle));
        ArrayDeque<Runnable> due = takeTasks(own, idle && ready == 0);
        if (due == null) {
          return;
        }
        due.forEach(EventLoop::guarded);
        runTimers();
        for (SelectionKey key : own.selectedKeys()) {
          guarded(() -> ((Handler) key.attachment()).ready(key));
        }
        own.selectedKeys().clear();
      }
    } catch (IOException e) {
      log.error("The selector for WHOIS failed", e);
    }
  }

  /** What is to be run; null, and the thread is to end, if it waited in vain for something. */
  private @Nullable ArrayDeque<Runnable> takeTasks(Selector own, boolean mayEnd) {
    lock.lock();
    try {
      if (mayEnd && tasks.isEmpty() && own.keys().isEmpty()) {
        selector = null;
        return null;
      }
      ArrayDeque<Runnable> due = tasks;
      tasks = new ArrayDeque<>();
      return due;
    } finally {
      lock.unlock();
    }
  }

  private void runTimers() {
    long now = now();
    while (!timers.isEmpty() && timers.first().due - now <= 0) {
      Timer timer = timers.pollFirst();
      if (timer != null) {
        guarded(timer.action);
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever goes wrong for one look-up, the others go on
  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      log.error("A WHOIS look-up failed in an unexpected way", e);
    }
  }

  private long waitMillis(boolean idle) {
    if (idle || timers.isEmpty()) {
      return TimeUnit.NANOSECONDS.toMillis(Threads.IDLE_NANOS);
    }
    // Rounded up: what wakes too early only waits again.
    long nanos = timers.first().due - now() + TimeUnit.MILLISECONDS.toNanos(1) - 1;
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  /** Whom a socket belongs to. */
  @FunctionalInterface
  interface Handler {
    /** The socket is ready for something. */
    void ready(SelectionKey key);
  }

  /** Something that will be run. */
  static final class Timer implements Comparable<Timer> {
    private final long due;
    private final long number;
    private final Runnable action;

    private Timer(long due, long number, Runnable action) {
      this.due = due;
      this.number = number;
      this.action = action;
    }

    @Override
    public int compareTo(Timer other) {
      int byTime = Long.signum(due - other.due);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(Object o) {
      return this == o;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }
}
