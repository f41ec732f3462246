package io.phish.core.registration.rdap;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of asking a server of RDAP. None of them stands for another. */
public sealed interface RdapOutcome {

  /** Who was asked last, null if nobody was. */
  @Nullable URI source();

  /**
   * There is a reply on the domain.
   *
   * @param source who gave it
   * @param response the reply
   */
  record Found(URI source, RdapResponse response) implements RdapOutcome {
    /** Checks for nulls. */
    public Found {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(response, "response");
    }
  }

  /**
   * The server knows of no such domain (404). That may be so, or it is the wrong server.
   *
   * @param source who said so
   * @param response with words of RDAP, null if it said so in none: then it may be any web server
   */
  record NotFound(URI source, @Nullable RdapResponse response) implements RdapOutcome {
    /** Checks for nulls. */
    public NotFound {
      Objects.requireNonNull(source, "source");
    }
  }

  /**
   * The server wants no more questions for a while, or its limit here allows none in time.
   *
   * @param source who
   * @param retryAfter for how long
   */
  record Throttled(URI source, Duration retryAfter) implements RdapOutcome {
    /** Checks for nulls. */
    public Throttled {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(retryAfter, "retryAfter");
    }
  }

  /**
   * No server is known for the domain: its registry may have none.
   *
   * @param tld the last label of the domain
   */
  record NoServer(String tld) implements RdapOutcome {
    /** Checks for nulls. */
    public NoServer {
      Objects.requireNonNull(tld, "tld");
    }

    @Override
    public @Nullable URI source() {
      return null;
    }
  }

  /**
   * There is no answer.
   *
   * @param source who gave none
   * @param reason why, for programs
   * @param message why, for people
   */
  record Failed(URI source, Reason reason, String message) implements RdapOutcome {
    /** Checks for nulls. */
    public Failed {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(message, "message");
    }
  }

  /** Why there is no answer. */
  enum Reason {
    /** It did not come in time. */
    TIMEOUT,
    /** No connection, or a broken one. */
    UNREACHABLE,
    /** A status that says nothing of the domain. */
    STATUS,
    /** Too many redirects, a loop, or one that says not where to. */
    REDIRECT,
    /** It leads where nothing is asked: another scheme, a private address, to plain text. */
    FORBIDDEN,
    /** More than a reply has. */
    TOO_LARGE,
    /** No reply of RDAP, or not on this domain. */
    MALFORMED,
    /** The server failed too often of late and is left alone. */
    CIRCUIT_OPEN,
    /** Too many wait for this server. */
    BUSY
  }
}
