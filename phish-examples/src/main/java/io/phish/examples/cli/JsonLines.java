package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.phish.examples.json.SafeJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers JSON objects, one a line, in the order they come: each line of standard input gives
 * exactly one line of output. A line that is no such object is answered by {@code
 * {"failure":"…","offset":N}}, the offset counting characters of the line (octets where it is too
 * long or not UTF-8), and the run goes on.
 */
final class JsonLines {
  private static final JsonFactory PARSERS = new JsonFactory();

  private final Streams streams;
  private final int maxLength;
  private final String field;
  private final Set<String> optional;
  private final FieldsHandler handler;

  /**
   * Answers.
   *
   * @param maxLength of a line, in octets
   * @param field the name of the string that every object must have; what else it has is skipped
   */
  JsonLines(Streams streams, int maxLength, String field, Handler handler) {
    this(
        streams,
        maxLength,
        field,
        Set.of(),
        (fields, json) -> handler.answer(fields.getOrDefault(field, ""), json));
  }

  /**
   * Answers.
   *
   * @param maxLength of a line, in octets
   * @param field the name of the string that every object must have
   * @param optional the names of strings that it may have, or null instead; what else it has is
   *     skipped
   */
  JsonLines(
      Streams streams, int maxLength, String field, Set<String> optional, FieldsHandler handler) {
    this.streams = streams;
    this.maxLength = maxLength;
    this.field = field;
    this.optional = optional;
    this.handler = handler;
  }

  /** Writes the answer to one object. */
  @FunctionalInterface
  interface Handler {
    /** Writes the fields of the answer to the value of the field; the braces are there. */
    void answer(String value, JsonGenerator json) throws IOException;
  }

  /** Writes the answer to the fields of one object. */
  @FunctionalInterface
  interface FieldsHandler {
    /** Writes the fields of the answer to the strings that are there; the braces are there. */
    void answer(Map<String, String> fields, JsonGenerator json) throws IOException;
  }

  /**
   * Answers every line.
   *
   * @return the exit code: 3 if there was a failure
   * @throws java.io.UncheckedIOException if the input or the output fails
   */
  int run() throws IOException {
    Output output = new Output(streams.out());
    JsonGenerator json = SafeJson.factory().createGenerator(output.buffer());
    LineReader lines = new LineReader(streams.in(), null, output::flush, maxLength);
    boolean[] failed = new boolean[1];
    while (lines.hasNext()) {
      Line line = lines.next();
      output.write(() -> failed[0] |= !answer(line, json), false);
    }
    output.flush();
    return failed[0] ? ExitCode.UNKNOWN : ExitCode.BENIGN;
  }

  private boolean answer(Line line, JsonGenerator json) throws IOException {
    json.writeStartObject();
    boolean fine;
    if (line instanceof Line.Text text) {
      fine = answer(text.text(), json);
    } else {
      var rejection = ((Line.Bad) line).rejection();
      fine = fail(json, rejection.message(), rejection.offset());
    }
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
    return fine;
  }

  private boolean answer(String line, JsonGenerator json) throws IOException {
    Map<String, String> fields;
    try {
      fields = parse(line);
    } catch (BadLineException e) {
      return fail(json, String.valueOf(e.getMessage()), e.offset);
    }
    handler.answer(fields, json);
    return true;
  }

  private Map<String, String> parse(String line) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser in = PARSERS.createParser(line)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new BadLineException(
            "line is no JSON object; write {\"" + field + "\":\"…\"}", offset(in));
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        boolean maybe = optional.contains(name);
        int offset = offset(in);
        JsonToken token = in.nextToken();
        if (!maybe && !name.equals(field)) {
          in.skipChildren();
        } else if (token != JsonToken.VALUE_STRING && !(maybe && token == JsonToken.VALUE_NULL)) {
          throw new BadLineException(name + " is no string", offset(in));
        } else if (fields.containsKey(name)) {
          throw new BadLineException(name + " is there twice", offset);
        } else if (token == JsonToken.VALUE_STRING) {
          fields.put(name, in.getText());
        }
      }
      if (in.nextToken() != null) {
        throw new BadLineException("line has more than one JSON object", offset(in));
      }
    } catch (JsonParseException | StreamConstraintsException e) {
      long at = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
      throw new BadLineException(
          "line is no JSON: " + SafeText.shorten(e.getOriginalMessage()),
          (int) Math.min(Math.max(at, 0), line.length()));
    }
    if (!fields.containsKey(field)) {
      throw new BadLineException(field + " is missing", 0);
    }
    return fields;
  }

  private static int offset(JsonParser in) {
    return (int) Math.max(0, in.currentTokenLocation().getCharOffset());
  }

  private static boolean fail(JsonGenerator json, String message, @Nullable Integer offset)
      throws IOException {
    json.writeStringField("failure", message);
    json.writeFieldName("offset");
    if (offset == null) {
      json.writeNull();
    } else {
      json.writeNumber(offset);
    }
    return false;
  }

  private static final class BadLineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    BadLineException(String message, int offset) {
      // A binary file has thousands of them, and nobody looks at their stack traces.
      super(message, null, false, false);
      this.offset = offset;
    }
  }
}
