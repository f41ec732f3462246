package io.phish.spi;

/** What became of a job that was to be cancelled. */
public enum CancelOutcome {
  /** It had not begun, and never will. */
  WAS_QUEUED,

  /**
   * A worker had it. Its result will not be taken, and it is told when it renews its lease, which a
   * worker does well before that runs out.
   */
  WAS_RUNNING,

  /** It was finished; its state is as it was. */
  WAS_FINISHED,

  /** The queue knows no such job. */
  UNKNOWN
}
