package io.phish.core.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a model file; what is cut or out of range is a {@link ModelFormatException}. */
final class ModelCursor {
  private final String source;
  private final ByteBuffer bytes;

  ModelCursor(String source, byte[] bytes) {
    this.source = source;
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** Nothing at or after this offset can be read. */
  void limit(int offset) {
    bytes.limit(offset);
  }

  int position() {
    return bytes.position();
  }

  int remaining() {
    return bytes.remaining();
  }

  int u8() {
    need(1);
    return bytes.get() & 0xFF;
  }

  int u16() {
    need(2);
    return bytes.getShort() & 0xFFFF;
  }

  int i32() {
    need(4);
    return bytes.getInt();
  }

  long i64() {
    need(8);
    return bytes.getLong();
  }

  /** A number that is neither infinite nor NaN. */
  double finite(String what) {
    int at = position();
    need(8);
    double value = bytes.getDouble();
    if (!Double.isFinite(value)) {
      throw problemAt(at, what + " is " + value);
    }
    return value;
  }

  /** A number that is not NaN. */
  double number(String what) {
    int at = position();
    need(8);
    double value = bytes.getDouble();
    if (Double.isNaN(value)) {
      throw problemAt(at, what + " is NaN");
    }
    return value;
  }

  /** An integer of a range. */
  int within(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw problem(what + " is " + value + ", must be " + min + " to " + max);
    }
    return value;
  }

  byte[] bytes(int length) {
    need(length);
    byte[] copy = new byte[length];
    bytes.get(copy);
    return copy;
  }

  String string() {
    int at = position();
    byte[] utf8 = bytes(u16());
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(source, "byte", at, "text is not UTF-8", e);
    }
  }

  /** Refuses bytes that nothing reads. */
  void end() {
    if (bytes.hasRemaining()) {
      throw problem(bytes.remaining() + " bytes too many");
    }
  }

  ModelFormatException problem(String problem) {
    return problemAt(position(), problem);
  }

  ModelFormatException problemAt(long offset, String problem) {
    return new ModelFormatException(source, "byte", offset, problem, null);
  }

  private void need(int length) {
    if (bytes.remaining() < length) {
      throw problem(
          "ends here, " + (length - bytes.remaining()) + " bytes more are needed: cut or altered");
    }
  }
}
