package io.phish.examples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as one page: a bar with its error for each benchmark, a table for each other run. */
final class BenchPage {
  private static final int ROW = 34;
  private static final int LABEL = 330;
  private static final int BAR = 420;

  private final JsonNode jmh;
  private final JsonNode runs;

  BenchPage(JsonNode jmh, JsonNode runs) {
    this.jmh = jmh;
    this.runs = runs;
  }

  String html() {
    StringBuilder page = new StringBuilder(8_192);
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<title>Phish: benchmarks</title>\n<style>")
        .append("body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;")
        .append("padding:0 1em;color:#1a1a1a;background:#fff}")
        .append("td,th{text-align:left;padding:.15em 1.5em .15em 0}td+td{font-family:monospace}")
        .append("</style></head><body>\n<h1>Benchmarks</h1>\n");
    page.append("<h2>Time per call</h2>\n");
    bars(page);
    rates(page);
    runs.properties().forEach(run -> table(page, run.getKey(), run.getValue()));
    return page.append("</body></html>\n").toString();
  }

  /** Bars on a logarithmic axis, because the times span three orders of magnitude. */
  private void bars(StringBuilder page) {
    double most = 10;
    List<JsonNode> times = new ArrayList<>();
    for (JsonNode result : jmh) {
      if (isRate(result)) {
        continue;
      }
      times.add(result);
      most = Math.max(most, score(result) + error(result));
    }
    double decades = Math.ceil(Math.log10(most));
    int height = times.size() * ROW + 30;
    page.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"100%%\" "
                + "font-family=\"system-ui,sans-serif\" font-size=\"13\">%n",
            LABEL + BAR + 190,
            height));
    for (int decade = 0; decade <= decades; decade++) {
      double x = LABEL + BAR * decade / decades;
      page.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%.1f 0V%d\" stroke=\"#ddd\"/>"
                  + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#666\">%s</text>%n",
              x,
              height - 24,
              x,
              height - 8,
              time(Math.pow(10, decade))));
    }
    int row = 0;
    for (JsonNode result : times) {
      bar(page, result, row++ * ROW, decades);
    }
    page.append("</svg>\n<p>Logarithmic axis; the whisker is the 99.9% confidence interval.</p>\n");
  }

  /** How many calls in a second, and how long the slowest of many take. */
  private void rates(StringBuilder page) {
    page.append("<h2>Rates and slow calls</h2>\n<table>\n");
    for (JsonNode result : jmh) {
      if (isRate(result)) {
        double score = result.get("primaryMetric").get("score").asDouble();
        row(page, name(result), String.format(Locale.ROOT, "%,.0f", score));
      }
      JsonNode percentiles = result.get("primaryMetric").path("scorePercentiles");
      if (result.path("mode").asText().equals("sample")) {
        for (String percentile : List.of("50.0", "99.0", "99.9", "99.99")) {
          double nanos = percentiles.path(percentile).asDouble() * unit(result);
          row(page, name(result) + ", p" + percentile, time(nanos));
        }
      }
    }
    page.append("</table>\n");
  }

  private static void row(StringBuilder page, String name, String value) {
    page.append("<tr><td>").append(escape(name)).append("</td><td>").append(escape(value));
    page.append("</td></tr>\n");
  }

  private static boolean isRate(JsonNode result) {
    return result.get("primaryMetric").get("scoreUnit").asText().equals("ops/s");
  }

  private static void bar(StringBuilder page, JsonNode result, int y, double decades) {
    double score = score(result);
    double error = error(result);
    double end = x(score, decades);
    page.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\" fill=\"#3b78b5\"/>"
                + "<path d=\"M%.1f %dH%.1f\" stroke=\"#1a1a1a\" stroke-width=\"2\"/>"
                + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
            LABEL - 8,
            y + 20,
            escape(name(result)),
            LABEL,
            y + 6,
            end - LABEL,
            x(score - error, decades),
            y + 15,
            x(score + error, decades),
            x(score + error, decades) + 8,
            y + 20,
            error == 0 ? time(score) : time(score) + " ± " + time(error)));
  }

  private static double x(double nanos, double decades) {
    return LABEL + BAR * Math.max(0, Math.log10(Math.max(1, nanos))) / decades;
  }

  private static String name(JsonNode result) {
    String full = result.get("benchmark").asText();
    String method = full.substring(full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1);
    return method.replace("Benchmark.", ": ").replace('_', ' ');
  }

  private static double score(JsonNode result) {
    return nanos(result, "score");
  }

  /** Not a number if there was one measurement only. */
  private static double error(JsonNode result) {
    double error = nanos(result, "scoreError");
    return Double.isNaN(error) ? 0 : error;
  }

  private static double nanos(JsonNode result, String field) {
    return result.get("primaryMetric").get(field).asDouble(Double.NaN) * unit(result);
  }

  /** In nanoseconds. */
  private static double unit(JsonNode result) {
    String unit = result.get("primaryMetric").get("scoreUnit").asText();
    return switch (unit) {
      case "ns/op" -> 1;
      case "us/op" -> 1e3;
      case "ms/op" -> 1e6;
      default -> throw new IllegalArgumentException("no time: " + unit);
    };
  }

  private static String time(double nanos) {
    if (nanos < 1e3) {
      return String.format(Locale.ROOT, nanos < 10 ? "%.1f ns" : "%.0f ns", nanos);
    }
    return nanos < 1e6
        ? String.format(Locale.ROOT, "%.2f µs", nanos / 1e3)
        : String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
  }

  private static void table(StringBuilder page, String name, JsonNode figures) {
    page.append("<h2>").append(escape(words(name))).append("</h2>\n<table>\n");
    figures
        .properties()
        .forEach(
            figure ->
                page.append("<tr><td>")
                    .append(escape(words(figure.getKey())))
                    .append("</td><td>")
                    .append(escape(number(figure.getValue())))
                    .append("</td></tr>\n"));
    page.append("</table>\n");
  }

  private static String number(JsonNode value) {
    return value.isFloatingPointNumber()
        ? String.format(Locale.ROOT, value.asDouble() < 100 ? "%.2f" : "%,.0f", value.asDouble())
        : value.isNumber() ? String.format(Locale.ROOT, "%,d", value.asLong()) : value.asText();
  }

  private static String words(String name) {
    String words = name.replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
