package io.phish.examples.cli;

import io.phish.core.registration.Registrar;
import io.phish.core.registration.Registration;
import io.phish.core.registration.whois.WhoisAnswer;
import io.phish.core.registration.whois.WhoisException;
import io.phish.core.registration.whois.WhoisFailure;
import io.phish.core.registration.whois.WhoisResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was understood, then what was written, for people. */
final class WhoisText implements WhoisPrinter {
  private static final int WIDTH = 14;

  private final OutputStream buffer;
  private final Charset charset;
  private final Palette palette;

  WhoisText(OutputStream buffer, Charset charset, Palette palette) {
    this.buffer = buffer;
    this.charset = charset;
    this.palette = palette;
  }

  @Override
  public void answered(String name, WhoisResult result, Registration merged) throws IOException {
    StringBuilder out = new StringBuilder();
    out.append(palette.bold(SafeText.shorten(result.domain())))
        .append("  ")
        .append(merged.state().name().toLowerCase(Locale.ROOT))
        .append(palette.faint("  " + millis(result.elapsed())))
        .append('\n');
    fields(out, merged);
    for (WhoisFailure failure : result.failures()) {
      String what =
          failure.server()
              + ": "
              + failure.message()
              + " ("
              + failure.reason().name().toLowerCase(Locale.ROOT)
              + ", "
              + millis(failure.elapsed())
              + ")";
      row(out, "failed", what);
    }
    for (WhoisAnswer answer : result.answers()) {
      reply(out, answer);
    }
    buffer.write(out.append('\n').toString().getBytes(charset));
  }

  private void fields(StringBuilder out, Registration merged) {
    row(out, "created", merged.created());
    row(out, "updated", merged.updated());
    row(out, "expires", merged.expires());
    Registrar registrar = merged.registrar();
    if (registrar != null) {
      Integer id = registrar.ianaId();
      row(
          out,
          "registrar",
          id == null ? registrar.name() : registrar.name() + " (IANA " + id + ")");
      row(out, "abuse", registrar.abuseEmail());
    }
    row(out, "holder", merged.registrantOrganization());
    row(out, "country", merged.registrantCountry());
    merged.nameservers().forEach(server -> row(out, "nameserver", server));
    merged.statuses().forEach(status -> row(out, "status", status));
    Boolean signed = merged.signed();
    row(out, "DNSSEC", signed == null ? null : signed ? "signed" : "unsigned");
  }

  private void reply(StringBuilder out, WhoisAnswer answer) {
    String head =
        "--- "
            + answer.reply().server()
            + ", "
            + millis(answer.elapsed())
            + (answer.reply().complete() ? "" : ", cut");
    out.append('\n').append(palette.faint(SafeText.escape(head))).append('\n');
    answer
        .reply()
        .text()
        .lines()
        .map(String::stripTrailing)
        .map(line -> SafeText.escape(line.replace('\t', ' ')))
        .forEach(line -> out.append(line).append('\n'));
  }

  private void row(StringBuilder out, String name, @Nullable Object value) {
    if (value != null) {
      out.append("  ")
          .append(palette.faint(Table.padded(name, WIDTH)))
          .append(SafeText.shorten(value.toString()))
          .append('\n');
    }
  }

  @Override
  public void failed(String name, WhoisException failure) throws IOException {
    String line =
        palette.bold(SafeText.shorten(name))
            + "  "
            + palette.error(failure.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '))
            + "  "
            + SafeText.escape(String.valueOf(failure.getMessage()))
            + "\n\n";
    buffer.write(line.getBytes(charset));
  }

  private static String millis(Duration elapsed) {
    return String.format(Locale.ROOT, "%.1f ms", elapsed.toNanos() / 1e6);
  }
}
