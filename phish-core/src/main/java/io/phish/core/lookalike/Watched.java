package io.phish.core.lookalike;

import io.phish.core.name.Idn;
import io.phish.core.url.KnownSites;
import io.phish.core.url.ParsedUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A URL as it is looked at for names. Made for every URL, so what most do not need is made when it
 * is asked for. For one thread.
 */
final class Watched {
  /** Of the path, in characters; who reads further has seen the host. */
  private static final int MAX_PATH = 1_024;

  /** Labels before the registrable domain, the last ones. */
  private static final int MAX_SUBDOMAINS = 12;

  private static final int MAX_WORDS = 16;

  private final String original;

  /** In ASCII and lower case. */
  final String host;

  /** The start of the path, with the slash before it. */
  final String path;

  /** Whose it is: the registrable domain; the host if it has none, or is a platform's tenant. */
  final String site;

  /** Whether it has a registrable domain. */
  final boolean isRegistered;

  /** Where the label starts that somebody registered; 0 if nobody did. */
  final int nameStart;

  /** Where it ends. */
  final int nameEnd;

  Watched(String original, ParsedUrl url, String host) {
    this.original = original;
    this.host = host;
    String whole = url.path();
    path = whole.length() <= MAX_PATH ? whole : whole.substring(0, MAX_PATH);
    String domain = url.registrableDomain();
    site = domain == null || KnownSites.bundled().isTenant(url) ? host : domain;
    isRegistered = domain != null;
    nameStart = domain == null ? 0 : host.length() - domain.length();
    int dot = host.indexOf('.', nameStart);
    nameEnd = dot < 0 ? host.length() : dot;
  }

  /** Whether a label may be written in another script. */
  boolean isInternational() {
    return host.contains("xn--");
  }

  /** The host as people see it: in the case it was written in, its A-labels in Unicode. */
  String shownHost() {
    if (isInternational()) {
      return Idn.toUnicode(host);
    }
    // After the slashes, or after what is no part of the host.
    int start = original.indexOf("//") + 2;
    for (int at = start; at + host.length() <= original.length(); at++) {
      char before = original.charAt(at - 1);
      if (at > start && (before == '/' || before == '?' || before == '#')) {
        break;
      }
      if ((at == start || before == '@')
          && original.regionMatches(true, at, host, 0, host.length())) {
        return original.substring(at, at + host.length());
      }
    }
    return host;
  }

  /** The registrable label of a host that is written as {@link #shownHost} writes it. */
  static String nameOf(String shown, int dotsAfter) {
    int end = shown.length();
    for (int i = 0; i < dotsAfter; i++) {
      end = shown.lastIndexOf('.', end - 1);
    }
    return shown.substring(shown.lastIndexOf('.', end - 1) + 1, Math.max(end, 0));
  }

  /** How many dots stand behind the registrable label. */
  int dotsAfterName() {
    int dots = 0;
    for (int i = nameEnd; i < host.length(); i++) {
      dots += host.charAt(i) == '.' ? 1 : 0;
    }
    return dots;
  }

  /** The labels before the registrable domain but {@code www}, from the right. */
  List<String> subdomains() {
    List<String> labels = new ArrayList<>();
    int end = nameStart - 1;
    while (end > 0 && labels.size() < MAX_SUBDOMAINS) {
      int start = host.lastIndexOf('.', end - 1) + 1;
      String label = host.substring(start, end);
      if (!label.isEmpty() && !label.equals("www")) {
        labels.add(label);
      }
      end = start - 1;
    }
    return labels;
  }

  /** The registrable label in ASCII. */
  String name() {
    return host.substring(nameStart, nameEnd);
  }

  /** The words of a label, if there are hyphens between them. */
  static List<String> words(String label) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= label.length() && words.size() < MAX_WORDS; i++) {
      if (i == label.length() || label.charAt(i) == '-') {
        if (i - start < label.length() && i > start) {
          words.add(label.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  /** The path in lower case. */
  String smallPath() {
    return path.toLowerCase(Locale.ROOT);
  }
}
