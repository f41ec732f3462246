package io.phish.examples.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Measures several sides by turns in one run, so that what slows the machine for a while slows all
 * of them alike.
 */
final class Turns {
  /** So many turns of each side come before those that count. */
  private static final int WARM_UP = 10;

  private final Map<String, Callable<Double>> sides = new LinkedHashMap<>();

  /** Adds a side; its turn gives one figure. */
  Turns side(String name, Callable<Double> turn) {
    sides.put(name, turn);
    return this;
  }

  /** Measures. */
  Figures measure(int rounds) throws Exception {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    for (int round = -WARM_UP; round < rounds; round++) {
      for (Map.Entry<String, Callable<Double>> side : sides.entrySet()) {
        double figure = side.getValue().call();
        if (round >= 0) {
          figures.computeIfAbsent(side.getKey(), name -> new ArrayList<>()).add(figure);
        }
      }
    }
    return new Figures(figures);
  }

  /** What came of each turn of each side. */
  record Figures(Map<String, List<Double>> bySide) {

    double median(String side) {
      return Turns.median(bySide.getOrDefault(side, List.of()));
    }

    /** The median of how one side did to another in the same round. */
    double ratio(String one, String other) {
      List<Double> ratios = new ArrayList<>();
      List<Double> others = bySide.getOrDefault(other, List.of());
      for (double figure : bySide.getOrDefault(one, List.of())) {
        ratios.add(figure / others.get(ratios.size()));
      }
      return Turns.median(ratios);
    }
  }

  static double median(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
