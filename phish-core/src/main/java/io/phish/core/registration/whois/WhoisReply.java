package io.phish.core.registration.whois;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a WHOIS server wrote.
 *
 * @param server that wrote it, a host name in lower case, null if not known
 * @param tld of the domain asked for, an A-label in lower case without a dot, null if not known
 * @param text what it wrote, decoded
 * @param complete whether the server ended it; if not, it was cut at a limit
 */
public record WhoisReply(
    @Nullable String server, @Nullable String tld, String text, boolean complete) {

  /** Checks that there is a text, which may be empty. */
  public WhoisReply {
    Objects.requireNonNull(text, "text");
  }
}
