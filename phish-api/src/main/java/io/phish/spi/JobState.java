package io.phish.spi;

/** Where a job is in its life. The last four are final. */
public enum JobState {
  /** Waits for a worker, for its time, or for another try. */
  QUEUED(false),

  /** A worker holds a lease of it. */
  RUNNING(false),

  /** It has a result. */
  SUCCEEDED(true),

  /** Its worker said that it cannot be done and that trying again is of no use. */
  FAILED(true),

  /** Given up after as many deliveries as the queue allows; among the dead letters. */
  DEAD(true),

  /** Somebody took it back. */
  CANCELLED(true);

  private final boolean terminal;

  JobState(boolean terminal) {
    this.terminal = terminal;
  }

  /** Whether nothing happens to the job any more, unless a dead one is revived. */
  public boolean isFinal() {
    return terminal;
  }
}
