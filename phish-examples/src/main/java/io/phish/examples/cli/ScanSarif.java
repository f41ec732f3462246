package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.packages.manifest.ManifestProblem;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a scan found, by SARIF 2.1.0 (OASIS Standard, 2020). */
final class ScanSarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "high-risk",
              "error",
              "Package that is not to be installed",
              "Remove the package, and look for what it did where it is installed. The message says"
                  + " which popular package it imitates, or which list it is on."),
          new Rule(
              "suspicious",
              "warning",
              "Package that a person should look at",
              "Compare the name with that of the package you mean. If it is right, add it to an"
                  + " ignore file with the reason."),
          new Rule(
              "not-found",
              "warning",
              "Package that the registry does not have",
              "Somebody could still register the name. Correct it, or say that it is private."));

  private record Rule(String id, String level, String title, String help) {}

  private final JsonGenerator json;

  private ScanSarif(JsonGenerator json) {
    this.json = json;
  }

  static void write(ScanResult result, OutputStream out) throws IOException {
    JsonGenerator json = SafeJson.factory().createGenerator(out);
    new ScanSarif(json).write(result);
    json.writeRaw('\n');
    json.flush();
  }

  private void write(ScanResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("$schema", SCHEMA);
    json.writeStringField("version", "2.1.0");
    json.writeArrayFieldStart("runs");
    json.writeStartObject();
    tool();
    invocation(result);
    json.writeStringField("columnKind", "utf16CodeUnits");
    json.writeArrayFieldStart("results");
    for (ScanEntry entry : result.entries()) {
      if (entry.isFinding()) {
        result(entry);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void tool() throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "phish");
    json.writeStringField("version", PhishCommand.Version.current());
    json.writeArrayFieldStart("rules");
    for (Rule rule : RULES) {
      json.writeStartObject();
      json.writeStringField("id", rule.id());
      text("shortDescription", rule.title());
      text("help", rule.help());
      json.writeObjectFieldStart("defaultConfiguration");
      json.writeStringField("level", rule.level());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void invocation(ScanResult result) throws IOException {
    json.writeArrayFieldStart("invocations");
    json.writeStartObject();
    json.writeBooleanField("executionSuccessful", result.problems().isEmpty());
    json.writeArrayFieldStart("toolExecutionNotifications");
    for (ManifestProblem problem : result.problems()) {
      json.writeStartObject();
      json.writeStringField("level", "error");
      text("message", problem.message());
      json.writeObjectFieldStart("descriptor");
      json.writeStringField("id", problem.code().id());
      json.writeEndObject();
      location(problem.file(), problem.line());
      json.writeEndObject();
    }
    for (IgnoreFile.Rule rule : result.expired()) {
      json.writeStartObject();
      json.writeStringField("level", "warning");
      text("message", rule.place() + ": expired on " + rule.until() + ": " + rule.id());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private void result(ScanEntry entry) throws IOException {
    Rule rule =
        RULES.stream().filter(one -> one.id().equals(entry.rule())).findFirst().orElseThrow();
    String id = entry.dependency().id().toString();
    json.writeStartObject();
    json.writeStringField("ruleId", rule.id());
    json.writeNumberField("ruleIndex", RULES.indexOf(rule));
    json.writeStringField("level", rule.level());
    text("message", id + ": " + entry.message());
    location(entry.dependency().file(), entry.dependency().line());
    json.writeObjectFieldStart("partialFingerprints");
    json.writeStringField(
        "package/v1", sha256(entry.dependency().file() + '\n' + id + '\n' + rule.id()));
    json.writeEndObject();
    json.writeArrayFieldStart("suppressions");
    IgnoreFile.Rule ignored = entry.ignored();
    if (ignored != null) {
      json.writeStartObject();
      json.writeStringField("kind", "external");
      json.writeStringField("status", "accepted");
      json.writeStringField("justification", ignored.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void location(String file, int line) throws IOException {
    json.writeArrayFieldStart("locations");
    json.writeStartObject();
    json.writeObjectFieldStart("physicalLocation");
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", uri(file));
    json.writeStringField("uriBaseId", "SRCROOT");
    json.writeEndObject();
    if (line > 0) {
      json.writeObjectFieldStart("region");
      json.writeNumberField("startLine", line);
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
  }

  private void text(String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private static String uri(String file) {
    try {
      return new URI(null, null, file, null).toASCIIString();
    } catch (URISyntaxException e) {
      return "unnamed";
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
