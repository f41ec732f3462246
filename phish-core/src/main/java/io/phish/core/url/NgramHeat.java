package io.phish.core.url;

import io.phish.core.model.NgramModel;

/**
 * By how much each character of a text moves the log-odds of a model of n-grams: the weight of an
 * n-gram is shared out evenly among the characters it covers.
 */
final class NgramHeat implements NgramModel.NgramVisitor {
  /** A division for each n-gram would be most of the cost. */
  private static final double[] PER_LENGTH = {0, 1, 1 / 2.0, 1 / 3.0, 1 / 4.0, 1 / 5.0};

  private final int from;

  /** The difference to the character before; one more than characters. */
  private final double[] steps;

  private NgramHeat(int from, int to) {
    this.from = from;
    this.steps = new double[to - from + 1];
  }

  static NgramHeat ofHost(NgramModel model, ParsedUrl url) {
    NgramHeat heat = new NgramHeat(url.hostStart(), url.nameEnd());
    model.forEachHostNgram(url.href(), url.hostStart(), url.nameEnd(), heat);
    return heat;
  }

  /** Of the path with the query. */
  static NgramHeat ofPath(NgramModel model, ParsedUrl url) {
    NgramHeat heat = new NgramHeat(url.pathStart(), url.fragmentStart());
    model.forEachPathNgram(url.href(), url.pathStart(), url.fragmentStart(), heat);
    return heat;
  }

  @Override
  public void visit(int start, int end, double weight) {
    int length = end - start;
    double share = length < PER_LENGTH.length ? weight * PER_LENGTH[length] : weight / length;
    steps[start - from] += share;
    steps[end - from] -= share;
  }

  /** Adds the heat of each character to what stands at its offset. */
  void addTo(double[] target) {
    double heat = 0;
    for (int i = 0; i < steps.length - 1; i++) {
      heat += steps[i];
      target[from + i] += heat;
    }
  }

  /**
   * The piece that moves the log-odds most one way (Kadane's maximum sub-array); empty if none
   * does.
   *
   * @param sign 1 towards phishing, -1 away from it
   */
  Span strongest(int sign) {
    double heat = 0;
    double sum = 0;
    double most = 0;
    int start = 0;
    int bestStart = 0;
    int bestEnd = 0;
    for (int i = 0; i < steps.length - 1; i++) {
      heat += steps[i];
      if (sum <= 0) {
        sum = 0;
        start = i;
      }
      sum += sign * heat;
      if (sum > most) {
        most = sum;
        bestStart = start;
        bestEnd = i + 1;
      }
    }
    return new Span(from + bestStart, from + bestEnd);
  }
}
