package io.phish.examples.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.phish.ExtractorReport;
import io.phish.Reason;
import io.phish.Verdict;
import io.phish.spi.ModelVersion;
import java.io.ByteArrayOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes verdicts as JSON, one object a line (RFC 8259, UTF-8). A verdict:
 *
 * <pre>{@code
 * {"subject":{"kind":"url","value":"https://example.com/"},
 *  "label":"phishing|suspicious|benign|unknown",
 *  "probability":0.93,                        null if unknown
 *  "thresholds":{"suspicious":0.4,"phishing":0.7},
 *  "reasons":[{"code":"…","message":"…","weight":1.2,"extractor":"phish.url"}],
 *  "extractors":[{"id":"phish.url","status":"OK","elapsed_us":12,
 *                 "probability":0.93,         null if it gave none
 *                 "weight":1.0,
 *                 "message":"…"}],            only if there is something to say
 *  "model":"phish.url@2026-11-20",            several joined by a comma, null if there was none
 *  "cached":false,
 *  "elapsed_us":31}
 * }</pre>
 *
 * <p>What got no verdict, its value shortened to {@link #MAX_REJECTED_VALUE} characters:
 *
 * <pre>{@code
 * {"subject":{"kind":"url","value":"https://example.com:99999/"},
 *  "error":{"code":"invalid-port","message":"…","offset":20}}
 * }</pre>
 *
 * <p>Names are added in later versions, never changed or taken away. Control, format (bidi, zero
 * width) and separator characters are escaped and unpaired surrogates replaced by U+FFFD, so the
 * output is safe for a terminal and for every parser. Not safe for several threads.
 */
public final class VerdictJson implements Flushable {
  /** Of the value of a rejected input, in UTF-16 units; a longer one ends in an ellipsis. */
  public static final int MAX_REJECTED_VALUE = 256;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .characterEscapes(new InvisibleEscapes())
          .rootValueSeparator((String) null)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private final JsonGenerator json;

  /**
   * A writer onto a stream, which it neither flushes nor closes.
   *
   * @throws UncheckedIOException never, unless the stream is broken from the start
   */
  public VerdictJson(OutputStream out) {
    try {
      json = FACTORY.createGenerator(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A verdict as one JSON object, without a line break. */
  public static String toString(Verdict verdict) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
    try {
      VerdictJson json = new VerdictJson(out);
      json.object(verdict);
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Writes a verdict and a line feed. */
  public void write(Verdict verdict) throws IOException {
    object(verdict);
    json.writeRaw('\n');
  }

  /** Writes a rejection and a line feed. */
  public void write(Rejection rejection) throws IOException {
    json.writeStartObject();
    subject(rejection.kind(), shortened(rejection.value()));
    json.writeObjectFieldStart("error");
    text("code", rejection.code());
    text("message", rejection.message());
    Integer offset = rejection.offset();
    if (offset == null) {
      json.writeNullField("offset");
    } else {
      json.writeNumberField("offset", offset);
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Hands everything written to the stream, without flushing that. */
  @Override
  public void flush() throws IOException {
    json.flush();
  }

  private void object(Verdict verdict) throws IOException {
    json.writeStartObject();
    subject(verdict.subject().kind(), verdict.subject().value());
    text("label", verdict.label().name().toLowerCase(Locale.ROOT));
    number("probability", verdict.probability());
    json.writeObjectFieldStart("thresholds");
    number("suspicious", verdict.thresholds().suspicious());
    number("phishing", verdict.thresholds().phishing());
    json.writeEndObject();
    json.writeArrayFieldStart("reasons");
    for (Reason reason : verdict.reasons()) {
      reason(reason);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("extractors");
    for (ExtractorReport report : verdict.extractors()) {
      report(report);
    }
    json.writeEndArray();
    text("model", models(verdict));
    json.writeBooleanField("cached", verdict.cached());
    json.writeNumberField("elapsed_us", TimeUnit.NANOSECONDS.toMicros(verdict.elapsed().toNanos()));
    json.writeEndObject();
  }

  private void subject(@Nullable String kind, String value) throws IOException {
    json.writeObjectFieldStart("subject");
    text("kind", kind);
    text("value", value);
    json.writeEndObject();
  }

  private void reason(Reason reason) throws IOException {
    json.writeStartObject();
    text("code", reason.code());
    text("message", reason.message());
    number("weight", reason.weight());
    text("extractor", reason.extractor());
    json.writeEndObject();
  }

  private void report(ExtractorReport report) throws IOException {
    json.writeStartObject();
    text("id", report.id());
    text("status", report.status().name());
    json.writeNumberField("elapsed_us", TimeUnit.NANOSECONDS.toMicros(report.elapsed().toNanos()));
    number("probability", report.probability());
    number("weight", report.weight());
    if (report.message() != null) {
      text("message", report.message());
    }
    json.writeEndObject();
  }

  private static @Nullable String models(Verdict verdict) {
    List<ModelVersion> models = verdict.models();
    if (models.isEmpty()) {
      return null;
    }
    String first = models.get(0).toString();
    if (models.size() == 1) {
      return first;
    }
    StringBuilder joined = new StringBuilder(first);
    for (int i = 1; i < models.size(); i++) {
      joined.append(',').append(models.get(i));
    }
    return joined.toString();
  }

  private void text(String name, @Nullable String value) throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, wellFormed(value));
    }
  }

  /** JSON has no NaN and no infinity. */
  private void number(String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }

  private static String shortened(String value) {
    if (value.length() <= MAX_REJECTED_VALUE) {
      return value;
    }
    int end = MAX_REJECTED_VALUE - 1;
    return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end)
        + '…';
  }

  /** The text with every unpaired surrogate replaced; the same object if there is none. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaceUnpaired(text, i);
      }
    }
    return text;
  }

  private static String replaceUnpaired(String text, int from) {
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean unpaired = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      out.appendCodePoint(unpaired ? '\uFFFD' : c);
      i += Character.charCount(c);
    }
    return out.toString();
  }
}
