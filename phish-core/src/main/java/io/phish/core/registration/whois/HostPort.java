package io.phish.core.registration.whois;

import io.phish.core.name.InvalidNameException;
import io.phish.core.name.QueryName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is.
 *
 * @param host a name in A-labels and lower case, or an address without brackets
 * @param port 1 to 65535
 */
record HostPort(String host, int port) {
  /** RFC 3912, section 2. */
  static final int WHOIS = 43;

  private static final int MAX_PORT = 65_535;
  private static final int MAX_LENGTH = 300;

  static HostPort whois(String host) {
    return new HostPort(host, WHOIS);
  }

  /**
   * Reads {@code host}, {@code host:port}, {@code 192.0.2.1:43} or {@code [2001:db8::1]:43}.
   *
   * @throws IllegalArgumentException if it is something else, with what to write
   */
  static HostPort parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "server has " + text.length() + " characters, " + MAX_LENGTH + " are allowed");
    }
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[");
    boolean hasPort = bracketed ? text.indexOf("]:") == colon - 1 : text.indexOf(':') == colon;
    int port = colon >= 0 && hasPort ? port(text, colon + 1) : WHOIS;
    String host = colon >= 0 && hasPort ? text.substring(0, colon) : text;
    if (bracketed && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (addressOf(host) == null) {
      try {
        host = QueryName.parse(host).ascii();
      } catch (InvalidNameException e) {
        throw new IllegalArgumentException(
            "server '" + text + "': " + e.getMessage() + "; write host or host:port", e);
      }
    }
    return new HostPort(host.toLowerCase(Locale.ROOT), port);
  }

  private static int port(String text, int from) {
    int port = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      port = c < '0' || c > '9' || port > MAX_PORT ? MAX_PORT + 1 : 10 * port + (c - '0');
    }
    if (port < 1 || port > MAX_PORT || from == text.length()) {
      throw new IllegalArgumentException(
          "server '" + text + "' has no port from 1 to 65535 at " + from);
    }
    return port;
  }

  /** The address, if the host is one. */
  @Nullable InetAddress address() {
    return addressOf(host);
  }

  private static @Nullable InetAddress addressOf(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      // What has none but these is never looked up by name.
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return null;
      }
    }
    boolean v4 = host.chars().filter(c -> c == '.').count() == 3 && isDecimal(host);
    if (!v4 && host.indexOf(':') < 0) {
      return null;
    }
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static boolean isDecimal(String host) {
    return host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  /** As it is written: without the port if it is the usual one. */
  @Override
  public String toString() {
    if (port == WHOIS) {
      return host;
    }
    return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
  }
}
