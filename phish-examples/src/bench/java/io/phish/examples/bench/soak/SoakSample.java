package io.phish.examples.bench.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What was measured at one moment; NaN where it was not to be had.
 *
 * @param seconds since the beginning
 * @param heap in MiB, after a collection
 * @param threads of this process, the network's own among them
 * @param files open descriptors of this process
 * @param connections as the servers count them
 * @param depth of the queue
 * @param rate verdicts a second since the last sample
 * @param slowest of these verdicts, in milliseconds
 * @param wrong verdicts so far that differ from those without Redis
 */
record SoakSample(
    double seconds,
    double heap,
    double threads,
    double files,
    double connections,
    double depth,
    double rate,
    double slowest,
    double wrong) {

  /** What is drawn and judged. */
  static final List<Column> COLUMNS =
      List.of(
          new Column("heap_mib", SoakSample::heap, 3),
          new Column("threads", SoakSample::threads, 2),
          new Column("open_files", SoakSample::files, 4),
          new Column("connections", SoakSample::connections, 1),
          new Column("queue_depth", SoakSample::depth, 20),
          new Column("verdicts_per_s", SoakSample::rate, Double.NaN),
          new Column("slowest_ms", SoakSample::slowest, Double.NaN),
          new Column("wrong_verdicts", SoakSample::wrong, 0));

  /**
   * A figure.
   *
   * @param growth by how much it may grow over the second half of a run; NaN if it is not judged
   */
  record Column(String name, ToDoubleFunction<SoakSample> value, double growth) {}

  static String header() {
    StringBuilder line = new StringBuilder("seconds");
    COLUMNS.forEach(column -> line.append(',').append(column.name()));
    return line.append('\n').toString();
  }

  String line() {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%.1f", seconds));
    for (Column column : COLUMNS) {
      double value = column.value().applyAsDouble(this);
      line.append(',').append(Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value));
    }
    return line.append('\n').toString();
  }
}
