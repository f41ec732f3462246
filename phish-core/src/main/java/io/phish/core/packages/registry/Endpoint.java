package io.phish.core.packages.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A registry to ask.
 *
 * @param base of its URLs, with a path that ends with a slash, without user, query and fragment
 * @param sparse whether it was said to be an index of Cargo's sparse kind
 * @param credentials for this very origin, null if it wants none
 */
record Endpoint(URI base, boolean sparse, @Nullable Credentials credentials) {
  private static final String SPARSE = "sparse+";
  private static final int MAX_LENGTH = 2_048;

  /**
   * Reads the address of a registry; user and password in it become credentials.
   *
   * @throws IllegalArgumentException if it is no URL of http or https; the message does not quote
   *     it, for it may hold a password
   */
  static Endpoint of(String address) {
    String text = address.strip();
    boolean sparse = text.regionMatches(true, 0, SPARSE, 0, SPARSE.length());
    if (sparse) {
      text = text.substring(SPARSE.length());
    }
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("the URL has more than " + MAX_LENGTH + " characters");
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "it is no URL: " + e.getReason() + " at " + Math.max(0, e.getIndex()));
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException("it is no URL of http or https");
    }
    return new Endpoint(bare(uri, scheme), sparse, credentials(uri.getUserInfo()));
  }

  private static URI bare(URI uri, String scheme) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return URI.create(scheme + "://" + host + port + (path.endsWith("/") ? path : path + "/"));
  }

  private static @Nullable Credentials credentials(@Nullable String userInfo) {
    if (userInfo == null || userInfo.isEmpty()) {
      return null;
    }
    int colon = userInfo.indexOf(':');
    return colon < 0
        ? Credentials.basic(userInfo, "")
        : Credentials.basic(userInfo.substring(0, colon), userInfo.substring(colon + 1));
  }

  /** With these if it has none of its own. */
  Endpoint or(@Nullable Credentials others) {
    return credentials != null || others == null ? this : new Endpoint(base, sparse, others);
  }

  Origin origin() {
    return Origin.of(base);
  }

  /**
   * A URL below the base.
   *
   * @param path relative and encoded
   */
  URI at(String path) {
    return URI.create(base + path);
  }

  /** One segment of a path: all that is not unreserved (RFC 3986, section 2.3) is encoded. */
  static String segment(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || "-._~".indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(hex(c >> 4)).append(hex(c & 0xF));
      }
    }
    return encoded.toString();
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }

  /** The address without anything secret. */
  @Override
  public String toString() {
    return Objects.toString(base);
  }
}
