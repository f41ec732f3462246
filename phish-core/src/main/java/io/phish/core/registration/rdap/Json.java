package io.phish.core.registration.rdap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON from strangers within limits, and tells what is odd about it. */
final class Json {

  /**
   * Of a reply, in octets. Replies on a domain have 2 to 30 KiB, most of it terms of use; what is
   * far above that is no answer to our question.
   */
  static final int MAX_LENGTH = 1 << 20;

  /** Of arrays and objects. An abuse contact's jCard within a registrar's entity has 12. */
  static final int MAX_DEPTH = 64;

  /** Of one string: terms of use in one piece have up to 20,000 characters. */
  private static final int MAX_STRING = 256 << 10;

  /** Bounds the memory that a tree takes: a token of two octets makes a node of fifty. */
  private static final int MAX_TOKENS = 200_000;

  private static final int MAX_NUMBER = 100;
  private static final int MAX_NAME = 1_024;

  private Json() {}

  /** The reader, made at first use: Jackson's databind takes its time to load. */
  private static final class Readers {
    static final ObjectReader LENIENT = reader(false);
    static final ObjectReader STRICT = reader(true);

    private static ObjectReader reader(boolean strict) {
      JsonFactory factory =
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxDocumentLength(MAX_LENGTH)
                      .maxNestingDepth(MAX_DEPTH)
                      .maxStringLength(MAX_STRING)
                      .maxNumberLength(MAX_NUMBER)
                      .maxNameLength(MAX_NAME)
                      .maxTokenCount(MAX_TOKENS)
                      .build())
              .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
              .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION, false)
              .build();
      return new ObjectMapper(factory)
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }
  }

  /**
   * A tree.
   *
   * @param root which may be a value or an array
   * @param oddities what is not as it should be, in words
   */
  record Document(JsonNode root, List<String> oddities) {}

  static Document read(byte[] reply) {
    requireLength(reply.length, "octets");
    List<String> oddities = new ArrayList<>();
    if (isUtf8OrWider(reply)) {
      return read(reader -> reader.createParser(reply), oddities);
    }
    oddities.add("the reply is not UTF-8");
    String text = new String(reply, StandardCharsets.ISO_8859_1);
    return read(reader -> reader.createParser(text), oddities);
  }

  static Document read(String reply) {
    requireLength(reply.length(), "characters");
    return read(reader -> reader.createParser(reply), new ArrayList<>());
  }

  private static void requireLength(int length, String unit) {
    if (length > MAX_LENGTH) {
      throw new MalformedRdapException(
          "the reply has " + length + " " + unit + ", " + MAX_LENGTH + " are allowed: cut",
          MAX_LENGTH,
          null);
    }
  }

  @FunctionalInterface
  private interface Source {
    JsonParser open(ObjectReader reader) throws IOException;
  }

  private static Document read(Source source, List<String> oddities) {
    try {
      return new Document(tree(Readers.STRICT, source), oddities);
    } catch (JsonProcessingException e) {
      // The one thing that only the lenient reader takes is a name that is there twice.
      try {
        JsonNode root = tree(Readers.LENIENT, source);
        oddities.add("an object has two members of one name; the last one counts");
        return new Document(root, oddities);
      } catch (JsonProcessingException hopeless) {
        throw malformed(hopeless);
      } catch (IOException hopeless) {
        throw malformed(hopeless);
      }
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  private static JsonNode tree(ObjectReader reader, Source source) throws IOException {
    try (JsonParser parser = source.open(reader)) {
      JsonNode root = reader.readTree(parser);
      if (root == null || root.isMissingNode()) {
        throw new MalformedRdapException("the reply is empty", 0, null);
      }
      return root;
    }
  }

  private static MalformedRdapException malformed(JsonProcessingException e) {
    long offset = 0;
    if (e.getLocation() != null) {
      long octets = e.getLocation().getByteOffset();
      offset = Math.max(0, octets >= 0 ? octets : e.getLocation().getCharOffset());
    }
    return new MalformedRdapException("the reply is no JSON: " + words(e), offset, e);
  }

  private static MalformedRdapException malformed(IOException e) {
    return new MalformedRdapException("the reply is no JSON: " + e.getMessage(), 0, e);
  }

  /** The first line of the message, and not all of it: the rest may quote the reply. */
  private static String words(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < message.length() && words.length() < 160; i++) {
      char c = message.charAt(i);
      if (c == '\n') {
        break;
      }
      words.append(Character.isISOControl(c) ? ' ' : c);
    }
    return words.toString();
  }

  /** Of UTF-16 and UTF-32 every JSON text has a NUL in its first four octets. */
  private static boolean isUtf8OrWider(byte[] reply) {
    for (int i = 0; i < Math.min(4, reply.length); i++) {
      if (reply[i] == 0) {
        return true;
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(reply));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** A member that is text, null if there is none, or it is blank; a number is its digits. */
  static @Nullable String text(JsonNode object, String member) {
    return text(object.path(member));
  }

  /** As {@link #text(JsonNode, String)}. */
  static @Nullable String text(JsonNode value) {
    if (!value.isTextual() && !value.isNumber()) {
      return null;
    }
    String text = value.asText().strip();
    return text.isEmpty() ? null : text;
  }

  /** The texts of an array, or of a text that stands for an array of one. */
  static List<String> texts(JsonNode value) {
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      for (JsonNode element : value) {
        String text = text(element);
        if (text != null) {
          texts.add(text);
        }
      }
    } else {
      String text = text(value);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** The elements that are objects: of an array, or the object that stands for an array of one. */
  static List<JsonNode> objects(JsonNode value) {
    if (value.isObject()) {
      return List.of(value);
    }
    List<JsonNode> objects = new ArrayList<>();
    if (value.isArray()) {
      for (JsonNode element : value) {
        if (element.isObject()) {
          objects.add(element);
        }
      }
    }
    return objects;
  }
}
