package io.phish.core.name.permutation;

/** Takes what rules make, sorts out what is no name or was there before. */
interface Sink {
  /** What stands in place of the label; dots in it part labels. Not kept. */
  void label(int[] points, int length);

  /** A whole name, in Unicode. */
  void name(String name);
}
