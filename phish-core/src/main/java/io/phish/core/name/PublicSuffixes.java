package io.phish.core.name;

import com.google.common.net.InternetDomainName;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which part of a host is handed out by a registry (ICANN section of the public suffix list) or by
 * a hosting platform (private section), and so where the name that somebody registered begins.
 *
 * <p>The algorithm is the one of publicsuffix.org/list: the longest rule wins, an exception before
 * all, and a top-level domain that no rule names is a suffix by itself. Immutable. A look-up reads
 * no more than the last few labels of the host and allocates nothing.
 */
public final class PublicSuffixes {
  private static final Logger LOG = LoggerFactory.getLogger(PublicSuffixes.class);

  private static final int LISTED = 1 << 30;
  private static final int PRIVATE = 1 << 29;
  private static final int START = PRIVATE - 1;

  /** How a suffix is found: see {@link PublicSuffixes#find}. */
  interface Finder {
    int find(String host, int from, int to);

    /** The same, quicker where the last two dots are all that it takes. */
    default int find(String host, int from, int to, int dot, int dotBefore) {
      return find(host, from, to);
    }
  }

  private final Finder finder;

  PublicSuffixes(Finder finder) {
    this.finder = finder;
  }

  /** The list that Guava carries. */
  public static PublicSuffixes bundled() {
    return Bundled.INSTANCE;
  }

  /**
   * The suffix of a host.
   *
   * @param host where the host stands, in A-labels and lower case, without a trailing dot
   * @param from where the host starts
   * @param to where the host ends
   * @return for {@link #start}, {@link #isPrivate} and {@link #isListed}
   */
  public int find(String host, int from, int to) {
    return finder.find(host, from, to);
  }

  /**
   * The suffix of a host, for who has come across its dots.
   *
   * @param dot where the last dot of the host stands
   * @param dotBefore where the one before stands; if there is none, {@code from} less one
   */
  public int find(String host, int from, int to, int dot, int dotBefore) {
    return finder.find(host, from, to, dot, dotBefore);
  }

  /** Where a suffix found starts. */
  public static int start(int found) {
    return found & START;
  }

  /** Whether a suffix found belongs to a platform whose customers name their sites under it. */
  public static boolean isPrivate(int found) {
    return (found & PRIVATE) != 0;
  }

  /** Whether the list has a suffix found; if not, it is the last label of the host. */
  public static boolean isListed(int found) {
    return (found & LISTED) != 0;
  }

  static int listed(int start, boolean isPrivate) {
    return start | LISTED | (isPrivate ? PRIVATE : 0);
  }

  /**
   * Where the registrable domain of a host starts: the suffix and one label more.
   *
   * @param found the suffix of the host
   * @return -1 if the host is a public suffix itself, or the label before the suffix is empty
   */
  public static int registrableStart(String host, int from, int found) {
    int dot = start(found) - 1;
    if (dot <= from || host.charAt(dot - 1) == '.') {
      return -1;
    }
    return Math.max(from, host.lastIndexOf('.', dot - 1) + 1);
  }

  /**
   * The registrable domain of a host.
   *
   * @param host in A-labels and lower case, without a trailing dot; not an IP address
   * @return null if the host is a public suffix itself or has an empty label
   */
  public @Nullable String registrableDomain(String host) {
    if (host.startsWith(".") || host.endsWith(".") || host.contains("..")) {
      return null;
    }
    int start = registrableStart(host, 0, find(host, 0, host.length()));
    return start < 0 ? null : host.substring(start);
  }

  /**
   * The public suffix of a host.
   *
   * @param host in A-labels and lower case, without a trailing dot; not an IP address
   */
  public String publicSuffix(String host) {
    return host.substring(start(find(host, 0, host.length())));
  }

  /** Asks Guava; slower by ten times. */
  static int askGuava(String host, int from, int to) {
    String name = host.substring(from, to);
    int lastLabel = host.lastIndexOf('.', to - 1) + 1;
    if (!InternetDomainName.isValid(name)) {
      return Math.max(from, lastLabel);
    }
    InternetDomainName parsed = InternetDomainName.from(name);
    InternetDomainName suffix = parsed.publicSuffix();
    if (suffix == null) {
      return Math.max(from, lastLabel);
    }
    return listed(to - suffix.toString().length(), !suffix.equals(parsed.registrySuffix()));
  }

  /** Read at the first use: an application that never looks at a host need not pay for it. */
  private static final class Bundled {
    /** Hosts whose suffixes a rule of each kind decides. */
    private static final List<String> SAMPLES =
        List.of(
            "a.com",
            "a.b.co.uk",
            "a.b.ck",
            "www.ck",
            "a.b.c.kobe.jp",
            "city.kobe.jp",
            "a.github.io");

    static final PublicSuffixes INSTANCE = load();

    private static PublicSuffixes load() {
      try {
        SuffixTable.Builder rules = new SuffixTable.Builder();
        SuffixRules.read(rules::add);
        SuffixTable table = rules.build();
        for (String host : SAMPLES) {
          if (table.find(host, 0, host.length()) != askGuava(host, 0, host.length())) {
            throw new IOException("the public suffixes in Guava read as others for " + host);
          }
        }
        return new PublicSuffixes(table);
      } catch (IOException e) {
        LOG.warn("public suffixes are looked up by Guava itself, which is slower", e);
        return new PublicSuffixes(PublicSuffixes::askGuava);
      }
    }
  }
}
