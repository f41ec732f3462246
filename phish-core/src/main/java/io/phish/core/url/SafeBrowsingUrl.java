package io.phish.core.url;

import io.phish.core.name.PublicSuffixes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A URL as Google Safe Browsing looks it up: in canonical form, as up to 30 host-suffix/path-prefix
 * expressions, and as their hashes, which are what the lists hold. Web Risk and Yandex Safe
 * Browsing do the same. Immutable.
 *
 * <p>The rules are those of "URLs and Hashing" (developers.google.com/safe-browsing). Where that is
 * silent they follow Google's client in Go (github.com/google/safebrowsing), and what browsers read
 * into a URL: user name and password are dropped, as is the default port, and a backslash before
 * the query is a slash. Anything may be given, also what no browser would open: a URL without a
 * scheme is one of {@code http}.
 *
 * <p>The canonical form is ASCII. It is no URL to be opened, as its percent-escapes are those of
 * the rules and not those of the site.
 */
public final class SafeBrowsingUrl {
  /** The length of a whole hash, in octets. */
  public static final int HASH_LENGTH = 32;

  /** The shortest hash prefix on any list, in octets. */
  public static final int MIN_PREFIX_LENGTH = 4;

  private static final int MAX_HOST_SUFFIXES = 4;
  private static final int MAX_PATH_PREFIXES = 4;

  private final String scheme;
  private final String host;
  private final String port;
  private final String path;
  private final @Nullable String query;
  private final boolean isAddress;
  private final @Nullable PublicSuffixes suffixes;

  SafeBrowsingUrl(
      String scheme,
      String host,
      String port,
      String path,
      @Nullable String query,
      boolean isAddress,
      @Nullable PublicSuffixes suffixes) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.path = path;
    this.query = query;
    this.isAddress = isAddress;
    this.suffixes = suffixes;
  }

  /**
   * By the rules of the Lookup and Update APIs, version 4. Host suffixes are made of the last five
   * labels, and an IPv6 address is only lower-cased.
   *
   * @param url anything; text, or octets read as ISO 8859-1: it is taken for octets if it has a
   *     character from U+0080 to U+009F, which no text has, and none above U+00FF
   * @return null if there is no host to look up, or the URL is longer than {@link
   *     io.phish.subject.Url#MAX_LENGTH}
   */
  public static @Nullable SafeBrowsingUrl v4(String url) {
    return new SafeBrowsingParser(null).parse(url);
  }

  /**
   * By the rules of version 5. Host suffixes begin with the registrable domain, an IPv6 address is
   * normalised, and one that stands for an IPv4 address is that address.
   *
   * @param url as for {@link #v4}
   * @param suffixes which domains are registrable
   * @return null as there
   */
  public static @Nullable SafeBrowsingUrl v5(String url, PublicSuffixes suffixes) {
    return new SafeBrowsingParser(suffixes).parse(url);
  }

  /** The canonical form, with scheme and port. */
  public String canonical() {
    return scheme + "://" + host + port + path + (query == null ? "" : "?" + query);
  }

  /** The host in canonical form; IPv6 in brackets. */
  public String host() {
    return host;
  }

  /** Whether the host is an IPv4 or IPv6 address, of which there are no suffixes. */
  public boolean isAddress() {
    return isAddress;
  }

  /**
   * What is looked up, the exact host and path with its query first. Up to five hosts, each with up
   * to six paths: the path with its query (if that is not empty), without it, and the first four
   * directories from the root on.
   */
  public List<String> expressions() {
    List<String> paths = paths();
    List<String> expressions = new ArrayList<>();
    for (String name : hosts()) {
      for (String end : paths) {
        expressions.add(name + end);
      }
    }
    return List.copyOf(expressions);
  }

  /** The SHA-256 hash of each of the {@link #expressions}, in their order. */
  public List<byte[]> hashes() {
    return hashPrefixes(HASH_LENGTH);
  }

  /**
   * The first octets of each of the {@link #hashes}.
   *
   * @param length from {@value #MIN_PREFIX_LENGTH} to {@value #HASH_LENGTH}, in octets
   */
  public List<byte[]> hashPrefixes(int length) {
    if (length < MIN_PREFIX_LENGTH || length > HASH_LENGTH) {
      throw new IllegalArgumentException(
          "length "
              + length
              + " of a hash prefix is not from "
              + MIN_PREFIX_LENGTH
              + " to "
              + HASH_LENGTH);
    }
    MessageDigest sha256 = sha256();
    return expressions().stream()
        .map(text -> sha256.digest(text.getBytes(StandardCharsets.US_ASCII)))
        .map(hash -> Arrays.copyOf(hash, length))
        .toList();
  }

  private List<String> hosts() {
    List<String> hosts = new ArrayList<>();
    hosts.add(host);
    if (isAddress) {
      return hosts;
    }
    int shortest = suffixes == null ? lastLabels(2) : registrableStart(suffixes);
    List<Integer> starts = new ArrayList<>();
    // From the shortest on; the exact host is there already.
    for (int start = shortest; start > 0 && starts.size() < MAX_HOST_SUFFIXES; ) {
      starts.add(0, start);
      start = host.lastIndexOf('.', start - 2) + 1;
    }
    starts.forEach(start -> hosts.add(host.substring(start)));
    return hosts;
  }

  /** Where the last labels begin; 0 if the host has no more. */
  private int lastLabels(int count) {
    int start = host.length() + 1;
    for (int i = 0; i < count && start > 0; i++) {
      start = host.lastIndexOf('.', start - 2) + 1;
    }
    return start;
  }

  private int registrableStart(PublicSuffixes list) {
    String domain = list.registrableDomain(host);
    return domain == null ? 0 : host.length() - domain.length();
  }

  private List<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    if (query != null && !query.isEmpty()) {
      paths.add(path + "?" + query);
    }
    paths.add(path);
    int slash = 0;
    for (int i = 0; i < MAX_PATH_PREFIXES && slash >= 0; i++) {
      paths.add(path.substring(0, slash + 1));
      slash = path.indexOf('/', slash + 1);
    }
    return List.copyOf(paths);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return canonical();
  }
}
