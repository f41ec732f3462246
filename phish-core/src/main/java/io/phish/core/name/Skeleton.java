package io.phish.core.name;

import com.ibm.icu.text.SpoofChecker;
import org.jspecify.annotations.Nullable;

/**
 * What a host looks like: two hosts that people may take for each other have the same skeleton.
 *
 * <p>It is the skeleton of UTS 39, section 4 (Unicode Security Mechanisms), of every label by
 * itself, with the confusables of Unicode that ICU carries: canonical decomposition, the prototype
 * of each character, canonical decomposition. Characters are taken in the order in which they are
 * stored, so that labels written from right to left are compared with each other only. A skeleton
 * is to be compared, never shown and no name: {@code m} becomes {@code rn}, {@code 1} becomes
 * {@code l} and {@code 0} the capital {@code O}, which is therefore not the skeleton of {@code o}.
 */
public final class Skeleton {

  private Skeleton() {}

  /**
   * The skeleton of a host.
   *
   * @param host in lower case, in A-labels or in Unicode; A-labels are decoded first, unless they
   *     encode nothing that IDNA allows. A host with labels outside ASCII that is longer than
   *     {@link Idn#MAX_LENGTH} is taken as it is.
   */
  public static String of(String host) {
    if (Idn.isAscii(host) && !Idn.hasALabel(host)) {
      return ofAscii(host);
    }
    String unicode = Idn.toUnicode(host);
    if (Idn.isAscii(unicode) || unicode.length() > Idn.MAX_LENGTH) {
      return ofAscii(unicode);
    }
    StringBuilder skeleton = new StringBuilder(unicode.length() + 16);
    int start = 0;
    for (int i = 0; i <= unicode.length(); i++) {
      if (i == unicode.length() || unicode.charAt(i) == '.') {
        skeleton
            .append(Icu.CHECKER.getSkeleton(unicode.substring(start, i)))
            .append(i == unicode.length() ? "" : ".");
        start = i + 1;
      }
    }
    return skeleton.toString();
  }

  /** The same without ICU; what is not ASCII stays as it is. */
  private static String ofAscii(String host) {
    int i = 0;
    while (i < host.length() && prototype(host.charAt(i)) == null) {
      i++;
    }
    if (i == host.length()) {
      return host;
    }
    StringBuilder skeleton = new StringBuilder(host.length() + 16).append(host, 0, i);
    for (; i < host.length(); i++) {
      String prototype = prototype(host.charAt(i));
      if (prototype == null) {
        skeleton.append(host.charAt(i));
      } else {
        skeleton.append(prototype);
      }
    }
    return skeleton.toString();
  }

  /** The ASCII characters of confusables.txt of Unicode 18.0 as ICU 79 carries it. */
  private static @Nullable String prototype(char c) {
    return switch (c) {
      case '"' -> "''";
      case '%' -> "°/₀";
      case '0' -> "O";
      case '1', 'I', '|' -> "l";
      case '`' -> "'";
      case 'm' -> "rn";
      default -> null;
    };
  }

  /** Loaded by the first host that needs it. */
  private static final class Icu {
    static final SpoofChecker CHECKER = new SpoofChecker.Builder().build();
  }
}
