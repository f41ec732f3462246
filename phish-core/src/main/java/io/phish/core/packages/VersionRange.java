package io.phish.core.packages;

import org.jspecify.annotations.Nullable;

/**
 * Versions from one to another, in the order of Semantic Versioning 2.0.0, section 11.
 *
 * @param from the first; {@code 0} for all
 * @param to where it ends, null if it does not
 * @param inclusive whether the end is within
 */
record VersionRange(String from, @Nullable String to, boolean inclusive) {

  boolean contains(String version) {
    if (!from.equals("0") && compare(version, from) < 0) {
      return false;
    }
    if (to == null) {
      return true;
    }
    int order = compare(version, to);
    return order < 0 || (inclusive && order == 0);
  }

  /** Numbers by value, words by their letters; what has a pre-release comes before what has not. */
  static int compare(String left, String right) {
    String a = withoutBuild(left);
    String b = withoutBuild(right);
    int order = compareDotted(core(a), core(b), false);
    if (order != 0) {
      return order;
    }
    String first = preRelease(a);
    String second = preRelease(b);
    if (first.isEmpty() || second.isEmpty()) {
      return Boolean.compare(first.isEmpty(), second.isEmpty());
    }
    return compareDotted(first, second, true);
  }

  private static int compareDotted(String a, String b, boolean longerIsLater) {
    String[] left = a.split("\\.", -1);
    String[] right = b.split("\\.", -1);
    int most =
        longerIsLater ? Math.min(left.length, right.length) : Math.max(left.length, right.length);
    for (int i = 0; i < most; i++) {
      int order = comparePart(i < left.length ? left[i] : "0", i < right.length ? right[i] : "0");
      if (order != 0) {
        return order;
      }
    }
    return longerIsLater ? Integer.compare(left.length, right.length) : 0;
  }

  private static int comparePart(String a, String b) {
    boolean number = isNumber(a);
    if (number != isNumber(b)) {
      return number ? -1 : 1;
    }
    return number ? compareNumbers(a, b) : a.compareTo(b);
  }

  /** By their digits, of which there may be any number. */
  private static int compareNumbers(String a, String b) {
    String left = withoutZeros(a);
    String right = withoutZeros(b);
    int order = Integer.compare(left.length(), right.length());
    return order != 0 ? order : left.compareTo(right);
  }

  private static String withoutZeros(String digits) {
    int i = 0;
    while (i < digits.length() - 1 && digits.charAt(i) == '0') {
      i++;
    }
    return digits.substring(i);
  }

  private static boolean isNumber(String part) {
    if (part.isEmpty()) {
      return false;
    }
    for (int i = 0; i < part.length(); i++) {
      if (part.charAt(i) < '0' || part.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String withoutBuild(String version) {
    int plus = version.indexOf('+');
    String text = plus < 0 ? version : version.substring(0, plus);
    return text.startsWith("v") ? text.substring(1) : text;
  }

  private static String core(String version) {
    int dash = version.indexOf('-');
    return dash < 0 ? version : version.substring(0, dash);
  }

  private static String preRelease(String version) {
    int dash = version.indexOf('-');
    return dash < 0 ? "" : version.substring(dash + 1);
  }
}
