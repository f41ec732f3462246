package io.phish.core.model;

import java.util.Arrays;

/**
 * How text becomes buckets: which pieces of it count and into how many buckets they are hashed. A
 * trainer and the model it trains share one.
 *
 * <p>Every run of 2 to 5 characters counts, the marks of beginning and end among them, and every
 * word: three letters and digits or more. Of a host the last one, two and three labels count, too:
 * the endings that registries and hosting platforms give out. Upper-case ASCII letters are as
 * lower-case ones; characters that are rare in URLs, and all that are not ASCII, are as one. The
 * leading {@code www.} of a host is left out: sources of training data differ in it far more than
 * phishing does.
 *
 * <p>The bucket of a run of three is beside that of the run of two that it ends in, the bucket of a
 * run of five beside that of four: less than 64 away. So four look-ups cost two cache misses.
 *
 * @param hostBits logarithm of the number of buckets for hosts, 8 to 22
 * @param pathBits the same for paths
 */
public record NgramShape(int hostBits, int pathBits) {
  /** How much of a host counts: its last 253 characters, the longest name there is in the DNS. */
  public static final int MAX_HOST = 253;

  /** How much of a path with its query counts: its first 256 characters. */
  public static final int MAX_PATH = 256;

  /** Which pieces count and how they are hashed; another number is another model. */
  static final int CUT = 2;

  private static final int RUNS = 4;
  private static final int ENDINGS = 3;

  /** Shorter words are runs anyway. */
  private static final int MIN_WORD = 3;

  /** Most buckets that one text can fall into. */
  public static final int MAX_BUCKETS =
      RUNS * (MAX_PATH + 1) + (MAX_PATH + 1) / (MIN_WORD + 1) + ENDINGS;

  // A character has a code of six bits: its place here, or else the last; 0 is before the text.
  private static final String CODES =
      "\0\1.-/_?=&%+~:;,@!$'()*#|[]abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int CODE_BITS = 6;
  private static final int MASK = (1 << CODE_BITS) - 1;
  private static final int END = 1;
  private static final int DOT = 2;
  private static final int FIRST_OF_WORD = 26;
  private static final int OTHER = MASK;
  private static final byte[] CODE = codes();

  private static final int TWO = (1 << (2 * CODE_BITS)) - 1;
  private static final int FOUR = (1 << (4 * CODE_BITS)) - 1;

  // Above the bits of runs and words, so that no kind of piece is taken for another.
  private static final long RUN_OF_TWO = 1L << 40;
  private static final long WORD = 2L << 40;
  private static final long ENDING = 3L << 40;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio: Knuth 6.4

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public NgramShape {
    checkBits("hostBits", hostBits);
    checkBits("pathBits", pathBits);
  }

  private static void checkBits(String name, int bits) {
    if (bits < 8 || bits > 22) {
      throw new IllegalArgumentException(name + " is " + bits + ", must be 8 to 22");
    }
  }

  private static byte[] codes() {
    byte[] codes = new byte[128];
    Arrays.fill(codes, (byte) OTHER);
    for (int i = DOT; i < CODES.length(); i++) {
      codes[CODES.charAt(i)] = (byte) i;
    }
    for (char c = 'A'; c <= 'Z'; c++) {
      codes[c] = codes[c | 0x20];
    }
    return codes;
  }

  /** Is told of the pieces of a text. */
  @FunctionalInterface
  interface Visitor {
    /**
     * A piece.
     *
     * @param bucket where it falls
     * @param start its first character; the marks of beginning and end are none
     * @param end after its last character
     */
    void visit(int bucket, int start, int end);
  }

  /**
   * The buckets of a host, one per piece, with repetitions.
   *
   * @param buckets filled from 0; at least {@link #MAX_BUCKETS} long
   * @return how many were filled
   */
  public int hostBuckets(CharSequence text, int from, int to, int[] buckets) {
    return fill(hostBits, true, text, hostStart(text, from, to), to, buckets);
  }

  /** As {@link #hostBuckets}, of a path with its query. */
  public int pathBuckets(CharSequence text, int from, int to, int[] buckets) {
    return fill(pathBits, false, text, from, pathEnd(from, to), buckets);
  }

  private static int fill(
      int bits, boolean endings, CharSequence text, int from, int to, int[] buckets) {
    int[] size = {0};
    walk(bits, endings, text, from, to, (bucket, start, end) -> buckets[size[0]++] = bucket);
    return size[0];
  }

