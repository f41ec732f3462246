package io.phish.spi;

/** What became of a lease that was to be renewed. */
public enum Renewal {
  /** It begins anew. */
  KEPT,

  /** Another worker has the job, or it is finished: stop. */
  LOST,

  /** The job was cancelled: stop. */
  CANCELLED
}
