package io.phish.core.engine;

import org.jspecify.annotations.Nullable;

/** Where the inputs of a batch come from. */
interface BatchInput<T> {

  /**
   * The batch has its subscriber. Called once, before anything else, on the subscriber's thread.
   */
  void open();

  /**
   * Whether {@link #take} may have something to do. Cheap, from any thread.
   *
   * @param taken how many inputs were taken
   */
  boolean ready(long taken);

  /**
   * The next input, or null if there is none now. Called by one thread at a time. May block, as an
   * iterator over standard input does. Tells the batch when the input has ended.
   *
   * @param taken how many inputs were taken
   */
  @Nullable T take(long taken);

  /** Asks the source for as many inputs as the batch has room for. From any thread. */
  void ask();

  /** Nothing more will be taken. From any thread, any number of times. */
  void cancel();
}
