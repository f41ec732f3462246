package io.phish.core.name.resemblance;

import io.phish.core.name.Idn;
import io.phish.core.name.PublicSuffixes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A name as it is compared: its letters without separators, in lower case and read as ASCII where
 * they look like it, and where they stood.
 */
final class Form {
  /** Words beyond these are not told apart. */
  static final int MAX_WORDS = 16;

  /** Labels beyond these are not looked into. */
  private static final int MAX_SUBDOMAINS = 12;

  /** What people see: Unicode, in the case it was written in. */
  final String shown;

  final NameKind kind;

  /** Of a host the registrable label, of a package everything. */
  final String letters;

  /** In lower case, but with everything else as it was written: the same means the same name. */
  final String canonical;

  /** Of a host, without its first dot; empty for others. */
  final String suffix;

  /** The labels before the registrable one, from the left; of other names none. */
  final List<String> subdomains;

  /** Where the letters of the package start behind those of its scope or group. */
  final int core;

  /** Whether a letter is what a character outside ASCII was read as. */
  final boolean folded;

  /** Where each letter stood in {@link #shown}, and where the compared part ends. */
  private final int[] places;

  /** Where words start among the letters, and at last their number of letters. */
  private final int[] words;

  // Made when asked for; a race makes equal strings.
  private @Nullable String looks;
  private @Nullable String vowels;
  private @Nullable String numerals;
  private @Nullable String sound;

  private Form(Reader reader, NameKind kind, String suffix, List<String> subdomains) {
    this.shown = reader.text;
    this.kind = kind;
    this.letters = reader.letters.toString();
    this.canonical = reader.text.substring(reader.from, reader.to).toLowerCase(Locale.ROOT);
    this.suffix = suffix;
    this.subdomains = subdomains;
    this.core = reader.core;
    this.folded = reader.folded;
    this.places = Arrays.copyOf(reader.places, letters.length() + 1);
    places[letters.length()] = reader.to;
    this.words = reader.words();
  }

  /** The form of a name that {@link NameChecks} let through. */
  static Form of(String name, NameKind kind) {
    if (kind != NameKind.DOMAIN) {
      return new Form(new Reader(name.strip(), 0, name.strip().length()), kind, "", List.of());
    }
    String host = host(name.strip());
    String ascii = Idn.toAscii(host);
    // A host that is no internationalised name keeps its own last label.
    String known =
        ascii != null && labels(ascii).length == labels(host).length
            ? ascii
            : host.toLowerCase(Locale.ROOT);
    int suffixStart = suffixStart(known);
    String suffix = suffixStart >= known.length() ? "" : known.substring(suffixStart);
    int suffixLabels = suffix.isEmpty() ? 0 : labels(suffix).length;
    String[] labels = labels(host);
    int at = Math.max(0, labels.length - suffixLabels - 1);
    int from = 0;
    for (int i = 0; i < at; i++) {
      from += labels[i].length() + 1;
    }
    return new Form(
        new Reader(host, from, from + labels[at].length()),
        NameKind.DOMAIN,
        labels.length > suffixLabels ? suffix : "",
        List.of(labels).subList(0, Math.min(at, MAX_SUBDOMAINS)));
  }

  /**
   * The form of a host of which the labels are known.
   *
   * @param host as it is shown, in ASCII without A-labels, none of its labels empty
   * @param from where the registrable label starts
   * @param to where it ends; more labels follow
   */
  static Form ofHost(String host, int from, int to) {
    List<String> subdomains = new ArrayList<>();
    for (int start = 0; start < from && subdomains.size() < MAX_SUBDOMAINS; ) {
      int dot = host.indexOf('.', start);
      subdomains.add(host.substring(start, dot));
      start = dot + 1;
    }
    return new Form(
        new Reader(host, from, to),
        NameKind.DOMAIN,
        host.substring(to + 1).toLowerCase(Locale.ROOT),
        subdomains);
  }

  /** What is a suffix itself was registered once: {@code github.io} is a label and a suffix. */
  private static int suffixStart(String host) {
    int start = PublicSuffixes.start(PublicSuffixes.bundled().find(host, 0, host.length()));
    return start > 0 ? start : host.indexOf('.') + 1;
  }

  /** In Unicode and without the dot of the root. */
  private static String host(String name) {
    String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    // Conversion lowers the case, which is part of what people see.
    String unicode = Idn.toUnicode(host);
    return unicode.equalsIgnoreCase(host) ? host : unicode;
  }

