package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.dns.DnsStatus;
import io.phish.core.dns.transport.DnsTransport;
import io.phish.core.monitor.Change;
import io.phish.core.monitor.Lookalike;
import io.phish.core.monitor.LookalikeMonitor;
import io.phish.core.monitor.MonitorProgress;
import io.phish.core.monitor.MonitorReport;
import io.phish.core.monitor.MonitorState;
import io.phish.core.monitor.StateFile;
import io.phish.core.name.permutation.Permutations;
import io.phish.core.registration.RegistrationLookup;
import io.phish.core.registration.RegistrationSettings;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Finds out which lookalikes are registered, tells of them and keeps the state. */
final class LookalikesWatch {
  /** For one registration, waiting for the limits of servers included. */
  private static final Duration REGISTRATION = Duration.ofHours(1);

  private final Streams streams;
  private final ResolveOptions options;
  private final Map<String, String> registrationSettings;
  private final boolean json;

  LookalikesWatch(
      Streams streams,
      ResolveOptions options,
      Map<String, String> registrationSettings,
      boolean json) {
    this.streams = streams;
    this.options = options;
    this.registrationSettings = registrationSettings;
    this.json = json;
  }

  /** Whether it is known of all of them whether they are registered. */
  boolean run(Permutations names) throws IOException {
    if (options.state() == null) {
      MonitorReport report = watch(names, MonitorState.empty(names.ascii()));
      print(report, false);
      return report.unanswered() == 0;
    }
    try (StateFile file = StateFile.open(options.state())) {
      MonitorReport report = watch(names, file.read(names.ascii()));
      // First: what was told twice is better than what was never told.
      print(report, true);
      file.write(report.state());
      return report.unanswered() == 0;
    }
  }

  private MonitorReport watch(Permutations names, MonitorState before) {
    try (DnsTransport transport = options.transport();
        RegistrationLookup registrations = registrations()) {
      LookalikeMonitor monitor = monitor(transport, registrations);
      boolean draws = streams.interactive() && !options.isQuiet();
      CompletableFuture<MonitorReport> run =
          draws ? monitor.watch(names, before, this::draw) : monitor.watch(names, before);
      try {
        return run.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      } finally {
        if (draws) {
          streams.err().print("\r\u001b[K");
          streams.err().flush();
        }
      }
    }
  }

  private @Nullable RegistrationLookup registrations() {
    return options.asksAges()
        ? new RegistrationSettings(registrationSettings).lookup().timeout(timeout()).build()
        : null;
  }

  private static Duration timeout() {
    return REGISTRATION.compareTo(RegistrationLookup.MAX_TIMEOUT) < 0
        ? REGISTRATION
        : RegistrationLookup.MAX_TIMEOUT;
  }

  private LookalikeMonitor monitor(
      DnsTransport transport, @Nullable RegistrationLookup registrations) {
    try {
      LookalikeMonitor.Builder builder = options.monitor(transport);
      return (registrations == null ? builder : builder.registrations(registrations)).build();
    } catch (IllegalArgumentException e) {
      throw options.wrong(String.valueOf(e.getMessage()));
    }
  }

