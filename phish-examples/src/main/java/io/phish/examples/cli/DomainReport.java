package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.registration.RegistrationAttempt;
import io.phish.core.registration.RegistrationField;
import io.phish.core.registration.RegistrationResult;
import io.phish.examples.json.SafeJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that is known of a domain.
 *
 * @param name as given
 * @param domain that was registered
 * @param dns what the DNS says of the name, by type
 * @param registration a JSON object: it may come from a cache
 * @param cached whether it does
 * @param elapsed from the question to the last answer
 */
record DomainReport(
    String name,
    String domain,
    Map<String, DnsAsked> dns,
    String registration,
    boolean cached,
    Duration elapsed) {

  /** A result as the JSON object that is kept and shown. */
  static String json(RegistrationResult result) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (JsonGenerator json = SafeJson.factory().createGenerator(octets)) {
      json.writeStartObject();
      RegistrationJson.write(result.registration(), json);
      json.writeObjectFieldStart("sources");
      for (Map.Entry<RegistrationField, String> source :
          new TreeMap<>(result.sources()).entrySet()) {
        json.writeStringField(source.getKey().id(), source.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("attempts");
      for (RegistrationAttempt attempt : result.attempts()) {
        json.writeStartObject();
        json.writeStringField("protocol", attempt.protocol().name().toLowerCase(Locale.ROOT));
        json.writeStringField("source", attempt.source());
        json.writeStringField("state", attempt.state().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("elapsed_ms", millis(attempt.elapsed()));
        json.writeStringField("problem", attempt.problem());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("elapsed_ms", millis(result.elapsed()));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("no memory fails", e);
    }
    return octets.toString(StandardCharsets.UTF_8);
  }

  /** To the microsecond. */
  private static double millis(Duration elapsed) {
    return Math.round(elapsed.toNanos() / 1e3) / 1e3;
  }

  /** Writes the fields; the braces are the caller's. */
  void write(JsonGenerator json) throws IOException {
    json.writeStringField("name", name);
    json.writeStringField("domain", domain);
    json.writeFieldName("registration");
    json.writeRawValue(registration);
    json.writeBooleanField("cached", cached);
    json.writeObjectFieldStart("dns");
    for (Map.Entry<String, DnsAsked> asked : dns.entrySet()) {
      json.writeObjectFieldStart(asked.getKey());
      asked.getValue().write(json);
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeNumberField("elapsed_ms", millis(elapsed));
  }
}
