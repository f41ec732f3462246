package io.phish.examples.training;

import io.phish.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.DoubleUnaryOperator;

/** What figures look like, as SVG. */
final class Pictures {
  private static final double LOWEST_RATE = 1e-4;
  private static final String[] DECADES = {"0.01 %", "0.1 %", "1 %", "10 %", "100 %"};
  private static final int HISTOGRAM_BINS = 40;

  /** Log-odds at the edges of the histogram. */
  private static final double EDGE = 12;

  private static final int BAR = 11;
  private static final int NAMES = 290;

  private Pictures() {}

  /** True-positive rate over the logarithm of the false-positive rate. */
  static String roc(Map<String, Scored> models) {
    Plot plot = new Plot("ROC");
    decades(plot);
    int colour = 0;
    for (Map.Entry<String, Scored> model : models.entrySet()) {
      double[] benign = model.getValue().benign();
      double[] phishing = model.getValue().phishing();
      plot.line(
          colour++, model.getKey(), x -> Metrics.truePositiveRateAt(phishing, benign, rate(x)));
    }
    return plot.svg("false-positive rate", "true-positive rate");
  }

  private static void decades(Plot plot) {
    for (int decade = 0; decade < DECADES.length; decade++) {
      plot.gridX(decade / (DECADES.length - 1.0), DECADES[decade]);
    }
    for (int step = 0; step <= 5; step++) {
      plot.gridY(step / 5.0, String.format(Locale.ROOT, "%.1f", step / 5.0));
    }
  }

  private static double rate(double x) {
    return LOWEST_RATE * Math.pow(10, x * (DECADES.length - 1));
  }

  /** Precision over the share that is found, for a share of phishing. */
  static String precisionRecall(Map<String, Scored> models, double prior) {
    Plot plot = new Plot("Precision where " + percent(prior) + " is phishing").unitGrid();
    int colour = 0;
    for (Map.Entry<String, Scored> model : models.entrySet()) {
      double[] benign = model.getValue().benign();
      double[] phishing = model.getValue().phishing();
      DoubleUnaryOperator precision =
          found -> {
            double threshold = Metrics.thresholdOfRate(phishing, found);
            return Metrics.precision(
                Metrics.rateAtOrAbove(phishing, threshold),
                Metrics.rateAtOrAbove(benign, threshold),
                prior);
          };
      plot.line(colour++, model.getKey(), precision);
    }
    return plot.svg("share of phishing that is found", "precision");
  }

  /** How often what was given a probability was phishing, where this share is. */
  static String reliability(Map<String, Scored> models, double prior) {
    Plot plot = new Plot("Reliability where " + percent(prior) + " is phishing");
    plot.unitGrid().diagonal();
    int colour = 0;
    for (Map.Entry<String, Scored> model : models.entrySet()) {
      Metrics.Reliability reliability = Figures.reliability(model.getValue(), prior);
      for (int bin = 0; bin < reliability.bins(); bin++) {
        double mass = reliability.mass(bin);
        if (mass > 0) {
          plot.point(
              colour,
              reliability.predicted(bin),
              reliability.observed(bin),
              mass,
              String.format(Locale.ROOT, "%.3f of all rows", mass));
        }
      }
      plot.legend(colour++, model.getKey());
    }
    return plot.svg("probability", "share that is phishing");
  }

  /** How the log-odds of both labels are spread. */
  static String histogram(Scored probabilities) {
    Plot plot = new Plot("Scores");
    for (int step = 0; step <= 6; step++) {
      plot.gridX(step / 6.0, String.format(Locale.ROOT, "%.0f", (2 * step / 6.0 - 1) * EDGE));
    }
    double[][] shares = {shares(probabilities.benign()), shares(probabilities.phishing())};
    double highest = 1e-9;
    for (double[] label : shares) {
      for (double share : label) {
        highest = Math.max(highest, share);
      }
    }
    for (int label = 0; label < 2; label++) {
      for (int bin = 0; bin < HISTOGRAM_BINS; bin++) {
        double y = shares[label][bin] / highest;
        double width = 1.0 / HISTOGRAM_BINS;
        plot.box(label, bin * width, 0, (bin + 1) * width, y);
      }
    }
    plot.legend(1, "phishing").legend(0, "benign");
    double phishing = Thresholds.DEFAULT.phishing();
    plot.limitX((Math.log(phishing / (1 - phishing)) / EDGE + 1) / 2, "called phishing from here");
    return plot.svg("log-odds", "share of the label");
  }

