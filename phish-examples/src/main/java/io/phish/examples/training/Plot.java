package io.phish.examples.training;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** A plot as SVG: two axes from 0 to 1, a grid, lines, points and bars. */
final class Plot {
  private static final int SIZE = 360;
  private static final int MARGIN = 56;
  private static final int POINTS = 160;
  private static final String[] COLOURS = {"#1b6ca8", "#d1495b", "#6a994e", "#8d6a9f"};

  private final StringBuilder svg = new StringBuilder();
  private final int left;
  private final int height;
  private int named;

  /**
   * An empty plot.
   *
   * @param left room for the names on the left, in pixels
   * @param height of the area between the axes, in pixels
   */
  Plot(String title, int left, int height) {
    this.left = left;
    this.height = height;
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"11\" fill=\"none\">\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
            left + SIZE + MARGIN,
            height + 2 * MARGIN));
    text(left + SIZE / 2.0, 28, "middle", "#333", title);
  }

  /** An empty square plot. */
  Plot(String title) {
    this(title, MARGIN, SIZE);
  }

  /** A vertical grid line with its name below. */
  Plot gridX(double x, String name) {
    path("#ddd", "", at(x, 0) + " L" + at(x, 1));
    text(left + x * SIZE, MARGIN + height + 16, "middle", "#333", name);
    return this;
  }

  /** A horizontal grid line with its name on the left. */
  Plot gridY(double y, String name) {
    path("#ddd", "", at(0, y) + " L" + at(1, y));
    text(left - 6, MARGIN + (1 - y) * height + 4, "end", "#333", name);
    return this;
  }

  /** Both grids at 0, 0.2, …, 1. */
  Plot unitGrid() {
    for (int step = 0; step <= 5; step++) {
      String name = String.format(Locale.ROOT, "%.1f", step / 5.0);
      gridX(step / 5.0, name);
      gridY(step / 5.0, name);
    }
    return this;
  }

  /** The line on which prediction and observation are one. */
  Plot diagonal() {
    path("#999", " stroke-dasharray=\"4\"", at(0, 0) + " L" + at(1, 1));
    return this;
  }

  /** A function of x. */
  Plot line(int colour, String name, DoubleUnaryOperator y) {
    double[] xs = new double[POINTS + 1];
    double[] ys = new double[POINTS + 1];
    for (int i = 0; i <= POINTS; i++) {
      xs[i] = (double) i / POINTS;
      ys[i] = y.applyAsDouble(xs[i]);
    }
    return line(colour, name, xs, ys);
  }

  /** A line from point to point. */
  Plot line(int colour, String name, double[] xs, double[] ys) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      points.append(i == 0 ? "" : " L").append(at(xs[i], ys[i]));
    }
    path(COLOURS[colour], " stroke-width=\"2\"", points.toString());
    legend(colour, name);
    return this;
  }

  /** A disc of an area. */
  Plot point(int colour, double x, double y, double area, String title) {
    String[] centre = at(x, y).split(" ", 2);
    svg.append(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%s\" cy=\"%s\" r=\"%.1f\" fill=\"%s\"><title>%s</title></circle>\n",
            centre[0],
            centre[1],
            3 + 6 * Math.sqrt(area),
            COLOURS[colour],
            title));
    return this;
  }

  /** A rectangle from one corner to the other. */
  Plot box(int colour, double x, double y, double toX, double toY) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\""
                + " fill-opacity=\"0.7\"/>\n",
            left + x * SIZE,
            MARGIN + (1 - toY) * height,
            (toX - x) * SIZE,
            (toY - y) * height,
            COLOURS[colour]));
    return this;
  }

  /** A line across at x that says what is allowed. */
  Plot limitX(double x, String name) {
    path("#d1495b", " stroke-dasharray=\"4\"", at(x, 0) + " L" + at(x, 1));
    text(left + x * SIZE, MARGIN - 6, "middle", "#d1495b", name);
    return this;
  }

  /** A name on the left. */
  Plot nameY(double y, String name) {
    text(left - 6, MARGIN + (1 - y) * height + 4, "end", "#333", name);
    return this;
  }

  /** Says which colour is what, lines below each other in the lower right corner. */
  Plot legend(int colour, String name) {
    if (!name.isEmpty()) {
      text(left + SIZE - 6, MARGIN + height - 10 - 14 * named, "end", COLOURS[colour], name);
      named++;
    }
    return this;
  }

  /** The whole, with the names of the axes. */
  String svg(String xName, String yName) {
    text(left + SIZE / 2.0, MARGIN + height + 38, "middle", "#333", xName);
    svg.append(
        String.format(
            Locale.ROOT, "<g transform=\"translate(14 %d) rotate(-90)\">", MARGIN + height / 2));
    text(0, 0, "middle", "#333", yName);
    return svg.append("</g>\n</svg>\n").toString();
  }

  private void path(String colour, String style, String points) {
    svg.append("<path stroke=\"").append(colour).append('"').append(style);
    svg.append(" d=\"M").append(points).append("\"/>\n");
  }

  private void text(double x, double y, String anchor, String colour, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            colour,
            text.replace("&", "&amp;").replace("<", "&lt;")));
  }

  private String at(double x, double y) {
    return String.format(Locale.ROOT, "%.1f %.1f", left + x * SIZE, MARGIN + (1 - y) * height);
  }
}
