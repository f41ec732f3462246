package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.phish.Verdict;
import io.phish.core.url.Oddity;
import io.phish.core.url.Span;
import io.phish.core.url.UrlExplanation;
import io.phish.core.url.UrlExplanation.Part;
import io.phish.examples.json.Rejection;
import io.phish.examples.json.VerdictJson;
import io.phish.spi.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * One JSON object a line:
 *
 * <pre>{@code
 * {"url":"…","text":"…",                      spans and heat count in the text
 *  "label":"phishing","probability":0.99,     of the verdict
 *  "prior":0.1,
 *  "bias":-2.1,"prior_shift":0.0,"log_odds":4.6,"model_probability":0.99,
 *  "features":[{"name":"…","value":1.0,       null if it is not known
 *               "contribution":1.2,"message":"…","spans":[[7,13]]}],
 *  "heat":[0.0,0.1],                          by character, of the n-grams
 *  "findings":[{"code":"…","weight":2.0,"floor":0.0,"message":"…"}],
 *  "oddities":["…"]}
 * }</pre>
 *
 * <p>{@code bias}, {@code prior_shift} and all contributions sum to {@code log_odds}. A URL that is
 * rejected is as in {@link VerdictJson}.
 */
final class ExplanationJson implements ExplanationPrinter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private final OutputStream buffer;

  ExplanationJson(OutputStream buffer) {
    this.buffer = buffer;
  }

  @Override
  public void explanation(String url, Verdict verdict, UrlExplanation explanation, double prior)
      throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(buffer)) {
      json.writeStartObject();
      json.writeStringField("url", url);
      json.writeStringField("text", explanation.text());
      json.writeStringField("label", verdict.label().name().toLowerCase(Locale.ROOT));
      json.writeNumberField("probability", verdict.probability());
      json.writeNumberField("prior", prior);
      json.writeNumberField("bias", explanation.bias());
      json.writeNumberField("prior_shift", explanation.priorShift());
      json.writeNumberField("log_odds", explanation.logOdds());
      json.writeNumberField("model_probability", explanation.probability());
      json.writeArrayFieldStart("features");
      for (Part part : explanation.parts()) {
        part(json, part);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("heat");
      for (int i = 0; i < explanation.text().length(); i++) {
        json.writeNumber(Math.round(explanation.heat(i) * 1e4) / 1e4);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("findings");
      for (Finding finding : explanation.findings()) {
        finding(json, finding);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("oddities");
      for (Oddity oddity : explanation.url().oddities()) {
        json.writeString(oddity.description());
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void part(JsonGenerator json, Part part) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", part.feature().name());
    json.writeFieldName("value");
    if (Double.isNaN(part.value())) {
      json.writeNull();
    } else {
      json.writeNumber(part.value());
    }
    json.writeNumberField("contribution", part.contribution());
    json.writeStringField("message", part.phrase());
    json.writeArrayFieldStart("spans");
    for (Span span : part.spans()) {
      json.writeArray(new int[] {span.start(), span.end()}, 0, 2);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void finding(JsonGenerator json, Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", finding.code());
    json.writeNumberField("weight", finding.weight());
    json.writeNumberField("floor", finding.floor());
    json.writeStringField("message", finding.message());
    json.writeEndObject();
  }

  @Override
  public void rejected(Rejection rejection) throws IOException {
    VerdictJson json = new VerdictJson(buffer);
    json.write(rejection);
    json.flush();
  }
}
