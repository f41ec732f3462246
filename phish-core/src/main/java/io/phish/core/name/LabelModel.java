package io.phish.core.name;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * How much a label looks like names that people choose: a model of each character after the two
 * before it, learnt from the labels of popular domains. Immutable.
 */
public final class LabelModel {
  private static final int EDGE = 0;
  private static final int DIGIT = 27;
  private static final int HYPHEN = 37;
  private static final int OTHER = 38;
  private static final int SYMBOLS = 39;
  private static final int SIZE = SYMBOLS * SYMBOLS * SYMBOLS;

  /** How many sightings the shorter context is worth. */
  private static final double SMOOTHING = 8;

  /** The unit of a stored number: a sixteenth of a bit. */
  private static final double STEPS = 16;

  private static final byte[] SYMBOL = symbols();

  private final byte[] surprises;

  private LabelModel(byte[] surprises) {
    this.surprises = surprises;
  }

  /**
   * Learns from labels: trigram frequencies, smoothed by those of bigrams and these by those of
   * characters.
   */
  public static LabelModel learn(Collection<String> labels) {
    double[] ones = new double[SYMBOLS];
    double[] twos = new double[SYMBOLS * SYMBOLS];
    double[] threes = new double[SIZE];
    for (String label : labels) {
      String text = label.toLowerCase(Locale.ROOT);
      int before = EDGE;
      int last = EDGE;
      for (int i = 0; i <= text.length(); i++) {
        int symbol = i == text.length() ? EDGE : symbol(text.charAt(i));
        ones[symbol]++;
        twos[last * SYMBOLS + symbol]++;
        threes[(before * SYMBOLS + last) * SYMBOLS + symbol]++;
        before = last;
        last = symbol;
      }
    }
    byte[] surprises = new byte[SIZE];
    double all = sum(ones, 0, SYMBOLS);
    for (int context = 0; context < SYMBOLS * SYMBOLS; context++) {
      int last = context % SYMBOLS;
      double seenTwo = sum(twos, last * SYMBOLS, SYMBOLS);
      double seenThree = sum(threes, context * SYMBOLS, SYMBOLS);
      for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        double one = (ones[symbol] + 1) / (all + SYMBOLS);
        double two = (twos[last * SYMBOLS + symbol] + SMOOTHING * one) / (seenTwo + SMOOTHING);
        double three =
            (threes[context * SYMBOLS + symbol] + SMOOTHING * two) / (seenThree + SMOOTHING);
        double bits = -Math.log(three) / Math.log(2);
        surprises[context * SYMBOLS + symbol] = (byte) Math.min(255, Math.round(bits * STEPS));
      }
    }
    return new LabelModel(surprises);
  }

  private static double sum(double[] numbers, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += numbers[i];
    }
    return sum;
  }

  /**
   * Reads what {@link #toBytes} gave.
   *
   * @throws IOException if it has another length
   */
  public static LabelModel read(InputStream in) throws IOException {
    byte[] surprises = in.readNBytes(SIZE);
    if (surprises.length < SIZE || in.read() >= 0) {
      throw new IOException("label model does not have " + SIZE + " bytes");
    }
    return new LabelModel(surprises);
  }

  /** The model as bytes. */
  public byte[] toBytes() {
    return surprises.clone();
  }

  /**
   * The mean surprise per character, the end counted as one: about 4 bits for a name that people
   * chose, 6 and more for random letters and digits.
   */
  public double surprise(String text, int from, int to) {
    int before = EDGE;
    int last = EDGE;
    int sum = 0;
    for (int i = from; i <= to; i++) {
      int symbol = i == to ? EDGE : symbol(text.charAt(i));
      sum += surprises[(before * SYMBOLS + last) * SYMBOLS + symbol] & 0xFF;
      before = last;
      last = symbol;
    }
    return sum / (STEPS * (to - from + 1));
  }

  private static int symbol(char c) {
    return c < SYMBOL.length ? SYMBOL[c] : OTHER;
  }

  private static byte[] symbols() {
    byte[] symbols = new byte[128];
    Arrays.fill(symbols, (byte) OTHER);
    for (int i = 0; i < 26; i++) {
      symbols['a' + i] = (byte) (1 + i);
    }
    for (int i = 0; i < 10; i++) {
      symbols['0' + i] = (byte) (DIGIT + i);
    }
    symbols['-'] = HYPHEN;
    return symbols;
  }
}
