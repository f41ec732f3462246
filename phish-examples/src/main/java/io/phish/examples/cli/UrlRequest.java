package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.phish.subject.Url;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A URL that {@code phish url} is asked about.
 *
 * @param base what it is relative to, null if it is absolute
 */
record UrlRequest(String input, @Nullable String base) {
  /**
   * Of a line, in octets: the longest input and base, each character as six octets, and as much
   * again for what else is in the object.
   */
  static final int MAX_LINE_LENGTH = 4 * 6 * Url.MAX_LENGTH;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Reads a line: a JSON object with the strings {@code input} and, if it is not null, {@code
   * base}. What else it has is ignored.
   *
   * @throws MalformedException if it is something else
   */
  static UrlRequest parse(String line) throws MalformedException {
    try (JsonParser json = FACTORY.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedException(null, "line is no JSON object", offset(json, line));
      }
      String input = null;
      String base = null;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "input" -> input = text(json, line, field);
          case "base" ->
              base = json.hasToken(JsonToken.VALUE_NULL) ? null : text(json, line, field);
          default -> json.skipChildren();
        }
      }
      int end = line.length();
      if (input == null) {
        throw new MalformedException("input", "line has no field \"input\"", end);
      }
      if (json.nextToken() != null) {
        throw new MalformedException(
            null, "line has something behind its JSON object", offset(json, line));
      }
      return new UrlRequest(input, base);
    } catch (JsonProcessingException e) {
      int offset = e.getLocation() == null ? 0 : (int) e.getLocation().getCharOffset();
      throw new MalformedException(
          null,
          "line is no JSON: " + SafeText.shorten(String.valueOf(e.getOriginalMessage())),
          Math.max(0, Math.min(offset, line.length())));
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot be read", e);
    }
  }

  private static String text(JsonParser json, String line, String field)
      throws IOException, MalformedException {
    if (!json.hasToken(JsonToken.VALUE_STRING)) {
      throw new MalformedException(field, "\"" + field + "\" is no string", offset(json, line));
    }
    return json.getText();
  }

  private static int offset(JsonParser json, String line) {
    long offset = json.currentTokenLocation().getCharOffset();
    return (int) Math.max(0, Math.min(offset, line.length()));
  }

  /** A line that asks nothing. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    final @Nullable String field;
    final int offset;

    /**
     * What is wrong.
     *
     * @param field that which is missing or wrong, null if it is the line itself
     * @param offset in UTF-16 units of the line
     */
    MalformedException(@Nullable String field, String message, int offset) {
      super(message + "; write {\"input\":\"…\"} or {\"input\":\"…\",\"base\":\"…\"}");
      this.field = field;
      this.offset = offset;
    }
  }
}
