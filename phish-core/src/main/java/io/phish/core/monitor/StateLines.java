package io.phish.core.monitor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.phish.core.name.permutation.PermutationRule;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of a state file. Fields that a line has beside those it must have are left alone. */
final class StateLines {
  static final int VERSION = 1;

  /** What a file begins with: the name of the format, and its version. */
  private static final String FORMAT = "phish-lookalikes";

  private static final String END = "end";
  private static final int MAX_LINE = 1 << 16;

  private static final JsonFactory JSON = new JsonFactory();

  /** The first line. */
  record Head(int version, String name, @Nullable Instant at) {}

  private StateLines() {}

  static String head(MonitorState state) {
    return write(
        json -> {
          json.writeNumberField(FORMAT, VERSION);
          json.writeStringField("name", state.name());
          json.writeStringField("at", state.at() == null ? null : state.at().toString());
        });
  }

  static String lookalike(Lookalike lookalike) {
    return write(
        json -> {
          json.writeStringField("name", lookalike.name());
          json.writeStringField("unicode", lookalike.unicode());
          json.writeStringField("rule", lookalike.rule().id());
          write(json, "addresses", lookalike.addresses());
          write(json, "mx", lookalike.mailServers());
          write(json, "ns", lookalike.nameServers());
          json.writeBooleanField("same_ns", lookalike.sameNameServers());
          LocalDate created = lookalike.created();
          json.writeStringField("created", created == null ? null : created.toString());
          json.writeStringField("first_seen", lookalike.firstSeen().toString());
          json.writeStringField("last_seen", lookalike.lastSeen().toString());
        });
  }

  static String end(MonitorState state) {
    return write(json -> json.writeNumberField(END, state.lookalikes().size()));
  }

  /** Writes the fields of a line. */
  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static String write(Fields fields) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not to memory
    }
    return line.append('\n').toString();
  }

  private static void write(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /** A line is not what it should be; the message says how. */
  static final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    BadLineException(String message) {
      super(message);
    }
  }

  static Head head(String line) throws BadLineException {
    Map<String, Object> fields;
    try {
      fields = read(line);
    } catch (BadLineException e) {
      throw new BadLineException("file is no state of lookalikes; use another file");
    }
    Integer version = number(fields.get(FORMAT));
    if (version == null) {
      throw new BadLineException("file is no state of lookalikes; use another file");
    }
    if (version != VERSION) {
      return new Head(version, "", null); // the rest may mean anything
    }
    return new Head(version, text(fields, "name"), optional(fields, "at", Instant::parse));
  }

  static boolean isEnd(String line) {
    return line.startsWith("{\"" + END + '"');
  }

  static int end(String line) throws BadLineException {
    Integer count = number(read(line).get(END));
    return count == null ? -1 : count;
  }

  static Lookalike lookalike(String line) throws BadLineException {
    Map<String, Object> fields = read(line);
    String rule = text(fields, "rule");
    PermutationRule known = PermutationRule.of(rule);
    if (known == null) {
      throw new BadLineException("there is no rule " + rule);
    }
    Instant firstSeen = optional(fields, "first_seen", Instant::parse);
    Instant lastSeen = optional(fields, "last_seen", Instant::parse);
    if (firstSeen == null || lastSeen == null) {
      throw new BadLineException("first_seen or last_seen is missing");
    }
    return new Lookalike(
        text(fields, "name"),
        text(fields, "unicode"),
        known,
        list(fields, "addresses"),
        list(fields, "mx"),
        list(fields, "ns"),
        Boolean.TRUE.equals(fields.get("same_ns")),
        optional(fields, "created", LocalDate::parse),
        firstSeen,
        lastSeen);
  }

  private static @Nullable Integer number(@Nullable Object value) {
    return value instanceof Integer number ? number : null;
  }

  private static String text(Map<String, Object> fields, String field) throws BadLineException {
    if (fields.get(field) instanceof String text) {
      return text;
    }
    throw new BadLineException(field + " is missing or no text");
  }

  private static List<String> list(Map<String, Object> fields, String field)
      throws BadLineException {
    if (!(fields.get(field) instanceof List<?> values)
        || values.size() > 2 * Lookalike.MAX_RECORDS) {
      throw new BadLineException(field + " is missing, no list or too long");
    }
    return values.stream().map(String.class::cast).toList();
  }

  /** Reads a text. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(String text);
  }

  private static <T> @Nullable T optional(
      Map<String, Object> fields, String field, Reader<T> reader) throws BadLineException {
    if (!fields.containsKey(field)) {
      return null;
    }
    try {
      return reader.read(text(fields, field));
    } catch (DateTimeException e) {
      throw new BadLineException(field + " is no time: " + e.getMessage());
    }
  }

  /** An object of texts, numbers, booleans and lists of texts; anything else is left out. */
  private static Map<String, Object> read(String line) throws BadLineException {
    if (line.length() > MAX_LINE) {
      throw new BadLineException("line has more than " + MAX_LINE + " characters");
    }
    Map<String, Object> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        require(json.currentToken() == JsonToken.FIELD_NAME);
        String field = json.currentName();
        JsonToken token = json.nextToken();
        if (token == JsonToken.START_ARRAY) {
          List<String> values = new ArrayList<>();
          while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.VALUE_STRING);
            values.add(json.getText());
          }
          fields.put(field, values);
        } else {
          require(token != null && token.isScalarValue());
          Object value = scalar(json, token);
          if (value != null) {
            fields.put(field, value);
          }
        }
      }
      require(json.nextToken() == null);
      return fields;
    } catch (JsonProcessingException e) {
      throw new BadLineException("line is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from memory
    }
  }

  private static @Nullable Object scalar(JsonParser json, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getIntValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static void require(boolean holds) throws BadLineException {
    if (!holds) {
      throw new BadLineException("line is not as a state has it, or is cut off");
    }
  }
}
