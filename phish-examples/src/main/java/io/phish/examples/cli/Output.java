package io.phish.examples.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Collects whole records and hands them to standard output in large pieces, so that a run that is
 * interrupted never ends in the middle of a line. Safe for several threads.
 */
final class Output {
  private static final int PIECE = 64 << 10;

  private final OutputStream target;
  private final ReentrantLock lock = new ReentrantLock();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(2 * PIECE);
  private boolean sealed;

  Output(OutputStream target) {
    this.target = target;
  }

  /** Where records are written, only within {@link #write}. */
  OutputStream buffer() {
    return buffer;
  }

  /**
   * Writes one record.
   *
   * @param now whether it must not wait for more
   * @throws OutputException if standard output does not take it
   */
  void write(Entry entry, boolean now) {
    lock.lock();
    try {
      if (sealed) {
        return;
      }
      entry.write();
      if (now || buffer.size() >= PIECE) {
        drain();
      }
    } catch (IOException e) {
      throw new OutputException(e);
    } finally {
      lock.unlock();
    }
  }

  /** Hands over what there is. */
  void flush() {
    write(() -> {}, true);
  }

  /** Hands over what there is; whatever comes after that is dropped. */
  void seal() {
    lock.lock();
    try {
      if (!sealed) {
        flush();
      }
    } finally {
      sealed = true;
      lock.unlock();
    }
  }

  private void drain() throws IOException {
    if (buffer.size() > 0) {
      buffer.writeTo(target);
      buffer.reset();
    }
  }

  /** Writes a record into the buffer. */
  @FunctionalInterface
  interface Entry {
    void write() throws IOException;
  }

  /** Standard output failed; the cause says how. */
  static final class OutputException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    OutputException(IOException cause) {
      super(cause);
    }
  }
}
