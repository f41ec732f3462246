package io.phish.core.url;

/** Shannon entropy without memory: the counts of all characters stand in the bits of six words. */
final class Entropy {
  /** So many characters count; a count then fits in six bits. */
  static final int MAX_LENGTH = 63;

  private static final double[] C_LOG_C = cLogC();
  private static final byte[] SYMBOL = symbols();

  private Entropy() {}

  /**
   * The entropy of the characters of a part of a text in bits per character, capital and small
   * letters being one; 0 for none.
   */
  static double of(String text, int from, int to) {
    int length = Math.min(to - from, MAX_LENGTH);
    if (length <= 1) {
      return 0;
    }
    long ones = 0;
    long twos = 0;
    long fours = 0;
    long eights = 0;
    long sixteens = 0;
    long thirtyTwos = 0;
    for (int i = from; i < from + length; i++) {
      // Adds 1 to one of 64 counters: a carry runs up the words.
      long carry = 1L << SYMBOL[text.charAt(i) & 0x7F];
      long next = ones & carry;
      ones ^= carry;
      carry = next;
      next = twos & carry;
      twos ^= carry;
      carry = next;
      next = fours & carry;
      fours ^= carry;
      if (next == 0) {
        continue;
      }
      // Few characters come eight times.
      carry = next;
      next = eights & carry;
      eights ^= carry;
      carry = next;
      next = sixteens & carry;
      sixteens ^= carry;
      thirtyTwos ^= next;
    }
    double sum = 0;
    for (long left = twos | fours | eights | sixteens | thirtyTwos; left != 0; left &= left - 1) {
      int symbol = Long.numberOfTrailingZeros(left);
      sum +=
          C_LOG_C[
              (int)
                  ((ones >>> symbol & 1)
                      | (twos >>> symbol & 1) << 1
                      | (fours >>> symbol & 1) << 2
                      | (eights >>> symbol & 1) << 3
                      | (sixteens >>> symbol & 1) << 4
                      | (thirtyTwos >>> symbol & 1) << 5)];
    }
    return (C_LOG_C[length] - sum) / length;
  }

  private static double[] cLogC() {
    double[] table = new double[MAX_LENGTH + 1];
    for (int c = 1; c <= MAX_LENGTH; c++) {
      table[c] = c * Math.log(c) / Math.log(2);
    }
    return table;
  }

  /** Letters and digits have symbols of their own, the signs of a URL nearly so. */
  private static byte[] symbols() {
    byte[] symbols = new byte[128];
    int next = 36;
    for (int c = 0; c < 128; c++) {
      if (c >= '0' && c <= '9') {
        symbols[c] = (byte) (c - '0');
      } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
        symbols[c] = (byte) (10 + (c | 0x20) - 'a');
      } else if (c > 0x20) {
        symbols[c] = (byte) Math.min(next++, 63);
      }
    }
    return symbols;
  }
}
