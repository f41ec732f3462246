package io.phish.spi;

/** What asking an extractor costs, and so where it runs. */
public enum Cost {
  /** A few microseconds of computing; runs on the analysing thread. */
  INLINE,
  /** More computing than that; runs on the executor. */
  CPU,
  /** Waits for something: a socket, a disk. */
  IO,
  /** As {@link #IO}, and somebody sends a bill. */
  PAID
}
