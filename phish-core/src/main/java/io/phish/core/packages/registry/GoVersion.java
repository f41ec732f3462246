package io.phish.core.packages.registry;

import java.math.BigInteger;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A version of a Go module, {@code v1.2.3-pre.1+incompatible}, in the order of Semantic Versioning
 * (section 11).
 *
 * @param text as it was written
 * @param numbers the first three
 * @param pre what follows a hyphen, in its parts; empty for a release
 */
@SuppressWarnings("ArrayRecordComponent") // compared by compareTo only
record GoVersion(String text, BigInteger[] numbers, String[] pre) implements Comparable<GoVersion> {

  /** Reads a version, null if it is none. */
  static @Nullable GoVersion parse(String text) {
    if (!text.startsWith("v")) {
      return null;
    }
    int plus = text.indexOf('+');
    String core = text.substring(1, plus < 0 ? text.length() : plus);
    int hyphen = core.indexOf('-');
    String[] parts = (hyphen < 0 ? core : core.substring(0, hyphen)).split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    BigInteger[] numbers = new BigInteger[3];
    for (int i = 0; i < 3; i++) {
      if (!isNumber(parts[i])) {
        return null;
      }
      numbers[i] = new BigInteger(parts[i]);
    }
    String[] pre = hyphen < 0 ? new String[0] : core.substring(hyphen + 1).split("\\.", -1);
    return new GoVersion(text, numbers, pre);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(GoVersion other) {
    for (int i = 0; i < 3; i++) {
      int order = numbers[i].compareTo(other.numbers[i]);
      if (order != 0) {
        return order;
      }
    }
    if (pre.length == 0 || other.pre.length == 0) {
      return Boolean.compare(pre.length == 0, other.pre.length == 0);
    }
    for (int i = 0; i < Math.min(pre.length, other.pre.length); i++) {
      int order = PARTS.compare(pre[i], other.pre[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(pre.length, other.pre.length);
  }

  private static final Comparator<String> PARTS =
      (a, b) -> {
        boolean numberA = isNumber(a);
        boolean numberB = isNumber(b);
        if (numberA && numberB) {
          return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return numberA == numberB ? a.compareTo(b) : numberA ? -1 : 1;
      };
}
