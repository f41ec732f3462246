package io.phish.spi;

/**
 * Which update of a retained topic: they are numbered without a gap. If what was kept is lost or
 * forgotten as a whole, another generation begins at 1.
 *
 * @param generation 0 or more
 * @param number 0 or more; 0 stands for what was before the first
 */
public record UpdateId(long generation, long number) implements Comparable<UpdateId> {
  /** Before everything. */
  public static final UpdateId START = new UpdateId(0, 0);

  /** Of a number that is safe in a double, as scripts and browsers count. */
  private static final int MAX_DIGITS = 15;

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public UpdateId {
    if (generation < 0 || number < 0) {
      throw new IllegalArgumentException("id " + generation + "-" + number + " is negative");
    }
  }

  /**
   * Reads what {@link #toString} wrote, such as the {@code Last-Event-ID} of a browser.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static UpdateId parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw malformed();
    }
    return new UpdateId(digits(text, 0, dash), digits(text, dash + 1, text.length()));
  }

  private static long digits(String text, int from, int to) {
    if (from == to || to - from > MAX_DIGITS) {
      throw malformed();
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw malformed();
      }
      number = 10 * number + (c - '0');
    }
    return number;
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("no id of an update; write what came with the last one");
  }

  /** The id of the update after this one. */
  public UpdateId next() {
    return new UpdateId(generation, number + 1);
  }

  @Override
  public int compareTo(UpdateId other) {
    int generations = Long.compare(generation, other.generation);
    return generations != 0 ? generations : Long.compare(number, other.number);
  }

  /** {@code generation-number}. */
  @Override
  public String toString() {
    return generation + "-" + number;
  }
}
