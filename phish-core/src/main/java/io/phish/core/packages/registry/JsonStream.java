package io.phish.core.packages.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON of strangers as it comes, without a tree: what nobody asks for is skipped. A value is
 * read once, by whoever is given it; what is of another type than asked for is as if it were not
 * there.
 */
final class JsonStream implements AutoCloseable {
  /** Of arrays and objects: {@code exports} in a package.json are nested a dozen deep. */
  private static final int MAX_DEPTH = 128;

  /** A read-me in one string. Skipped strings are not bound by it. */
  private static final int MAX_STRING = 1 << 20;

  private static final int MAX_NAME = 4_096;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(100)
                  .build())
          .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION, false)
          // Names are chosen by strangers, in any number.
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .build();

  private final JsonParser parser;

  private JsonStream(JsonParser parser) {
    this.parser = parser;
  }

  /** Takes the value of a member. */
  @FunctionalInterface
  interface Member {
    /** Reads the value or leaves it. */
    void read(String name) throws IOException;
  }

  /** Takes an element. */
  @FunctionalInterface
  interface Element {
    /** Reads the element or leaves it. */
    void read() throws IOException;
  }

  /** Takes what a body holds. */
  @FunctionalInterface
  interface Body {
    /** Reads the one value, or leaves it. */
    void read(JsonStream json) throws IOException;
  }

  /**
   * Reads a body from its first octet to its last.
   *
   * @throws MalformedAnswerException if it is no JSON, with the offset
   * @throws IOException if it cannot be unpacked
   */
  static void read(Reply reply, Body body) throws IOException {
    if (!reply.mayBeJson()) {
      throw new MalformedAnswerException("it is " + Texts.shown(reply.type()) + ", not JSON");
    }
    try (InputStream in = reply.open()) {
      read(in, body);
    }
  }

  /** As {@link #read(Reply, Body)}. */
  static void read(InputStream in, Body body) throws IOException {
    try (JsonStream json = new JsonStream(FACTORY.createParser(in))) {
      if (json.parser.nextToken() == null) {
        throw new MalformedAnswerException("it is empty");
      }
      body.read(json);
      json.parser.skipChildren();
      if (json.parser.nextToken() != null) {
        throw new MalformedAnswerException("more comes after its end at octet " + json.offset());
      }
    } catch (JsonProcessingException e) {
      throw new MalformedAnswerException("it is no JSON: " + words(e));
    }
  }

  private long offset() {
    return Math.max(0, parser.currentTokenLocation().getByteOffset());
  }

  /** The first line of the message, and not all of it: the rest may quote what came. */
  private static String words(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int line = message.indexOf('\n');
    String first = Texts.shown(line < 0 ? message : message.substring(0, line));
    long octets = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
    return octets < 0 ? first : first + " at octet " + octets;
  }

  /** Whether the value is an object. */
  boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  /** Whether the value is an array. */
  boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  /** The members of an object, in their order. */
  void object(Member member) throws IOException {
    if (!isObject()) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      member.read(name);
      parser.skipChildren();
    }
  }

  /** The elements of an array, in their order. */
  void array(Element element) throws IOException {
    if (!isArray()) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read();
      parser.skipChildren();
    }
  }

  /** A string that is not blank, null for all else. */
  @Nullable String text() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return null;
    }
    String text = parser.getText().strip();
    return text.isEmpty() ? null : text;
  }

  /** A whole number, null for all else. */
  @Nullable Long number() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      return null;
    }
    try {
      return parser.getLongValue();
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Whether the value is the literal. */
  boolean isTrue() {
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  /** Whether the value is the literal. */
  boolean isFalse() {
    return parser.currentToken() == JsonToken.VALUE_FALSE;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
