package io.phish.examples.bench.soak;

/** What befalls a server, or the way to it. */
enum SoakFault {
  /** All connections end. */
  CUT("#8d6a9f"),
  /** All connections are reset. */
  RESET("#8d6a9f"),
  /** Answers come five seconds late for a while. */
  DELAY("#b07d12"),
  /** The server is killed with SIGKILL, and is back some seconds later. */
  KILL("#d1495b"),
  /** The server itself ends all connections. */
  CLIENT_KILL("#8d6a9f"),
  /** Everything is gone; of the cache only, for nothing else claims to bear it. */
  FLUSH("#1b6ca8");

  private final String colour;

  SoakFault(String colour) {
    this.colour = colour;
  }

  /** What it is drawn in. */
  String colour() {
    return colour;
  }
}
