package io.phish.core.registration.whois;

import io.phish.PhishException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Nobody could be asked, or nobody answered. */
public final class WhoisException extends PhishException {
  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Reason {
    /** What was asked for is no name that is registered, or one of special use (RFC 6761). */
    INVALID_NAME,
    /** No server is known for the name, nor does IANA know one. */
    NO_SERVER,
    /** The name of the server has no address. */
    UNRESOLVED,
    /** The server was named by another one and is at an address or port that is not asked. */
    FORBIDDEN,
    /** The server does not take connections. */
    REFUSED,
    /** The server ended the connection without a word. */
    RESET,
    /** There is no way to the server. */
    UNREACHABLE,
    /** There was no answer in time. */
    TIMEOUT,
    /** The server answers no more questions for longer than there is time. */
    THROTTLED,
    /** The server did not answer the last questions and is not asked for a while. */
    CIRCUIT_OPEN,
    /** Too many look-ups wait for the server. */
    QUEUE_FULL,
    /** The client is closed. */
    CLOSED
  }

  private final Reason reason;
  private final @Nullable String server;

  /**
   * A failure.
   *
   * @param reason why
   * @param server that is to blame, null for none
   * @param message what happened and what to do
   * @param cause if there is one
   */
  WhoisException(
      Reason reason, @Nullable String server, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.server = server;
  }

  /** Why there is no answer. */
  public Reason reason() {
    return reason;
  }

  /** The server that is to blame, null for none. */
  public @Nullable String server() {
    return server;
  }
}
