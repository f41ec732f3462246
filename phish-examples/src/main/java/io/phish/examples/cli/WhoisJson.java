package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.registration.Registration;
import io.phish.core.registration.whois.WhoisAnswer;
import io.phish.core.registration.whois.WhoisException;
import io.phish.core.registration.whois.WhoisFailure;
import io.phish.core.registration.whois.WhoisResult;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/** One JSON object a name. */
final class WhoisJson implements WhoisPrinter {
  private final JsonGenerator json;

  WhoisJson(OutputStream buffer) {
    try {
      json = SafeJson.factory().createGenerator(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void answered(String name, WhoisResult result, Registration merged) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    RegistrationJson.write(merged, json);
    millis(result.elapsed());
    json.writeArrayFieldStart("answers");
    for (WhoisAnswer answer : result.answers()) {
      json.writeStartObject();
      json.writeStringField("server", answer.reply().server());
      millis(answer.elapsed());
      json.writeBooleanField("complete", answer.reply().complete());
      json.writeStringField("text", answer.reply().text());
      RegistrationJson.write(answer.registration(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("failures");
    for (WhoisFailure failure : result.failures()) {
      json.writeStartObject();
      json.writeStringField("server", failure.server());
      reason(failure.reason());
      json.writeStringField("message", failure.message());
      millis(failure.elapsed());
      json.writeEndObject();
    }
    json.writeEndArray();
    end();
  }

  @Override
  public void failed(String name, WhoisException failure) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("failure", failure.getMessage());
    reason(failure.reason());
    json.writeStringField("server", failure.server());
    end();
  }

  private void reason(WhoisException.Reason reason) throws IOException {
    json.writeStringField("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private void millis(Duration elapsed) throws IOException {
    json.writeNumberField("elapsed_ms", Math.round(elapsed.toNanos() / 1e5) / 10.0);
  }

  private void end() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
