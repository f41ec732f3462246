package io.phish.core.dns.transport;

import io.phish.spi.ExtractionException;
import org.jspecify.annotations.Nullable;

/** A question that was not answered. */
public class DnsTransportException extends ExtractionException {
  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Reason {
    /** No server answered in time. */
    TIMED_OUT,
    /** No server can be reached. */
    UNREACHABLE,
    /** What came cannot be read. */
    MALFORMED,
    /** More questions are waiting than may. */
    OVERLOADED,
    /** The transport was closed. */
    CLOSED
  }

  private final Reason reason;

  /** A failure. All but that of a closed transport may pass. */
  public DnsTransportException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, reason != Reason.CLOSED, cause);
    this.reason = reason;
  }

  /** Why there is no answer. */
  public Reason reason() {
    return reason;
  }
}
