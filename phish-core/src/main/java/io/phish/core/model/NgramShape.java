package io.phish.core.model;

/**
 * How text becomes buckets: which n-grams are looked at and into how many buckets they are hashed.
 * A trainer and the model it trains share one.
 *
 * <p>Every run of 2, 3 and 4 characters counts, the marks of beginning and end among them.
 * Upper-case ASCII letters are as lower-case ones, other characters than ASCII are told apart by
 * their lowest seven bits only. The leading {@code www.} of a host is left out: sources of training
 * data differ in it far more than phishing does.
 *
 * @param hostBits logarithm of the number of buckets for hosts, 8 to 22
 * @param pathBits the same for paths
 */
public record NgramShape(int hostBits, int pathBits) {
  /** How much of a host counts: its last 253 characters, the longest name there is in the DNS. */
  public static final int MAX_HOST = 253;

  /** How much of a path with its query counts: its first 256 characters. */
  public static final int MAX_PATH = 256;

  /** Most buckets that one text can fall into. */
  public static final int MAX_BUCKETS = 3 * (MAX_PATH + 1);

  private static final int START = 2;
  private static final int END = 3;
  private static final long PER_LENGTH = 1L << 32;
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

  /**
   * The buckets of a host, one per n-gram, in order and with repetitions.
   *
   * @param buckets filled from 0; at least {@link #MAX_BUCKETS} long
   * @return how many were filled
   */
  public int hostBuckets(CharSequence text, int from, int to, int[] buckets) {
    return fill(hostBits, text, hostStart(text, from, to), to, buckets);
  }

  /** As {@link #hostBuckets}, of a path with its query. */
  public int pathBuckets(CharSequence text, int from, int to, int[] buckets) {
    return fill(pathBits, text, from, pathEnd(from, to), buckets);
  }

  private static int fill(int bits, CharSequence text, int from, int to, int[] buckets) {
    int shift = 64 - bits;
    int window = START;
    int n = 0;
    for (int i = from; i <= to; i++) {
      window = window << 8 | (i < to ? symbol(text.charAt(i)) : END);
      buckets[n++] = bucket(window & 0xFFFF, shift);
      buckets[n++] = bucket(PER_LENGTH | (window & 0xFFFFFF), shift);
      buckets[n++] = bucket(2 * PER_LENGTH | (window & 0xFFFFFFFFL), shift);
    }
    return n;
  }

  /** The sum of the weights of the buckets that {@link #fill} would name. */
  static int sum(byte[] weights, int bits, CharSequence text, int from, int to) {
    int shift = 64 - bits;
    int window = START;
    int sum = 0;
    for (int i = from; i <= to; i++) {
      window = window << 8 | (i < to ? symbol(text.charAt(i)) : END);
      sum +=
          weights[bucket(window & 0xFFFF, shift)]
              + weights[bucket(PER_LENGTH | (window & 0xFFFFFF), shift)]
              + weights[bucket(2 * PER_LENGTH | (window & 0xFFFFFFFFL), shift)];
    }
    return sum;
  }

  /** How many n-grams a text of this length has. */
  static int count(int length) {
    return 3 * (length + 1);
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

  private static int symbol(char c) {
    if (c >= 0x80) {
      return 0x80 | (c & 0x7F);
    }
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
  }

  private static int bucket(long ngram, int shift) {
    return (int) ((ngram * GOLDEN) >>> shift);
  }
}
