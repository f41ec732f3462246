package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.packages.PackageReason;
import io.phish.core.packages.PackageVerdict;
import io.phish.core.packages.manifest.Dependency;
import io.phish.core.packages.manifest.ManifestProblem;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** What a scan found, as one JSON object a line: dependencies, then problems. */
final class ScanJson {

  private ScanJson() {}

  static void write(ScanResult result, OutputStream out) throws IOException {
    JsonGenerator json = SafeJson.factory().createGenerator(out);
    for (ScanEntry entry : result.entries()) {
      write(entry, json);
      json.writeRaw('\n');
    }
    for (ManifestProblem problem : result.problems()) {
      json.writeStartObject();
      json.writeStringField("problem", problem.code().id());
      json.writeStringField("file", problem.file());
      json.writeNumberField("line", problem.line());
      json.writeStringField("message", problem.message());
      json.writeEndObject();
      json.writeRaw('\n');
    }
    json.flush();
  }

  private static void write(ScanEntry entry, JsonGenerator json) throws IOException {
    Dependency dependency = entry.dependency();
    json.writeStartObject();
    json.writeStringField("name", dependency.id().name());
    json.writeStringField("ecosystem", dependency.id().ecosystem().id());
    json.writeStringField("version", dependency.id().version());
    json.writeStringField("requirement", dependency.requirement());
    json.writeStringField("file", dependency.file());
    json.writeNumberField("line", dependency.line());
    json.writeBooleanField("direct", dependency.direct());
    json.writeStringField("source", dependency.source().name().toLowerCase(Locale.ROOT));
    PackageVerdict verdict = entry.verdict();
    if (verdict == null) {
      json.writeNullField("recommendation");
    } else {
      json.writeStringField("recommendation", verdict.recommendation().name());
      if (Double.isNaN(verdict.score())) {
        json.writeNullField("score");
      } else {
        json.writeNumberField("score", Math.round(verdict.score() * 10_000) / 10_000.0);
      }
      json.writeStringField(
          "target", verdict.resemblance() == null ? null : verdict.resemblance().target().name());
      json.writeStringField("missing", verdict.missing() == null ? null : verdict.missing().id());
      json.writeArrayFieldStart("reasons");
      for (PackageReason reason : verdict.reasons()) {
        json.writeStartObject();
        json.writeStringField("code", reason.code());
        json.writeStringField("message", reason.message());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeStringField("ignored", entry.ignored() == null ? null : entry.ignored().reason());
    json.writeBooleanField("fails", entry.fails());
    json.writeEndObject();
  }
}