  /** Tells of the pieces of a text, in the order of their ends. */
  static void walk(
      int bits, boolean endings, CharSequence text, int from, int to, Visitor visitor) {
    int shift = Long.SIZE - bits;
    int window = 0;
    long word = 0;
    int wordStart = from;
    for (int i = from; i <= to; i++) {
      int code = i < to ? code(text.charAt(i)) : END;
      int third = (window >> CODE_BITS) & MASK;
      int fifth = (window >> (3 * CODE_BITS)) & MASK;
      window = (window << CODE_BITS) | code;
      int two = bucket(RUN_OF_TWO | (window & TWO), shift);
      int four = bucket(window & FOUR, shift);
      int end = Math.min(i + 1, to);
      visitor.visit(two, Math.max(from, i - 1), end);
      visitor.visit(two ^ third, Math.max(from, i - 2), end);
      visitor.visit(four, Math.max(from, i - 3), end);
      visitor.visit(four ^ fifth, Math.max(from, i - 4), end);
      if (isOfWord(code)) {
        word = (word + code) * GOLDEN;
        continue;
      }
      if (i - wordStart >= MIN_WORD) {
        visitor.visit(bucket(WORD ^ word, shift), wordStart, i);
      }
      word = 0;
      wordStart = i + 1;
    }
    if (endings) {
      long ending = ENDING;
      int start = to;
      for (int n = 0; n < ENDINGS && start > from; n++) {
        int labelEnd = n == 0 ? to : start - 1;
        start = labelStart(text, from, labelEnd);
        ending = (ending ^ label(text, start, labelEnd)) * GOLDEN;
        visitor.visit(bucket(ending, shift), start, to);
      }
    }
  }

  /**
   * The sum of the weights of the buckets that {@link #walk} tells of, over the square root of
   * their number. Written out again because it is where the time goes.
   */
  static double score(
      byte[] weights, int bits, boolean endings, CharSequence text, int from, int to) {
    int shift = Long.SIZE - bits;
    int window = 0;
    long word = 0;
    int wordStart = from;
    int sum = 0;
    int size = RUNS * (to - from + 1);
    for (int i = from; i <= to; i++) {
      int code = i < to ? code(text.charAt(i)) : END;
      int third = (window >> CODE_BITS) & MASK;
      int fifth = (window >> (3 * CODE_BITS)) & MASK;
      window = (window << CODE_BITS) | code;
      int two = bucket(RUN_OF_TWO | (window & TWO), shift);
      int four = bucket(window & FOUR, shift);
      sum += weights[two] + weights[two ^ third] + weights[four] + weights[four ^ fifth];
      if (isOfWord(code)) {
        word = (word + code) * GOLDEN;
        continue;
      }
      if (i - wordStart >= MIN_WORD) {
        sum += weights[bucket(WORD ^ word, shift)];
        size++;
      }
      word = 0;
      wordStart = i + 1;
    }
    if (endings) {
      long ending = ENDING;
      int start = to;
      for (int n = 0; n < ENDINGS && start > from; n++) {
        int labelEnd = n == 0 ? to : start - 1;
        start = labelStart(text, from, labelEnd);
        ending = (ending ^ label(text, start, labelEnd)) * GOLDEN;
        sum += weights[bucket(ending, shift)];
        size++;
      }
    }
    return sum / Math.sqrt(size);
  }

  private static int labelStart(CharSequence text, int from, int end) {
    int start = end;
    while (start > from && text.charAt(start - 1) != '.') {
      start--;
    }
    return start;
  }

  private static long label(CharSequence text, int from, int to) {
    long label = 0;
    for (int i = from; i < to; i++) {
      label = (label + code(text.charAt(i))) * GOLDEN;
    }
    return label;
  }

  static int hostStart(CharSequence text, int from, int to) {
    int start = to - from > 4 && isWww(text, from) ? from + 4 : from;
    return Math.max(start, to - MAX_HOST);
  }

  static int pathEnd(int from, int to) {
    return Math.min(to, from + MAX_PATH);
  }

  private static boolean isWww(CharSequence text, int at) {
    return (text.charAt(at) | 0x20) == 'w'
        && (text.charAt(at + 1) | 0x20) == 'w'
        && (text.charAt(at + 2) | 0x20) == 'w'
        && text.charAt(at + 3) == '.';
  }

  private static int code(char c) {
    return c < CODE.length ? CODE[c] : OTHER;
  }

  private static boolean isOfWord(int code) {
    return code >= FIRST_OF_WORD && code < OTHER;
  }

  private static int bucket(long piece, int shift) {
    return (int) ((piece * GOLDEN) >>> shift);
  }
}
