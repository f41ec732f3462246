package io.phish.examples.bench.soak;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** The samples of a run as SVG: a strip for each figure, all over the same time, and the faults. */
final class SoakChart {
  private static final int LEFT = 150;
  private static final int WIDTH = 860;
  private static final int STRIP = 84;
  private static final int SPACE = 22;
  private static final int TOP = 86;

  private final List<SoakSample> samples;
  private final List<SoakFaults.Event> events;
  private final double end;
  private final StringBuilder svg = new StringBuilder(1 << 16);

  SoakChart(List<SoakSample> samples, List<SoakFaults.Event> events) {
    this.samples = List.copyOf(samples);
    this.events = List.copyOf(events);
    this.end = samples.isEmpty() ? 1 : Math.max(1, samples.get(samples.size() - 1).seconds());
  }

  String svg(String title, String verdict) {
    int height = TOP + SoakSample.COLUMNS.size() * (STRIP + SPACE) + 30;
    append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
            + " font-family=\"system-ui,sans-serif\" font-size=\"12\">%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
        LEFT + WIDTH + 30, height, LEFT + WIDTH + 30);
    append("<text x=\"16\" y=\"26\" font-size=\"17\" fill=\"#1a1a1a\">%s</text>%n", escape(title));
    append("<text x=\"16\" y=\"46\" fill=\"#333\">%s</text>%n", escape(verdict));
    legend();
    int y = TOP;
    for (SoakSample.Column column : SoakSample.COLUMNS) {
      strip(column, y);
      y += STRIP + SPACE;
    }
    int step = Math.max(1, (int) Math.ceil(end / 60 / 10));
    for (int minute = 0; minute * 60 <= end; minute += step) {
      append(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\">%d min</text>%n",
          x(minute * 60.0), y + 2, minute);
    }
    return svg.append("</svg>\n").toString();
  }

  private void legend() {
    double x = 16;
    for (SoakFault fault : EnumSet.allOf(SoakFault.class)) {
      String name = fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      long count = events.stream().filter(event -> event.fault() == fault).count();
      append(
          "<path d=\"M%.0f 58v12\" stroke=\"%s\" stroke-width=\"2\"/>"
              + "<text x=\"%.0f\" y=\"68\" fill=\"#333\">%s ×%d</text>%n",
          x, fault.colour(), x + 6, name, count);
      x += 110;
    }
  }

  private void strip(SoakSample.Column column, int y) {
    double[] values = samples.stream().mapToDouble(column.value()).toArray();
    double most = Arrays.stream(values).filter(v -> !Double.isNaN(v)).max().orElse(1);
    double top = most <= 0 ? 1 : most * 1.08;
    append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#f7f7f7\"/>%n",
        LEFT, y, WIDTH, STRIP);
    for (SoakFaults.Event event : events) {
      append(
          "<path d=\"M%.1f %dv%d\" stroke=\"%s\" stroke-opacity=\"0.35\"><title>%s</title></path>%n",
          x(event.seconds()),
          y,
          STRIP,
          event.fault().colour(),
          escape(
              String.format(
                  Locale.ROOT, "%.0f s: %s %s", event.seconds(), event.target(), event.fault())));
    }
    append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#1a1a1a\">%s</text>"
            + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#555\">most %s</text>%n",
        LEFT - 10, y + 20, column.name().replace('_', ' '), LEFT - 10, y + 38, number(most));
    StringBuilder path = new StringBuilder();
    boolean isDown = false;
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        isDown = false; // a gap
        continue;
      }
      path.append(isDown ? 'L' : 'M')
          .append(String.format(Locale.ROOT, "%.1f ", x(samples.get(i).seconds())))
          .append(String.format(Locale.ROOT, "%.1f", y + STRIP * (1 - values[i] / top)));
      isDown = true;
    }
    append("<path d=\"%s\" fill=\"none\" stroke=\"#1b6ca8\" stroke-width=\"1.6\"/>%n", path);
  }

  private double x(double seconds) {
    return LEFT + WIDTH * seconds / end;
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value < 100 && value != Math.rint(value) ? "%.1f" : "%,.0f", value);
  }

  @SuppressWarnings("AnnotateFormatMethod") // private
  private void append(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
