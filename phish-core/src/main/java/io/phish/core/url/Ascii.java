package io.phish.core.url;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** ASCII text being written. */
final class Ascii {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  byte[] bytes;
  int length;

  Ascii(int capacity) {
    bytes = new byte[capacity];
  }

  /** Makes room for so many bytes more. */
  void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  /** Adds a byte for which there is room. */
  void put(int c) {
    bytes[length++] = (byte) c;
  }

  void append(String text) {
    append(text, 0, text.length());
  }

  /** Adds a part of a text that is ASCII there. */
  void append(String text, int from, int to) {
    reserve(to - from);
    for (int i = from; i < to; i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  /** Adds a text before what stands at an offset. */
  void insert(int offset, String text) {
    int after = length - offset;
    append(text);
    System.arraycopy(bytes, offset, bytes, offset + text.length(), after);
    for (int i = 0; i < text.length(); i++) {
      bytes[offset + i] = (byte) text.charAt(i);
    }
  }

  /** Adds a code point as its percent-encoded UTF-8, 12 bytes at most, for which there is room. */
  void putEncoded(int c) {
    if (c < 0x80) {
      putTriple(c);
    } else {
      if (c < 0x800) {
        putTriple(0xC0 | c >> 6);
      } else {
        if (c < 0x10000) {
          putTriple(0xE0 | c >> 12);
        } else {
          putTriple(0xF0 | c >> 18);
          putTriple(0x80 | (c >> 12 & 0x3F));
        }
        putTriple(0x80 | (c >> 6 & 0x3F));
      }
      putTriple(0x80 | (c & 0x3F));
    }
  }

  private void putTriple(int octet) {
    bytes[length++] = '%';
    bytes[length++] = HEX[octet >> 4];
    bytes[length++] = HEX[octet & 15];
  }

  String string(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