  private static String[] labels(String host) {
    return host.split("\\.", -1);
  }

  /** The same for names that are one and the same. */
  String identity() {
    return suffix.isEmpty() ? canonical : canonical + '.' + suffix;
  }

  int length() {
    return letters.length();
  }

  /** See {@link Folds#looks}. */
  String looks() {
    String known = looks;
    if (known == null) {
      known = Folds.looks(letters);
      looks = known;
    }
    return known;
  }

  /** See {@link Folds#vowels}. */
  String vowels() {
    String known = vowels;
    if (known == null) {
      known = Folds.vowels(letters);
      vowels = known;
    }
    return known;
  }

  /** See {@link Folds#numerals}. */
  String numerals() {
    String known = numerals;
    if (known == null) {
      known = Folds.numerals(letters);
      numerals = known;
    }
    return known;
  }

  /** See {@link Folds#sound}. */
  String sound() {
    String known = sound;
    if (known == null) {
      known = Folds.sound(letters);
      sound = known;
    }
    return known;
  }

  int wordCount() {
    return words.length - 1;
  }

  int wordStart(int word) {
    return words[word];
  }

  int wordEnd(int word) {
    return words[word + 1];
  }

  String word(int word) {
    return letters.substring(wordStart(word), wordEnd(word));
  }

  /** Where the letter stands in {@link #shown}; of the end, where the compared part ends. */
  int place(int letter) {
    return places[letter];
  }

  /** Where the character ends that the letter was read from. */
  int placeAfter(int letter) {
    if (letter >= letters.length()) {
      return places[letters.length()];
    }
    int at = places[letter];
    return at + Character.charCount(shown.codePointAt(at));
  }

  /** Whether a word starts there, or the last one ends. */
  boolean isBoundary(int letter) {
    for (int start : words) {
      if (start == letter) {
        return true;
      }
    }
    return false;
  }

  /** Whether a part of the letters is made of affixes, each a word or the rest of a word. */
  boolean isMadeOf(Affixes affixes, int from, int to) {
    int start = from;
    while (start < to) {
      int end = start + 1;
      while (end < to && !isBoundary(end)) {
        end++;
      }
      if (end - start > Affixes.MAX_LENGTH || !affixes.contains(letters.substring(start, end))) {
        return false;
      }
      start = end;
    }
    return true;
  }

  /** Reads characters into letters. */
  private static final class Reader {
    private final String text;
    private final int from;
    private final int to;
    private final StringBuilder letters;
    private final int[] starts = new int[MAX_WORDS + 1];
    private int[] places;
    private int count;
    private int core;
    private boolean folded;

    Reader(String text, int from, int to) {
      this.text = text;
      this.from = from;
      this.to = to;
      letters = new StringBuilder(to - from);
      places = new int[to - from + 1];
      boolean fresh = true;
      for (int i = from; i < to; ) {
        char c = text.charAt(i);
        if (c < 0x80) {
          fresh = ascii(c, i, fresh);
          i++;
        } else {
          int point = text.codePointAt(i);
          fresh = other(point, i, fresh);
          i += Character.charCount(point);
        }
      }
    }

    private boolean ascii(char c, int at, boolean fresh) {
      if (isSeparator(c)) {
        if (c == '/' || c == ':') {
          core = letters.length();
        }
        return true;
      }
      add(c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c, at, fresh);
      return false;
    }

    private boolean other(int point, int at, boolean fresh) {
      boolean first = fresh;
      folded = true;
      String plain = PlainLetters.of(point);
      for (int i = 0; i < plain.length(); i++) {
        if (isSeparator(plain.charAt(i))) {
          first = true;
        } else {
          add(plain.charAt(i), at, first);
          first = false;
        }
      }
      return first;
    }

    private void add(char c, int at, boolean fresh) {
      if (fresh && count < MAX_WORDS) {
        starts[count++] = letters.length();
      }
      if (letters.length() + 1 >= places.length) {
        places = Arrays.copyOf(places, 2 * places.length + 2);
      }
      places[letters.length()] = at;
      letters.append(c);
    }

    private static boolean isSeparator(char c) {
      return switch (c) {
        case '-', '_', '.', '/', ':', '@', ' ', '~', '+' -> true;
        default -> false;
      };
    }

    int[] words() {
      int[] words = Arrays.copyOf(starts, count + 1);
      words[count] = letters.length();
      return words;
    }
  }
}
