package io.phish.core.packages.registry;

import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port: what a server is known, trusted and given credentials by.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case
 * @param port never -1
 */
record Origin(String scheme, String host, int port) {

  /** The origin of a URL that has a host. */
  static Origin of(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  boolean isSecure() {
    return scheme.equals("https");
  }

  /** Without a port that goes without saying. */
  @Override
  public String toString() {
    return port == (isSecure() ? 443 : 80)
        ? scheme + "://" + host
        : scheme + "://" + host + ":" + port;
  }
}
