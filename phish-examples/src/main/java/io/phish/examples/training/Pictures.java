package io.phish.examples.training;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Plots as SVG, written by hand: two axes, a grid, a line. */
final class Pictures {
  private static final int SIZE = 360;
  private static final int MARGIN = 48;
  private static final int POINTS = 120;
  private static final double LOWEST_RATE = 1e-4;

  private Pictures() {}

  /** True-positive rate over the logarithm of the false-positive rate. */
  static String roc(Evaluation evaluation) {
    double decades = -Math.log10(LOWEST_RATE);
    StringBuilder svg = open("ROC on later months and unseen domains");
    for (int decade = 0; decade <= decades; decade++) {
      double x = decade / decades;
      grid(svg, x, -1, String.format(Locale.ROOT, "%s", decadeName(decade)));
    }
    for (int step = 0; step <= 5; step++) {
      grid(svg, -1, step / 5.0, String.format(Locale.ROOT, "%.1f", step / 5.0));
    }
    line(svg, x -> evaluation.truePositiveRateAt(LOWEST_RATE * Math.pow(10, x * decades)));
    return close(svg, "false-positive rate", "true-positive rate");
  }

  private static String decadeName(int decade) {
    return new String[] {"0.01 %", "0.1 %", "1 %", "10 %", "100 %"}[decade];
  }

  /** How often what was given a probability was phishing. */
  static String reliability(Metrics.Reliability reliability) {
    StringBuilder svg = open("Reliability");
    for (int step = 0; step <= 5; step++) {
      String name = String.format(Locale.ROOT, "%.1f", step / 5.0);
      grid(svg, step / 5.0, -1, name);
      grid(svg, -1, step / 5.0, name);
    }
    svg.append("<path stroke=\"#999\" stroke-dasharray=\"4\" d=\"M")
        .append(point(0, 0))
        .append(" L")
        .append(point(1, 1))
        .append("\"/>\n");
    for (int bin = 0; bin < reliability.bins(); bin++) {
      if (reliability.mass(bin) > 0) {
        String[] at = point(reliability.predicted(bin), reliability.observed(bin)).split(" ", 2);
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%s\" cy=\"%s\" r=\"%.1f\" fill=\"#1b6ca8\"><title>%.2f of all"
                    + " rows</title></circle>\n",
                at[0],
                at[1],
                3 + 6 * Math.sqrt(reliability.mass(bin)),
                reliability.mass(bin)));
      }
    }
    return close(svg, "probability", "share that is phishing");
  }

  private static StringBuilder open(String title) {
    int side = SIZE + 2 * MARGIN;
    return new StringBuilder()
        .append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + side + "\" height=\"" + side)
        .append("\" font-family=\"sans-serif\" font-size=\"11\" fill=\"none\">\n")
        .append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n")
        .append(text(side / 2.0, 24, "middle", title));
  }

  /** A line across at x or at y, whichever is not negative, with its name. */
  private static void grid(StringBuilder svg, double x, double y, String name) {
    boolean vertical = x >= 0;
    svg.append("<path stroke=\"#ddd\" d=\"M")
        .append(vertical ? point(x, 0) : point(0, y))
        .append(" L")
        .append(vertical ? point(x, 1) : point(1, y))
        .append("\"/>\n");
    svg.append(
        vertical
            ? text(MARGIN + x * SIZE, MARGIN + SIZE + 14, "middle", name)
            : text(MARGIN - 6, MARGIN + (1 - y) * SIZE + 4, "end", name));
  }

  private static void line(StringBuilder svg, DoubleUnaryOperator y) {
    svg.append("<path stroke=\"#1b6ca8\" stroke-width=\"2\" d=\"");
    for (int i = 0; i <= POINTS; i++) {
      double x = (double) i / POINTS;
      svg.append(i == 0 ? 'M' : 'L').append(point(x, y.applyAsDouble(x))).append(' ');
    }
    svg.append("\"/>\n");
  }

  private static String close(StringBuilder svg, String xName, String yName) {
    svg.append(text(MARGIN + SIZE / 2.0, MARGIN + SIZE + 36, "middle", xName));
    svg.append(
        String.format(
            Locale.ROOT,
            "<g transform=\"translate(14 %d) rotate(-90)\">%s</g>\n",
            MARGIN + SIZE / 2,
            text(0, 0, "middle", yName).strip()));
    return svg.append("</svg>\n").toString();
  }

  private static String text(double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\">%s</text>\n",
        x,
        y,
        anchor,
        text);
  }

  private static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f %.1f", MARGIN + x * SIZE, MARGIN + (1 - y) * SIZE);
  }
}
