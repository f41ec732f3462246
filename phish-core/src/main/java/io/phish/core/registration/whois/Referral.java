package io.phish.core.registration.whois;

import org.jspecify.annotations.Nullable;

/** Reads where a reply sends us, which is what a stranger wrote. */
final class Referral {
  private Referral() {}

  /**
   * The server that a field names: a host, perhaps with a port, a scheme or a path.
   *
   * @return null if it names none that speaks WHOIS
   */
  static @Nullable HostPort parse(@Nullable String field) {
    if (field == null) {
      return null;
    }
    String text = field.strip();
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      if (!text.substring(0, scheme).equalsIgnoreCase("whois")) {
        return null;
      }
      text = text.substring(scheme + 3);
    }
    int path = text.indexOf('/');
    try {
      HostPort server = HostPort.parse(path < 0 ? text : text.substring(0, path));
      boolean dotted = server.host().indexOf('.') > 0 || server.address() != null;
      return dotted || server.host().equals("localhost") ? server : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The server that IANA names for a top-level domain; null if it names none. */
  static @Nullable HostPort ofIana(String reply) {
    int start = 0;
    while (start < reply.length()) {
      int end = reply.indexOf('\n', start);
      end = end < 0 ? reply.length() : end;
      for (String key : new String[] {"whois:", "refer:"}) {
        if (reply.regionMatches(true, start, key, 0, key.length())) {
          return parse(reply.substring(start + key.length(), end));
        }
      }
      start = end + 1;
    }
    return null;
  }
}
