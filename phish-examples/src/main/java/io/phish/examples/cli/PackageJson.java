package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.name.resemblance.Resemblance;
import io.phish.core.packages.PackageReason;
import io.phish.core.packages.PackageVerdict;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Verdicts about packages as lines of JSON. */
final class PackageJson {
  private static final double DECIMALS = 10_000;

  private PackageJson() {}

  static void write(PackageVerdict verdict, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", verdict.id().name());
    json.writeStringField("ecosystem", verdict.id().ecosystem().id());
    if (verdict.id().version() != null) {
      json.writeStringField("version", verdict.id().version());
    }
    json.writeStringField("recommendation", verdict.recommendation().name());
    if (Double.isNaN(verdict.score())) {
      json.writeNullField("score");
    } else {
      json.writeNumberField("score", rounded(verdict.score()));
    }
    Resemblance hit = verdict.resemblance();
    if (hit == null) {
      json.writeNullField("target");
      json.writeNullField("rule");
      json.writeNullField("rank");
    } else {
      json.writeStringField("target", hit.target().name());
      json.writeStringField("rule", hit.rule().id());
      json.writeNumberField("rank", hit.rank());
    }
    if (verdict.missing() == null) {
      json.writeNullField("missing");
    } else {
      json.writeStringField("missing", verdict.missing().id());
    }
    json.writeArrayFieldStart("reasons");
    for (PackageReason reason : verdict.reasons()) {
      json.writeStartObject();
      json.writeStringField("code", reason.code());
      json.writeNumberField("weight", rounded(reason.weight()));
      json.writeStringField("message", reason.message());
      json.writeEndObject();
    }
    json.writeEndArray();
    end(json);
  }

  static void writeFailure(String what, long line, @Nullable Integer offset, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("failure", what);
    json.writeNumberField("line", line);
    if (offset == null) {
      json.writeNullField("offset");
    } else {
      json.writeNumberField("offset", offset);
    }
    end(json);
  }

  private static void end(JsonGenerator json) throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static double rounded(double number) {
    return Math.round(number * DECIMALS) / DECIMALS;
  }
}
