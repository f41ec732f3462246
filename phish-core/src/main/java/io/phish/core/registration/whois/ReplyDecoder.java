package io.phish.core.registration.whois;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes text of a reply. RFC 3912 names no charset and its section 4 deplores that; what holds is
 * what the octets can be: UTF-16 by its mark, ISO 2022 by its escapes, UTF-8, then what the server
 * is known to write, and at last Latin-1, which anything can be.
 */
final class ReplyDecoder {
  private static final char MARK = '\uFEFF';

  private ReplyDecoder() {}

  /**
   * The text, without a byte order mark.
   *
   * @param usual what the server writes if it is not UTF-8, null if that is not known
   * @param complete whether nothing was cut off, perhaps within a character
   */
  static String decode(byte[] octets, int length, @Nullable Charset usual, boolean complete) {
    String text = decodeMarked(octets, length, usual, complete);
    if (text == null) {
      text = tryDecode(octets, length, StandardCharsets.UTF_8, complete);
    }
    if (text == null && usual != null) {
      text = tryDecode(octets, length, usual, complete);
    }
    if (text == null) {
      text = new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    }
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  private static @Nullable String decodeMarked(
      byte[] octets, int length, @Nullable Charset usual, boolean complete) {
    int mark = length < 2 ? 0 : (octets[0] & 0xFF) << 8 | (octets[1] & 0xFF);
    if (mark == 0xFEFF) {
      return tryDecode(octets, length, StandardCharsets.UTF_16BE, complete);
    }
    if (mark == 0xFFFE) {
      return tryDecode(octets, length, StandardCharsets.UTF_16LE, complete);
    }
    // All of ISO 2022 is ASCII to the eye, so it would pass for UTF-8.
    return usual != null && usual.name().startsWith("ISO-2022") && hasEscape(octets, length)
        ? tryDecode(octets, length, usual, complete)
        : null;
  }

  private static boolean hasEscape(byte[] octets, int length) {
    for (int i = 0; i < length; i++) {
      if (octets[i] == 0x1B) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String tryDecode(
      byte[] octets, int length, Charset charset, boolean complete) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(octets, 0, length);
    CharBuffer out = CharBuffer.allocate((int) Math.ceil(length * decoder.maxCharsPerByte()) + 1);
    CoderResult result = decoder.decode(in, out, complete);
    if (result.isError() || (complete && decoder.flush(out).isError())) {
      return null;
    }
    return out.flip().toString();
  }
}
