package io.phish.core.name.permutation;

import com.ibm.icu.text.UnicodeSet;
import io.phish.core.name.NameHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Turns candidates into names: drops those that were there before or are not valid, and writes the
 * rest in both forms. Not thread-safe.
 */
final class Collector implements Sink {
  private static final int MAX_POINTS = DomainName.MAX_LENGTH;
  private static final int NOT_VALID = -1;

  private final Deque<Permutation> found = new ArrayDeque<>();
  private final HashSet64 seen = new HashSet64();
  private final boolean plainWords;
  private final char[] name = new char[4 * MAX_POINTS];
  private final byte[] ascii = new byte[4 * MAX_POINTS];
  private PermutationRule rule = PermutationRule.ADDITION;
  private Frame frame = new Frame("", "", "", true);

  /** What stands around the label, with the dots. */
  private static final class Frame {
    final String before;
    final String after;
    final byte[] asciiBefore;
    final byte[] asciiAfter;

    /** Whether characters are valid in any order. */
    final boolean plain;

    /** What the registry takes outside ASCII, null if it is not known. */
    final @Nullable UnicodeSet letters;

    Frame(String before, String after, String tld, boolean plain) {
      this.before = before;
      this.after = after;
      this.asciiBefore = octets(before);
      this.asciiAfter = octets(after);
      this.plain = plain;
      this.letters = RegistryLetters.of(tld);
    }

    private static byte[] octets(String unicode) {
      return DomainName.partToAscii(unicode).getBytes(StandardCharsets.US_ASCII);
    }
  }

  /**
   * Collects permutations of a name, but not the name itself.
   *
   * @param plainWords whether {@link DomainName#isPlain} holds for what rules bring in
   */
  Collector(DomainName name, boolean plainWords) {
    this.plainWords = plainWords;
    seen.add(NameHash.of(name.unicode()));
  }

  /** Says what the next candidates are made by. */
  void begin(Split split, PermutationRule rule) {
    this.rule = rule;
    String before = split.subdomain().isEmpty() ? "" : split.subdomain() + '.';
    String after = '.' + split.suffix();
    boolean plain = plainWords && DomainName.isPlain(before + split.label() + after);
    frame = new Frame(before, after, tld(after), plain);
  }

  /** The next of what was found, null if there is nothing. */
  @Nullable Permutation poll() {
    return found.poll();
  }

  @Override
  public void label(int[] points, int length) {
    add(points, length, frame);
  }

  @Override
  public void name(String name) {
    int[] points = name.codePoints().toArray();
    boolean plain = frame.plain && DomainName.isPlain(name);
    add(points, points.length, new Frame("", "", tld(name), plain));
  }

  private static String tld(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private void add(int[] points, int length, Frame around) {
    if (length > MAX_POINTS || isHopeless(points, length)) {
      return;
    }
    int end = write(points, length, around);
    long state = NameHash.START;
    for (int i = 0; i < end; i++) {
      state = NameHash.step(state, name[i]);
    }
    if (!seen.add(NameHash.finish(state))) {
      return;
    }
    int asciiEnd = encode(points, length, around);
    if (asciiEnd < 0 || asciiEnd > DomainName.MAX_LENGTH) {
      return;
    }
    String encoded = new String(ascii, 0, asciiEnd, StandardCharsets.ISO_8859_1);
    String unicode = isAscii(end) ? encoded : new String(name, 0, end);
    if (around.plain || DomainName.isValid(unicode, encoded)) {
      found.add(new Permutation(rule, encoded, unicode, isRegistrable(points, length, around)));
    }
  }

  /** Whether a long label has no room for "xn--"; cheaper to see than to encode it. */
  private static boolean isHopeless(int[] points, int length) {
    if (length <= Punycode.MAX_LABEL - "xn--".length()) {
      return false;
    }
    int all = 0;
    for (int i = 0; i < length; i++) {
      if (points[i] == '.') {
        return false;
      }
      all |= points[i];
    }
    return all >= 0x80 || length > Punycode.MAX_LABEL;
  }

  private int write(int[] points, int length, Frame around) {
    String before = around.before;
    String after = around.after;
    before.getChars(0, before.length(), name, 0);
    int end = before.length();
    for (int i = 0; i < length; i++) {
      end += Character.toChars(points[i], name, end);
    }
    after.getChars(0, after.length(), name, end);
    return end + after.length();
  }

  private int encode(int[] points, int length, Frame around) {
    int end = around.asciiBefore.length;
    System.arraycopy(around.asciiBefore, 0, ascii, 0, end);
    int start = 0;
    for (int i = 0; i <= length; i++) {
      if (i == length || points[i] == '.') {
        if (start > 0) {
          ascii[end++] = '.';
        }
        if (i - start > Punycode.MAX_LABEL || !hasProperHyphens(points, start, i)) {
          return NOT_VALID;
        }
        end = Punycode.encode(points, start, i, ascii, end);
        if (end < 0) {
          return NOT_VALID;
        }
        start = i + 1;
      }
    }
    System.arraycopy(around.asciiAfter, 0, ascii, end, around.asciiAfter.length);
    return end + around.asciiAfter.length;
  }

  /** Neither at an end nor as third and fourth character (RFC 5891, section 4.2.3.1). */
  private static boolean hasProperHyphens(int[] points, int from, int to) {
    return to > from
        && points[from] != '-'
        && points[to - 1] != '-'
        && !(to - from >= 4 && points[from + 2] == '-' && points[from + 3] == '-');
  }

  private boolean isAscii(int end) {
    int all = 0;
    for (int i = 0; i < end; i++) {
      all |= name[i];
    }
    return all < 0x80;
  }

  private static boolean isRegistrable(int[] points, int length, Frame around) {
    if (around.letters != null) {
      for (int i = 0; i < length; i++) {
        if (points[i] >= 0x80 && !around.letters.contains(points[i])) {
          return false;
        }
      }
    }
    return true;
  }
}
