package io.phish.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report for people: what is known, from whom, and how long each took. */
final class DomainText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Palette palette;

  DomainText(Palette palette) {
    this.palette = palette;
  }

  String render(DomainReport report) throws IOException {
    JsonNode registration = JSON.readTree(report.registration());
    StringBuilder text = new StringBuilder();
    text.append(palette.bold(SafeText.shorten(report.name())))
        .append("  ")
        .append(palette.faint("in " + Numbers.duration(report.elapsed())))
        .append('\n');
    Table known = new Table("registration", "", "from");
    JsonNode sources = registration.path("sources");
    String everywhere = report.cached() ? "cache" : null;
    row(known, "state", registration.path("state"), sources, "state", everywhere);
    row(known, "domain", registration.path("domain"), sources, "domain", everywhere);
    row(known, "created", registration.path("created"), sources, "created", everywhere);
    row(known, "updated", registration.path("updated"), sources, "updated", everywhere);
    row(known, "expires", registration.path("expires"), sources, "expires", everywhere);
    JsonNode registrar = registration.path("registrar");
    row(known, "registrar", registrar.path("name"), sources, "registrar_name", everywhere);
    row(known, "IANA id", registrar.path("iana_id"), sources, "registrar_iana_id", everywhere);
    row(known, "abuse", registrar.path("abuse_email"), sources, "abuse_email", everywhere);
    row(
        known,
        "registrant",
        registration.path("registrant"),
        sources,
        "registrant_organization",
        everywhere);
    row(
        known,
        "country",
        registration.path("registrant_country"),
        sources,
        "registrant_country",
        everywhere);
    row(known, "hidden", registration.path("hidden"), sources, "hidden", everywhere);
    row(known, "DNSSEC", registration.path("dnssec"), sources, "signed", everywhere);
    row(
        known,
        "name servers",
        registration.path("nameservers"),
        sources,
        "nameservers",
        everywhere);
    row(known, "status", registration.path("status"), sources, "statuses", everywhere);
    text.append(known.render("  ", palette));
    if (!report.cached()) {
      text.append(attempts(registration.path("attempts")));
    }
    if (!report.dns().isEmpty()) {
      text.append(dns(report.dns()));
    }
    return text.toString();
  }

  private static void row(
      Table table,
      String name,
      JsonNode value,
      JsonNode sources,
      String field,
      @Nullable String everywhere) {
    String shown = shown(value);
    if (!shown.isEmpty()) {
      String source = sources.path(field).asText();
      table.row(
          name,
          SafeText.shorten(shown),
          SafeText.shorten(everywhere == null ? source : everywhere + ", " + source));
    }
  }

  private static String shown(JsonNode value) {
    if (!value.isArray()) {
      return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }
    StringBuilder all = new StringBuilder();
    for (JsonNode each : value) {
      all.append(all.length() == 0 ? "" : ", ").append(each.asText());
    }
    return all.toString();
  }

  private String attempts(JsonNode attempts) {
    Table table = new Table("asked", "", "time", "answer");
    for (JsonNode attempt : attempts) {
      JsonNode problem = attempt.path("problem");
      table.row(
          attempt.path("protocol").asText(),
          SafeText.shorten(attempt.path("source").asText()),
          Numbers.duration(
              Duration.ofNanos(Math.round(attempt.path("elapsed_ms").asDouble() * 1e6))),
          SafeText.shorten(problem.isNull() ? attempt.path("state").asText() : problem.asText()));
    }
    return table.render("  ", palette);
  }

  private String dns(Map<String, DnsAsked> answers) {
    Table table = new Table("DNS", "time", "TTL", "answer");
    answers.forEach(
        (type, asked) ->
            table.row(
                type,
                Numbers.duration(asked.elapsed()),
                asked.answer().status().isKnown() ? Long.toString(asked.answer().ttl()) : "-",
                SafeText.shorten(asked.gist())));
    return table.render("  ", palette);
  }
}
