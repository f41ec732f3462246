package io.phish.examples.cli;

import io.phish.AnalysisBatch.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Draws how far something is over and over on one line of a terminal, until it is closed. */
final class ProgressLine implements AutoCloseable {
  private static final long PERIOD_MILLIS = 250;
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter terminal;
  private final Supplier<String> text;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "phish-progress");

  /** Draws how far a batch is. */
  ProgressLine(PrintWriter terminal, Supplier<Progress> progress, LongSupplier nanoTime) {
    this(terminal, of(progress, nanoTime));
  }

  /** Draws a text as it is each time. */
  ProgressLine(PrintWriter terminal, Supplier<String> text) {
    this.terminal = terminal;
    this.text = text;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        terminal.print(ERASE + line());
        terminal.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Count and rate since the start. */
  private static Supplier<String> of(Supplier<Progress> progress, LongSupplier nanoTime) {
    long began = nanoTime.getAsLong();
    return () -> {
      Progress now = progress.get();
      long done = now.succeeded() + now.failed();
      double seconds = Math.max(1, nanoTime.getAsLong() - began) / 1e9;
      return String.format(
          Locale.ROOT,
          "%,d done (%,d rejected), %,d in work, %,.0f/s",
          done,
          now.failed(),
          now.inFlight(),
          done / seconds);
    };
  }

  String line() {
    return text.get();
  }

  /** Stops drawing and clears the line. */
  @Override
  public void close() {
    closed.countDown();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    terminal.print(ERASE);
    terminal.flush();
  }
}