  private void draw(MonitorProgress now) {
    streams
        .err()
        .printf(
            Locale.ROOT,
            "\r\u001b[K%s: %,d asked, %,d answered; %,d names exist",
            id(now.phase()),
            now.asked(),
            now.answered(),
            now.found());
    streams.err().flush();
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void print(MonitorReport report, boolean changes) throws IOException {
    Output output = new Output(streams.out());
    for (Change change : report.changes()) {
      String kind = changes ? id(change.kind()) : null;
      output.write(() -> row(output, change.lookalike(), kind, change, null), false);
    }
    report
        .unknown()
        .forEach(
            (name, status) -> {
              Lookalike former = report.state().lookalikes().get(name);
              if (former != null) {
                output.write(() -> row(output, former, "unknown", null, status), false);
              }
            });
    output.flush();
    if (!options.isQuiet()) {
      summary(report, changes);
    }
  }

  private void row(
      Output output,
      Lookalike lookalike,
      @Nullable String kind,
      @Nullable Change change,
      @Nullable DnsStatus status)
      throws IOException {
    if (!json) {
      String line = text(lookalike, kind, change, status) + '\n';
      output.buffer().write(line.getBytes(streams.charset()));
      return;
    }
    try (JsonGenerator generator = SafeJson.factory().createGenerator(output.buffer())) {
      generator.writeStartObject();
      generator.writeStringField("rule", lookalike.rule().id());
      generator.writeStringField("name", lookalike.name());
      generator.writeStringField("unicode", lookalike.unicode());
      if (kind != null) {
        generator.writeStringField("change", kind);
      }
      if (status != null) {
        generator.writeStringField("status", DnsPrinter.id(status));
      }
      records(generator, lookalike);
      if (change != null && change.kind() == Change.Kind.CHANGED && change.before() != null) {
        strings(generator, "changed", change.fields().stream().map(f -> id(f)).sorted().toList());
        generator.writeObjectFieldStart("before");
        records(generator, change.before());
        generator.writeEndObject();
      }
      generator.writeStringField("first_seen", lookalike.firstSeen().toString());
      generator.writeStringField("last_seen", lookalike.lastSeen().toString());
      generator.writeEndObject();
      generator.writeRaw('\n');
    }
  }

  private static void records(JsonGenerator generator, Lookalike of) throws IOException {
    strings(generator, "addresses", of.addresses());
    strings(generator, "mx", of.mailServers());
    strings(generator, "ns", of.nameServers());
    generator.writeBooleanField("same_ns", of.sameNameServers());
    LocalDate created = of.created();
    generator.writeStringField("created", created == null ? null : created.toString());
    if (created != null) {
      generator.writeNumberField("age_days", days(created, of));
    }
  }

  /** Until it was seen last. */
  private static long days(LocalDate created, Lookalike of) {
    return ChronoUnit.DAYS.between(created, LocalDate.ofInstant(of.lastSeen(), ZoneOffset.UTC));
  }

  private static void strings(JsonGenerator generator, String field, List<String> values)
      throws IOException {
    generator.writeArrayFieldStart(field);
    for (String value : values) {
      generator.writeString(value);
    }
    generator.writeEndArray();
  }

  private static String text(
      Lookalike of, @Nullable String kind, @Nullable Change change, @Nullable DnsStatus status) {
    StringBuilder line = new StringBuilder();
    if (kind != null) {
      line.append(Table.padded(kind, 8));
    }
    line.append(Table.padded(of.rule().id(), 14)).append(of.name());
    if (!of.unicode().equals(of.name())) {
      line.append(" (").append(of.unicode()).append(')');
    }
    if (status != null) {
      return line.append("  kept as it was: ").append(DnsPrinter.id(status)).toString();
    }
    part(line, "", of.addresses());
    part(line, "mx ", of.mailServers());
    part(line, "ns ", of.nameServers());
    if (of.sameNameServers()) {
      line.append("  the same name servers");
    }
    if (of.created() != null) {
      line.append("  registered ").append(of.created());
    }
    if (change != null && !change.fields().isEmpty()) {
      line.append("  changed: ")
          .append(String.join(", ", change.fields().stream().map(f -> id(f)).sorted().toList()));
    }
    return SafeText.escape(line.toString());
  }

  private static void part(StringBuilder line, String label, List<String> values) {
    if (!values.isEmpty()) {
      line.append("  ").append(label).append(String.join(", ", values));
    }
  }

  private void summary(MonitorReport report, boolean changes) {
    streams
        .err()
        .printf(
            Locale.ROOT,
            "%,d names asked for, %,d registered%s%s%s%n",
            report.asked(),
            report.state().lookalikes().size(),
            changes ? String.format(Locale.ROOT, ", %,d changes", report.changes().size()) : "",
            report.unanswered() == 0
                ? ""
                : String.format(Locale.ROOT, ", %,d not known", report.unanswered()),
            report.wildcards().isEmpty()
                ? ""
                : ", wildcards under " + SafeText.shorten(String.join(", ", report.wildcards())));
    streams.err().flush();
  }
}
