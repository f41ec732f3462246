package io.phish.examples.cli;

import io.phish.Verdict;
import io.phish.examples.json.Rejection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Locale;

/** A verdict on one line, for a person who looks at many: label, probability, subject, reason. */
final class LinePrinter implements ResultPrinter {
  private final OutputStream buffer;
  private final Charset charset;
  private final Palette palette;

  LinePrinter(OutputStream buffer, Streams streams) {
    this.buffer = buffer;
    this.charset = streams.charset();
    this.palette = new Palette(streams.colour());
  }

  @Override
  public void verdict(String input, Verdict verdict) throws IOException {
    String label = verdict.label().name().toLowerCase(Locale.ROOT);
    StringBuilder line = new StringBuilder(256);
    line.append(palette.label(verdict.label(), padded(label)))
        .append("  ")
        .append(Table.padded(Numbers.probability(verdict.probability()), 5))
        .append("  ")
        .append(verdict.subject().display());
    if (!verdict.reasons().isEmpty()) {
      line.append(palette.faint("  " + SafeText.escape(verdict.reasons().get(0).message())));
    }
    write(line);
  }

  @Override
  public void rejected(Rejection rejection) throws IOException {
    StringBuilder line = new StringBuilder(256);
    line.append(palette.error(padded("rejected")))
        .append("  -      ")
        .append(SafeText.shorten(rejection.value()))
        .append(palette.faint("  " + SafeText.escape(rejection.message())));
    write(line);
  }

  private static String padded(String label) {
    return Table.padded(label, "suspicious".length());
  }

  private void write(StringBuilder line) throws IOException {
    buffer.write(line.append('\n').toString().getBytes(charset));
  }
}
