package io.phish.core.model;

import io.phish.spi.ModelVersion;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The envelope of every model file, big-endian:
 *
 * <pre>
 *  8  magic "PHISHMDL"
 *  2  version of the format of this kind, from 1
 *  2  kind of model
 *  4  length of the whole file
 *  …  id, version, card (count, then key and value): strings are a 2-byte length and UTF-8
 *  …  body of the kind
 * 32  SHA-256 of all that stands before
 * </pre>
 *
 * <p>The hash finds damage, not forgery: who can write the file can write the hash.
 */
final class ModelFile {
  static final int KIND_NGRAMS = 1;
  static final int KIND_TREES = 2;
  static final int KIND_PRIORS = 3;
  static final int KIND_STACK = 4;

  /** More than any model that may be shipped; keeps a wrong path from filling the heap. */
  static final int MAX_LENGTH = 64 << 20;

  private static final byte[] MAGIC = "PHISHMDL".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 16;
  private static final int HASH = 32;

  private ModelFile() {}

  /** What is done with the bytes between envelope and hash. */
  @FunctionalInterface
  interface Body {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /** A file of format 1. */
  static byte[] encode(int kind, ModelVersion version, Body body) {
    return encode(kind, 1, version, body);
  }

  static byte[] encode(int kind, int format, ModelVersion version, Body body) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      DataOutputStream inner = new DataOutputStream(payload);
      writeString(inner, version.id());
      writeString(inner, version.version());
      // Sorted, so that one model has one encoding.
      Map<String, String> card = new TreeMap<>(version.card());
      inner.writeShort(card.size());
      for (Map.Entry<String, String> entry : card.entrySet()) {
        writeString(inner, entry.getKey());
        writeString(inner, entry.getValue());
      }
      body.writeTo(inner);

      DataOutputStream outer = new DataOutputStream(file);
      outer.write(MAGIC);
      outer.writeShort(format);
      outer.writeShort(kind);
      outer.writeInt(HEADER + payload.size() + HASH);
      payload.writeTo(outer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file.writeBytes(sha256().digest(file.toByteArray()));
    return file.toByteArray();
  }

  static void writeString(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0xFFFF) {
      throw new IllegalArgumentException("text of " + bytes.length + " bytes, 65535 are allowed");
    }
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  /** As the other, for a kind of which there is format 1 only. */
  static Opened open(InputStream in, String source, int kind) throws IOException {
    return open(in, source, kind, 1);
  }

  /**
   * Reads a stream to its end and checks the envelope; the cursor stands at the body.
   *
   * @param newest the newest format of the kind that can be read; the older ones can as well
   */
  static Opened open(InputStream in, String source, int kind, int newest) throws IOException {
    byte[] file = in.readNBytes(MAX_LENGTH + 1);
    ModelCursor cursor = new ModelCursor(source, file);
    for (byte b : MAGIC) {
      if (cursor.remaining() == 0 || cursor.u8() != b) {
        throw cursor.problemAt(0, "is no Phish model");
      }
    }
    int format = cursor.u16();
    int actual = cursor.u16();
    if (actual != kind) {
      throw cursor.problemAt(10, "holds " + nameOf(actual) + " where " + nameOf(kind) + " belong");
    }
    if (format < 1 || format > newest) {
      String known = newest == 1 ? "format 1 only" : "formats 1 to " + newest;
      throw cursor.problemAt(8, "format " + format + ", this release reads " + known);
    }
    int length = cursor.i32();
    if (length != file.length || length < HEADER + HASH) {
      throw cursor.problemAt(
          12, "says " + length + " bytes, there are " + file.length + ": cut or altered");
    }
    String sha256 = checkHash(cursor, file);
    cursor.limit(file.length - HASH);

    String id = cursor.string();
    String version = cursor.string();
    Map<String, String> card = new TreeMap<>();
    int entries = cursor.u16();
    for (int i = 0; i < entries; i++) {
      card.put(cursor.string(), cursor.string());
    }
    return new Opened(format, new ModelVersion(id, version, sha256, card), cursor);
  }

  /**
   * A file whose envelope is sound.
   *
   * @param format of its body
   * @param version with the hash of the whole file, so that it can be checked with any tool
   */
  record Opened(int format, ModelVersion version, ModelCursor body) {}

  private static String checkHash(ModelCursor cursor, byte[] file) {
    MessageDigest digest = sha256();
    int end = file.length - HASH;
    digest.update(file, 0, end);
    byte[] hash = snapshot(digest);
    for (int i = 0; i < HASH; i++) {
      if (hash[i] != file[end + i]) {
        throw cursor.problemAt(end, "SHA-256 does not match: the file was altered");
      }
    }
    digest.update(file, end, HASH);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] snapshot(MessageDigest digest) {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of this platform cannot be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String nameOf(int kind) {
    return switch (kind) {
      case KIND_NGRAMS -> "n-grams";
      case KIND_TREES -> "trees";
      case KIND_PRIORS -> "priors by name";
      case KIND_STACK -> "a stack";
      default -> "kind " + kind;
    };
  }
}