  private static double[] shares(double[] probabilities) {
    double[] shares = new double[HISTOGRAM_BINS];
    for (double p : probabilities) {
      double logOdds = Math.log(p / (1 - p));
      int bin = (int) ((logOdds / EDGE + 1) / 2 * HISTOGRAM_BINS);
      shares[Math.max(0, Math.min(HISTOGRAM_BINS - 1, bin))] += 1.0 / probabilities.length;
    }
    return shares;
  }

  /**
   * The share of each benign source that is called phishing.
   *
   * @param models what is compared, at most four
   */
  static String falseAlarms(Map<String, Scored> models) {
    SortedMap<String, double[]> first = models.values().iterator().next().sources();
    List<Map.Entry<String, double[]>> sources = new ArrayList<>(first.entrySet());
    int rows = sources.size() + 2; // the last two are for the legend
    Plot plot = new Plot("False alarms by source", NAMES, BAR * models.size() * rows);
    double most = 0.012;
    for (Scored model : models.values()) {
      for (double[] scores : model.sources().values()) {
        most = Math.max(most, Metrics.rateAtOrAbove(scores, Thresholds.DEFAULT.phishing()));
      }
    }
    double widest = 1.15 * most;
    double step = 1.0 / rows;
    for (int i = 0; i < sources.size(); i++) {
      double top = 1 - i * step;
      String source = sources.get(i).getKey();
      int at = 0;
      for (Scored model : models.values()) {
        double[] scores = model.sources().getOrDefault(source, new double[0]);
        double rate =
            scores.length == 0 ? 0 : Metrics.rateAtOrAbove(scores, Thresholds.DEFAULT.phishing());
        double height = 0.8 * step / models.size();
        double y = top - 0.1 * step - at * height;
        plot.box(at, 0, y - height, rate / widest, y);
        at++;
      }
      plot.nameY(top - step / 2, source + " (" + sources.get(i).getValue().length + ")");
    }
    int colour = 0;
    for (String name : models.keySet()) {
      plot.legend(colour++, name);
    }
    for (double at = 0; at <= widest; at += widest > 0.05 ? 0.02 : 0.005) {
      plot.gridX(at / widest, percent(at));
    }
    plot.limitX(0.01 / widest, "1 %");
    return plot.svg(
        "share called phishing at the shipped threshold", "benign source (rows measured on)");
  }

  /**
   * How quality falls with the age of what was learnt.
   *
   * @param lines by name, per month of age: the age, and the share found at a fixed rate of false
   *     alarms
   */
  static String decay(Map<String, SortedMap<Integer, Double>> lines) {
    Plot plot = new Plot("Found at 1 % false alarms, by age of the model");
    int oldest =
        lines.values().stream()
            .mapToInt(line -> line.isEmpty() ? 1 : line.lastKey())
            .max()
            .orElse(1);
    for (int month = 1; month <= oldest; month++) {
      plot.gridX((double) month / oldest, Integer.toString(month));
    }
    for (int step = 0; step <= 5; step++) {
      plot.gridY(step / 5.0, String.format(Locale.ROOT, "%.2f", 0.5 + step / 10.0));
    }
    int colour = 0;
    for (Map.Entry<String, SortedMap<Integer, Double>> line : lines.entrySet()) {
      double[] xs =
          line.getValue().keySet().stream().mapToDouble(m -> (double) m / oldest).toArray();
      double[] ys =
          line.getValue().values().stream().mapToDouble(v -> Math.max(0, 2 * (v - 0.5))).toArray();
      plot.line(colour++, line.getKey(), xs, ys);
    }
    return plot.svg("months after the last that was learnt", "true-positive rate");
  }

  private static String percent(double share) {
    double percent = 100 * share;
    return (percent == Math.rint(percent)
            ? String.format(Locale.ROOT, "%.0f", percent)
            : String.format(Locale.ROOT, "%.1f", percent))
        + " %";
  }
}
