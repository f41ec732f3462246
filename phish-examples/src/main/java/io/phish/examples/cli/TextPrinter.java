package io.phish.examples.cli;

import io.phish.AnalysisMode;
import io.phish.ExtractorReport;
import io.phish.Reason;
import io.phish.Verdict;
import io.phish.examples.json.Rejection;
import io.phish.spi.ModelVersion;
import io.phish.spi.Observation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.stream.Collectors;

/** A verdict on a few lines: label and probability first, then why, then who said so. */
final class TextPrinter implements ResultPrinter {
  private final OutputStream buffer;
  private final Charset charset;
  private final Palette palette;
  private final AnalysisMode mode;
  private boolean first = true;

  TextPrinter(OutputStream buffer, Streams streams, AnalysisMode mode) {
    this.buffer = buffer;
    this.charset = streams.charset();
    this.palette = new Palette(streams.colour());
    this.mode = mode;
  }

  @Override
  public void verdict(String input, Verdict verdict) throws IOException {
    StringBuilder text = begin();
    String label = verdict.label().name().toLowerCase(Locale.ROOT);
    text.append(palette.label(verdict.label(), label))
        .append("  ")
        .append(Numbers.probability(verdict.probability()))
        .append("  ")
        .append(palette.bold(verdict.subject().display()))
        .append('\n');
    if (verdict.subject().value().endsWith(input) && !verdict.subject().value().equals(input)) {
      text.append("  taken for a URL; https:// was put before it\n");
    }
    reasons(text, verdict);
    extractors(text, verdict);
    if (mode == AnalysisMode.ONLINE) {
      facts(text, verdict);
    }
    footer(text, verdict);
    write(text);
  }

  @Override
  public void rejected(Rejection rejection) throws IOException {
    StringBuilder text = begin();
    RejectionText.append(text, palette, rejection);
    write(text);
  }

  private StringBuilder begin() {
    StringBuilder text = new StringBuilder(1_024);
    if (!first) {
      text.append('\n');
    }
    first = false;
    return text;
  }

  private void reasons(StringBuilder text, Verdict verdict) {
    if (verdict.reasons().isEmpty()) {
      return;
    }
    text.append("\n  why\n");
    for (Reason reason : verdict.reasons()) {
      text.append("    ")
          .append(Numbers.weight(reason.weight()))
          .append("  ")
          .append(SafeText.escape(reason.message()))
          .append(evidence(reason))
          .append(palette.faint("  " + SafeText.escape(reason.code())))
          .append('\n');
    }
  }

  private static String evidence(Reason reason) {
    return reason.evidence().isEmpty()
        ? ""
        : ": " + SafeText.shorten(String.join(" ", reason.evidence()));
  }

  private void extractors(StringBuilder text, Verdict verdict) {
    if (verdict.extractors().isEmpty()) {
      return;
    }
    Table table = new Table("extractor", "status", "time", "says", "weight", "");
    for (ExtractorReport report : verdict.extractors()) {
      table.row(
          report.id(),
          report.status().name(),
          Numbers.duration(report.elapsed()),
          Numbers.probability(report.probability()),
          report.status().isAnswer() ? Numbers.percent(report.weight()) : "-",
          report.message() == null ? "" : report.message());
    }
    text.append('\n').append(table.render("  ", palette));
  }

  /** What others said of the subject, for people to judge by. */
  private void facts(StringBuilder text, Verdict verdict) {
    for (ExtractorReport report : verdict.extractors()) {
      Observation observation = report.observation();
      if (observation != null && !observation.facts().isEmpty()) {
        Table table = new Table(report.id(), "");
        observation
            .facts()
            .forEach((name, value) -> table.row("  " + name, SafeText.shorten(value)));
        text.append('\n').append(table.render("  ", palette));
      }
    }
  }

  private void footer(StringBuilder text, Verdict verdict) {
    String models =
        verdict.models().stream().map(ModelVersion::toString).collect(Collectors.joining(", "));
    text.append("\n  ")
        .append(
            mode == AnalysisMode.OFFLINE
                ? "off-line: nothing was contacted (--online to ask)"
                : "on-line")
        .append("; ")
        .append(Numbers.percent(verdict.coverage()))
        .append(" of the evidence answered; ")
        .append(models.isEmpty() ? "no model" : SafeText.escape(models))
        .append(verdict.cached() ? "; cached; " : "; ")
        .append(Numbers.duration(verdict.elapsed()))
        .append('\n');
  }

  private void write(StringBuilder text) throws IOException {
    buffer.write(text.toString().getBytes(charset));
  }
}
