package io.phish.examples.cli;

import io.phish.Verdict;
import io.phish.core.url.Oddity;
import io.phish.core.url.UrlExplanation;
import io.phish.examples.json.Rejection;
import io.phish.spi.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A picture for people: the verdict, the URL with its marks, the bars, and what they come to. */
final class ExplanationText implements ExplanationPrinter {
  private static final int ROWS = 10;

  private final OutputStream buffer;
  private final Charset charset;
  private final Palette palette;
  private final int width;
  private final boolean ascii;
  private final boolean all;
  private boolean first = true;

  /**
   * A printer.
   *
   * @param ascii whether to do without block characters, as is done anyway if there are none
   * @param all whether every feature has a bar
   */
  ExplanationText(OutputStream buffer, Streams streams, int width, boolean ascii, boolean all) {
    this.buffer = buffer;
    this.charset = streams.charset();
    this.palette = new Palette(streams.colour());
    this.width = width;
    this.ascii = ascii || !charset.newEncoder().canEncode("\u2588\u2502");
    this.all = all;
  }

  @Override
  public void explanation(String url, Verdict verdict, UrlExplanation explanation, double prior)
      throws IOException {
    StringBuilder out = begin();
    String label = verdict.label().name().toLowerCase(Locale.ROOT);
    out.append(palette.label(verdict.label(), label))
        .append("  ")
        .append(Numbers.probability(verdict.probability()))
        .append(palette.faint("  by the text of the URL, where " + share(prior) + " is phishing"))
        .append("\n\n");
    if (!explanation.text().equals(url)) {
      out.append("    ")
          .append(SafeText.shorten(url))
          .append(palette.faint("  is read by browsers as"))
          .append("\n\n");
    }
    List<MarkedPart> parts = MarkedPart.of(explanation);
    out.append(new UrlDrawing(explanation.text(), parts, palette, width).draw()).append('\n');
    bars(out, explanation, parts, prior);
    certain(out, verdict, explanation);
    write(out);
  }

  private void bars(
      StringBuilder out, UrlExplanation explanation, List<MarkedPart> parts, double prior) {
    ContributionBars bars = new ContributionBars(palette, ascii, width);
    double start = explanation.bias() + explanation.priorShift();
    bars.add("", start, "where it starts, with " + share(prior) + " phishing");
    int shown = all ? parts.size() : Math.min(parts.size(), ROWS);
    parts.subList(0, shown).forEach(bars::add);
    if (shown < parts.size()) {
      double rest = 0;
      for (MarkedPart part : parts.subList(shown, parts.size())) {
        rest += part.part().contribution();
      }
      bars.add("", rest, parts.size() - shown + " other features together");
    }
    bars.add(
        "=",
        explanation.logOdds(),
        "log-odds: probability " + Numbers.probability(explanation.probability()));
    out.append(bars.render());
  }

  private static String share(double prior) {
    double oneIn = 1 / prior;
    return Math.abs(oneIn - Math.rint(oneIn)) < 1e-9 && oneIn > 1.5
        ? String.format(Locale.ROOT, "1 in %,.0f", oneIn)
        : String.format(Locale.ROOT, "%.4g%%", prior * 100);
  }

  /** Findings, which may decide whatever the model says, and what browsers forgive. */
  private void certain(StringBuilder out, Verdict verdict, UrlExplanation explanation) {
    if (!explanation.findings().isEmpty()) {
      out.append("\n  findings, which bring it to ")
          .append(Numbers.probability(verdict.probability()))
          .append('\n');
      for (Finding finding : explanation.findings()) {
        out.append("    ")
            .append(palette.weight(finding.weight(), Numbers.weight(finding.weight())))
            .append("  ")
            .append(SafeText.escape(finding.message()))
            .append(floor(finding))
            .append('\n');
      }
    }
    String oddities =
        explanation.url().oddities().stream()
            .map(Oddity::description)
            .collect(Collectors.joining("; "));
    if (!oddities.isEmpty()) {
      out.append("\n  odd: ").append(oddities).append('\n');
    }
  }

  private static String floor(Finding finding) {
    return finding.floor() > 0 ? ", at least " + Numbers.probability(finding.floor()) : "";
  }

  @Override
  public void rejected(Rejection rejection) throws IOException {
    StringBuilder out = begin();
    RejectionText.append(out, palette, rejection);
    write(out);
  }

  private StringBuilder begin() {
    StringBuilder out = new StringBuilder(4_096).append(first ? "" : "\n");
    first = false;
    return out;
  }

  private void write(StringBuilder out) throws IOException {
    buffer.write(out.toString().getBytes(charset));
  }
}
