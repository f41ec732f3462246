package io.phish.core.name.permutation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rules that look at words, at parts between hyphens, or beyond the label. */
final class NameRules {
  private static final int MAX_PARTS = 5;

  /** Digits and the letters of their shape. */
  private static final String[][] DIGITS = {
    {"a", "4"},
    {"b", "8"},
    {"e", "3"},
    {"g", "9"},
    {"g", "6"},
    {"i", "1"},
    {"l", "1"},
    {"o", "0"},
    {"s", "5"},
    {"t", "7"},
    {"z", "2"},
  };

  /** Words and the digit that is said the same. */
  private static final String[][] NUMERALS = {
    {"zero", "0"}, {"one", "1"}, {"two", "2"}, {"to", "2"}, {"too", "2"}, {"three", "3"},
    {"four", "4"}, {"for", "4"}, {"five", "5"}, {"six", "6"}, {"seven", "7"}, {"eight", "8"},
    {"ate", "8"}, {"nine", "9"}, {"ten", "10"},
  };

  private NameRules() {}

  static void dictionary(Split split, String word, Sink sink) {
    String label = split.label();
    label(sink, label + '-' + word);
    label(sink, label + word);
    label(sink, word + '-' + label);
    label(sink, word + label);
    int first = label.indexOf('-');
    if (first >= 0) {
      label(sink, label.substring(0, label.lastIndexOf('-') + 1) + word);
      label(sink, word + label.substring(first));
    }
  }

  static void tldSwap(Split split, String suffix, Sink sink) {
    name(sink, split.subdomain(), split.label(), suffix);
  }

  static void various(Split split, Sink sink) {
    String subdomain = split.subdomain();
    String label = split.label();
    String suffix = split.suffix();
    int dot = suffix.lastIndexOf('.');
    if (dot >= 0) {
      name(sink, subdomain, label, suffix.substring(dot + 1));
      // "bbc.co.uk" as "bbcco.uk".
      name(sink, subdomain, label + suffix);
    }
    // A suffix in A-labels is drawn into the label as it is typed and as it is written.
    for (String drawn : List.of(suffix, DomainName.partToAscii(suffix))) {
      String joined = drawn.replace(".", "");
      name(sink, subdomain, label + joined, suffix);
      name(sink, subdomain, label + '-' + drawn.replace('.', '-'), "com");
      name(sink, subdomain, label + joined, "com");
    }
    if (!subdomain.isEmpty()) {
      name(sink, subdomain + label, suffix);
      name(sink, subdomain.replace(".", "") + label, suffix);
      name(sink, subdomain + '-' + label, suffix);
      name(sink, subdomain.replace('.', '-') + '-' + label, suffix);
    }
    name(sink, "www" + label, suffix);
    name(sink, "www-" + label, suffix);
  }

  static void numeral(Split split, Sink sink) {
    String label = split.label();
    String all = label;
    for (String[] digit : DIGITS) {
      swaps(label, digit[0], digit[1], sink);
      swaps(label, digit[1], digit[0], sink);
      all = all.replace(digit[0], digit[1]);
    }
    label(sink, all);
    for (String[] numeral : NUMERALS) {
      swaps(label, numeral[0], numeral[1], sink);
      swaps(label, numeral[1], numeral[0], sink);
    }
  }

  /** The label with each occurrence replaced by itself, and with all of them. */
  private static void swaps(String label, String what, String with, Sink sink) {
    for (int at = label.indexOf(what); at >= 0; at = label.indexOf(what, at + 1)) {
      label(sink, label.substring(0, at) + with + label.substring(at + what.length()));
    }
    label(sink, label.replace(what, with));
  }

  static void wordOrder(Split split, Sink sink) {
    String[] parts = split.label().split("-", -1);
    if (parts.length > 1) {
      label(sink, String.join("", parts));
      if (parts.length <= MAX_PARTS) {
        orders(List.of(parts), new LinkedHashSet<>(), sink);
      }
    }
  }

  private static void orders(List<String> parts, Set<Integer> chosen, Sink sink) {
    if (chosen.size() == parts.size()) {
      List<String> order = chosen.stream().map(parts::get).toList();
      label(sink, String.join("-", order));
      label(sink, String.join("", order));
    }
    for (int i = 0; i < parts.size(); i++) {
      if (chosen.add(i)) {
        orders(parts, chosen, sink);
        chosen.remove(i);
      }
    }
  }

  private static void label(Sink sink, String label) {
    int[] points = label.codePoints().toArray();
    sink.label(points, points.length);
  }

  private static void name(Sink sink, String... labels) {
    String name = String.join(".", labels);
    sink.name(name.startsWith(".") ? name.substring(1) : name);
  }
}
