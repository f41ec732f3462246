package io.phish.core.http;

import java.io.IOException;

/** A request was not sent. */
public final class LaneException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  LaneException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Why a request was not sent. */
  public enum Kind {
    /** Too many wait already. */
    BUSY,
    /** It would have had to wait for longer than there was time. */
    THROTTLED,
    /** The server keeps failing. */
    CIRCUIT_OPEN
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }
}
