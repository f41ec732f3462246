package io.phish.core.registration.whois.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Host names in the values of a reply. */
final class Hosts {
  private static final int MAX_LENGTH = 253;
  private static final int MAX_PER_VALUE = 30;

  private Hosts() {}

  /**
   * The host a word is, in lower case without a trailing dot and without signs around it; null if
   * it is none with a dot inside, or an address.
   */
  static @Nullable String host(String word) {
    int start = 0;
    int end = word.length();
    while (start < end && !isLabel(word.charAt(start))) {
      start++;
    }
    while (end > start && !isLabel(word.charAt(end - 1))) {
      end--;
    }
    if (start > 0 && word.charAt(start - 1) == '@') {
      return null;
    }
    int lastDot = -1;
    int label = 0;
    boolean letter = false;
    for (int i = start; i < end; i++) {
      char c = word.charAt(i);
      if (c == '.') {
        if (label == 0) {
          return null;
        }
        lastDot = i;
        label = 0;
        letter = false;
      } else if (isLabel(c)) {
        label++;
        letter |= Character.isLetter(c);
      } else {
        return null;
      }
      if (label > 63) {
        return null;
      }
    }
    if (lastDot < 0 || !letter || end - start > MAX_LENGTH) {
      return null;
    }
    String host = word.substring(start, end).toLowerCase(Locale.ROOT);
    return host.equals("not.defined") ? null : host;
  }

  private static boolean isLabel(char c) {
    return c == '-' || c == '_' || Character.isLetterOrDigit(c);
  }

  /** The host at the beginning of a text, null if its first word is none. */
  static @Nullable String first(String text) {
    return host(text.substring(0, endOfWord(text, 0)));
  }

  private static int endOfWord(String text, int from) {
    int i = from;
    while (i < text.length() && !isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || c == ',' || c == ';' || c == '|' || c == '\u00a0' || c == '<' || c == '[';
  }

  /**
   * The nameservers of a value: the first host of each part between commas; all of them if there is
   * nothing but hosts; what stands behind {@code NS} if it is a line of a zone.
   */
  static List<String> nameservers(String value) {
    List<String> all = new ArrayList<>();
    List<String> firsts = new ArrayList<>();
    boolean onlyHosts = true;
    boolean newPart = true;
    boolean behindNs = false;
    int i = 0;
    while (i < value.length() && all.size() < MAX_PER_VALUE) {
      if (isSpace(value.charAt(i))) {
        newPart |= value.charAt(i) == ',' || value.charAt(i) == ';';
        i++;
        continue;
      }
      int end = endOfWord(value, i);
      String word = value.substring(i, end);
      String host = host(word);
      i = end;
      if (word.equalsIgnoreCase("ns") && !all.isEmpty()) {
        behindNs = true;
      } else if (host == null) {
        onlyHosts = false;
      } else if (behindNs) {
        return List.of(host);
      } else {
        all.add(host);
        if (newPart) {
          firsts.add(host);
        }
        newPart = false;
      }
    }
    return onlyHosts ? all : firsts;
  }
}
