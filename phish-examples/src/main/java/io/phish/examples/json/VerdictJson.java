package io.phish.examples.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.phish.ExtractorReport;
import io.phish.Reason;
import io.phish.Verdict;
import io.phish.spi.ModelVersion;
import io.phish.spi.Observation;
import io.phish.subject.Domain;
import io.phish.subject.PackageName;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.io.ByteArrayOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 *  "reasons":[{"code":"…","message":"…","weight":1.2,"extractor":"phish.url",
 *              "evidence":["…"]}],            only if there is any
 *  "extractors":[{"id":"phish.url","status":"OK","elapsed_us":12,
 *                 "probability":0.93,         null if it gave none
 *                 "weight":1.0,
 *                 "message":"…",              only if there is something to say
 *                 "facts":{"mx":"…"}}],       what it tells people, only if there is any
 *  "model":"phish.url@2026-11-20",            several joined by a comma, null if there was none
 *  "cached":false,
 *  "elapsed_us":31}
 * }</pre>
 *
 * <p>The value is that of a URL, a domain or a package name; of any other subject it is what {@link
 * Subject#display} says. What got no verdict, its value shortened to {@link #MAX_REJECTED_VALUE}
 * characters:
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

  // Names are encoded once: they are half of the output.
  private static final SerializedString SUBJECT = new SerializedString("subject");
  private static final SerializedString KIND = new SerializedString("kind");
  private static final SerializedString VALUE = new SerializedString("value");
  private static final SerializedString LABEL = new SerializedString("label");
  private static final SerializedString PROBABILITY = new SerializedString("probability");
  private static final SerializedString THRESHOLDS = new SerializedString("thresholds");
  private static final SerializedString SUSPICIOUS = new SerializedString("suspicious");
  private static final SerializedString PHISHING = new SerializedString("phishing");
  private static final SerializedString REASONS = new SerializedString("reasons");
  private static final SerializedString CODE = new SerializedString("code");
  private static final SerializedString MESSAGE = new SerializedString("message");
  private static final SerializedString WEIGHT = new SerializedString("weight");
  private static final SerializedString EXTRACTOR = new SerializedString("extractor");
  private static final SerializedString EVIDENCE = new SerializedString("evidence");
  private static final SerializedString EXTRACTORS = new SerializedString("extractors");
  private static final SerializedString ID = new SerializedString("id");
  private static final SerializedString STATUS = new SerializedString("status");
  private static final SerializedString FACTS = new SerializedString("facts");
  private static final SerializedString ELAPSED_US = new SerializedString("elapsed_us");
  private static final SerializedString MODEL = new SerializedString("model");
  private static final SerializedString CACHED = new SerializedString("cached");
  private static final SerializedString ERROR = new SerializedString("error");
  private static final SerializedString OFFSET = new SerializedString("offset");

  private final JsonGenerator json;

  /**
   * A writer onto a stream, which it neither flushes nor closes.
   *
   * @throws UncheckedIOException never, unless the stream is broken from the start
   */
  public VerdictJson(OutputStream out) {
    try {
      json = SafeJson.factory().createGenerator(out);
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
    startObject(ERROR);
    text(CODE, rejection.code());
    text(MESSAGE, rejection.message());
    Integer offset = rejection.offset();
    if (offset == null) {
      json.writeFieldName(OFFSET);
      json.writeNull();
    } else {
      integer(OFFSET, offset);
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
    subject(verdict.subject().kind(), value(verdict.subject()));
    text(LABEL, verdict.label().name().toLowerCase(Locale.ROOT));
    number(PROBABILITY, verdict.probability());
    startObject(THRESHOLDS);
    number(SUSPICIOUS, verdict.thresholds().suspicious());
    number(PHISHING, verdict.thresholds().phishing());
    json.writeEndObject();
    startArray(REASONS);
    for (Reason reason : verdict.reasons()) {
      reason(reason);
    }
    json.writeEndArray();
    startArray(EXTRACTORS);
    for (ExtractorReport report : verdict.extractors()) {
      report(report);
    }
    json.writeEndArray();
    text(MODEL, models(verdict));
    json.writeFieldName(CACHED);
    json.writeBoolean(verdict.cached());
    integer(ELAPSED_US, TimeUnit.NANOSECONDS.toMicros(verdict.elapsed().toNanos()));
    json.writeEndObject();
  }

  private void subject(@Nullable String kind, String value) throws IOException {
    startObject(SUBJECT);
    text(KIND, kind);
    text(VALUE, value);
    json.writeEndObject();
  }

  private void reason(Reason reason) throws IOException {
    json.writeStartObject();
    text(CODE, reason.code());
    text(MESSAGE, reason.message());
    number(WEIGHT, Math.round(reason.weight() * 1e4) / 1e4);
    text(EXTRACTOR, reason.extractor());
    if (!reason.evidence().isEmpty()) {
      startArray(EVIDENCE);
      for (String piece : reason.evidence()) {
        json.writeString(wellFormed(piece));
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void report(ExtractorReport report) throws IOException {
    json.writeStartObject();
    text(ID, report.id());
    text(STATUS, report.status().name());
    integer(ELAPSED_US, TimeUnit.NANOSECONDS.toMicros(report.elapsed().toNanos()));
    number(PROBABILITY, report.probability());
    number(WEIGHT, report.weight());
    if (report.message() != null) {
      text(MESSAGE, report.message());
    }
    Observation observation = report.observation();
    if (observation != null && !observation.facts().isEmpty()) {
      startObject(FACTS);
      for (Map.Entry<String, String> fact : observation.facts().entrySet()) {
        json.writeStringField(wellFormed(fact.getKey()), wellFormed(fact.getValue()));
      }
      json.writeEndObject();
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

  private void startObject(SerializedString name) throws IOException {
    json.writeFieldName(name);
    json.writeStartObject();
  }

  private void startArray(SerializedString name) throws IOException {
    json.writeFieldName(name);
    json.writeStartArray();
  }

  private void text(SerializedString name, @Nullable String value) throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeString(wellFormed(value));
    }
  }

  private void integer(SerializedString name, long value) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(value);
  }

  /** JSON has no NaN and no infinity. */
  private void number(SerializedString name, double value) throws IOException {
    json.writeFieldName(name);
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  /**
   * The value of what fits on a line. Mails are private and pages are large, and whoever gave them
   * has them.
   */
  private static String value(Subject subject) {
    return subject instanceof Url || subject instanceof Domain || subject instanceof PackageName
        ? subject.value()
        : subject.display();
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
