package io.phish.core.dns.transport;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One selector thread: takes exchanges in, watches sockets and the clock. */
final class SelectorLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SelectorLoop.class);

  /** Exchanges taken in before sockets are looked at again: replies must not wait for long. */
  private static final int INTAKE = 256;

  private static final long TIDY_PERIOD = TimeUnit.SECONDS.toNanos(1);

  private final Selector selector;
  private final Dispatcher dispatcher;
  private final ConcurrentLinkedQueue<DnsExchange> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean closed;

  SelectorLoop(NioTransport.Settings settings, AtomicInteger open, String name) throws IOException {
    this.selector = Selector.open();
    this.dispatcher = new Dispatcher(settings, selector, open, System.nanoTime());
    this.thread = new Thread(this, name);
    thread.setDaemon(true);
    thread.start();
  }

  Counters counters() {
    return dispatcher.counters();
  }

  /** Takes a new exchange, or one that was cancelled. */
  void submit(DnsExchange exchange) {
    inbox.add(exchange);
    wake();
  }

  private void wake() {
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      selector.wakeup();
    }
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        turn();
      }
    } catch (IOException | ClosedSelectorException e) {
      LOG.error("The selector failed; this transport answers nothing any more", e);
    } finally {
      end();
    }
  }

  private void turn() throws IOException {
    long now = System.nanoTime();
    for (int i = 0; i < INTAKE; i++) {
      DnsExchange exchange = inbox.poll();
      if (exchange == null) {
        break;
      }
      guarded(() -> dispatcher.submit(exchange, now));
    }
    guarded(() -> dispatcher.endOfTurn(now));
    select(
        Math.min(
            dispatcher.untilNext(now), dispatcher.hasSockets() ? TIDY_PERIOD : Long.MAX_VALUE));
    long after = System.nanoTime();
    guarded(() -> dispatcher.tick(after));
  }

  private void select(long nanos) throws IOException {
    asleep.set(true);
    if (!inbox.isEmpty() || closed || nanos == 0) {
      asleep.set(false);
      selector.selectNow(this::ready);
      return;
    }
    // Up to the next millisecond: an alarm that rings early would only be set again.
    long millis = nanos == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
    selector.select(this::ready, millis);
    asleep.set(false);
  }

  private void ready(SelectionKey key) {
    // Not later: the thread is awake, and a wake-up costs a system call.
    asleep.lazySet(false);
    long now = System.nanoTime();
    guarded(() -> dispatcher.ready(key, now));
  }

  /** A bug must not end the thread on which everything depends. */
  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (CancelledKeyException e) {
      // The socket was closed in the same turn.
    } catch (RuntimeException e) {
      LOG.error("A step of the DNS transport failed", e);
    }
  }

  private void end() {
    closed = true;
    guarded(dispatcher::close);
    for (DnsExchange left = inbox.poll(); left != null; left = inbox.poll()) {
      DnsExchange exchange = left;
      guarded(() -> dispatcher.refuse(exchange));
    }
    try {
      selector.close();
    } catch (IOException e) {
      LOG.warn("The selector could not be closed", e);
    }
  }

  /** Ends the thread and waits for that, unless it is the caller. */
  void close() {
    closed = true;
    selector.wakeup();
    if (Thread.currentThread() == thread) {
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Fails what was submitted after the thread had ended. */
  void sweep() {
    if (!thread.isAlive()) {
      for (DnsExchange left = inbox.poll(); left != null; left = inbox.poll()) {
        dispatcher.refuse(left);
      }
    }
  }
}
