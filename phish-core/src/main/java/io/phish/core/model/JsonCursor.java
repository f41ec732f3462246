package io.phish.core.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads a model in JSON; what is cut or of another kind is a {@link ModelFormatException}. */
final class JsonCursor {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxNumberLength(64)
                  .maxNameLength(1_000)
                  .maxStringLength(ModelFile.MAX_LENGTH)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          // Names come from strangers: they are neither interned nor kept from model to model.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final String source;
  private final JsonParser parser;

  private JsonCursor(String source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /** Reads a file, standing at its first token. */
  static <M> M read(byte[] file, String source, Function<JsonCursor, M> reader) {
    try (JsonParser parser = JSON.createParser(file)) {
      JsonCursor cursor = new JsonCursor(source, parser);
      try {
        cursor.next();
        return reader.apply(cursor);
      } catch (UncheckedIOException e) {
        throw cursor.problem(Objects.requireNonNull(e.getCause(), "cause"));
      }
    } catch (IOException e) {
      throw new ModelFormatException(source, "byte", 0, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads the fields of the object that comes now; each is to be consumed by its reader. */
  void object(String what, Consumer<String> field) {
    require(JsonToken.START_OBJECT, what, "an object");
    while (next() == JsonToken.FIELD_NAME) {
      String name = text();
      next();
      field.accept(name);
    }
    require(JsonToken.END_OBJECT, what, "the end of the object");
  }

  /** Reads the elements of the array that comes now; each is to be consumed by its reader. */
  void array(String what, Runnable element) {
    require(JsonToken.START_ARRAY, what, "an array");
    while (next() != JsonToken.END_ARRAY) {
      element.run();
    }
  }

  /** Passes over the value that comes now. */
  void skip() {
    try {
      parser.skipChildren();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (parser.currentToken() == null) {
      throw problem("ends here: cut");
    }
  }

  /** Nothing comes after what was read. */
  void end() {
    try {
      if (parser.nextToken() != null) {
        throw problem("goes on where it should end");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String what) {
    require(JsonToken.VALUE_STRING, what, "a text");
    return text();
  }

  List<String> strings(int max) {
    List<String> texts = new ArrayList<>();
    array(
        "names",
        () -> {
          requireRoom("names", texts.size(), max);
          texts.add(text("a name"));
        });
    return texts;
  }

  /** A whole number, which XGBoost writes as text where it is a parameter. */
  int integer(String what) {
    if (parser.currentToken() == JsonToken.VALUE_TRUE) {
      return 1;
    }
    if (parser.currentToken() == JsonToken.VALUE_FALSE) {
      return 0;
    }
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      require(JsonToken.VALUE_STRING, what, "a whole number");
    }
    String text = text();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw problem(what + " is no whole number of 32 bits");
    }
  }

  int[] integers(String what, int max) {
    Ints numbers = new Ints();
    array(
        what,
        () -> {
          requireRoom(what, numbers.size, max);
          numbers.add(integer(what));
        });
    return Arrays.copyOf(numbers.values, numbers.size);
  }

  float[] floats(String what, int max) {
    Ints bits = new Ints();
    array(
        what,
        () -> {
          requireRoom(what, bits.size, max);
          bits.add(Float.floatToRawIntBits(number(what)));
        });
    float[] numbers = new float[bits.size];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.intBitsToFloat(bits.values[i]);
    }
    return numbers;
  }

  /** Any number, also none: XGBoost writes NaN where a number would mean nothing. */
  private float number(String what) {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw problem(what + " should be a number");
    }
    return Float.parseFloat(text());
  }

  private void requireRoom(String what, int size, int max) {
    if (size == max) {
      throw problem(what + " has more than " + max + " entries");
    }
  }

  private void require(JsonToken token, String what, String kind) {
    if (parser.currentToken() != token) {
      throw problem(what + " should be " + kind);
    }
  }

  private JsonToken next() {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw problem("ends here: cut");
      }
      return token;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text() {
    try {
      return parser.getText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ModelFormatException problem(String problem) {
    return new ModelFormatException(source, "byte", offset(), problem, null);
  }

  private ModelFormatException problem(IOException e) {
    String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : null;
    return new ModelFormatException(source, "byte", offset(), "is no JSON: " + reason, e);
  }

  private long offset() {
    return Math.max(0, parser.currentLocation().getByteOffset());
  }

  /** Grows as numbers come, because a damaged file may announce anything. */
  private static final class Ints {
    private int[] values = new int[64];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }
  }
}
