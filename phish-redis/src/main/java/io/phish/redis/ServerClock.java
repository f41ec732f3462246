package io.phish.redis;

/**
 * How far the server's clock is ahead of the host's. Instances whose clocks differ agree on when an
 * entry expires by writing that in the server's time.
 */
final class ServerClock {
  /** What the clock of a host in order may drift between two answers. */
  private static final long TOLERANCE = 5;

  private volatile long aheadMillis;
  private volatile boolean isKnown;

  /** Milliseconds to add to a time of the host's to have the server's. */
  long aheadMillis() {
    return aheadMillis;
  }

  /**
   * The server said what time it is.
   *
   * @param serverMillis what it said
   * @param sentAt when it was asked, in milliseconds by the host's clock
   * @param receivedAt when its answer was there
   */
  void onAnswer(long serverMillis, long sentAt, long receivedAt) {
    long uncertainty = (receivedAt - sentAt + 1) / 2;
    if (uncertainty < 0 || uncertainty > 1_000) {
      return; // the host's clock was set meanwhile, or the answer is too late to tell anything
    }
    long ahead = serverMillis - (sentAt + uncertainty);
    // What is known is only changed if it is wrong: expiries must not wander with every answer.
    if (!isKnown || Math.abs(ahead - aheadMillis) > uncertainty + TOLERANCE) {
      aheadMillis = Math.abs(ahead) <= uncertainty + TOLERANCE ? 0 : ahead;
      isKnown = true;
    }
  }
}
