package io.phish.core.packages.manifest;

import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A file to be parsed. */
final class Content {
  private final byte[] octets;
  private final String text;
  private final ManifestLimits limits;
  private final Includes includes;

  private Content(byte[] octets, String text, ManifestLimits limits, Includes includes) {
    this.octets = octets;
    this.text = text;
    this.limits = limits;
    this.includes = includes;
  }

  /** Does something with a file that another names. */
  @FunctionalInterface
  interface Includes {
    /**
     * Includes a file.
     *
     * @param target as written
     * @param line where it is named
     */
    void include(String target, int line, Findings out);
  }

  /** Decodes octets as UTF-8, or as UTF-16 if they begin with its mark. */
  static Content of(byte[] octets, ManifestLimits limits, Includes includes, Findings out) {
    String text = decode(octets, out);
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      out.problem(Code.ENCODING, line(text, nul), "has a NUL character: it is no text");
    }
    return new Content(octets, text, limits, includes);
  }

  /** As they are, unpacked. */
  InputStream stream() {
    return new ByteArrayInputStream(octets);
  }

  /** Decoded, without a byte order mark. */
  String text() {
    return text;
  }

  /** Those that hold for it. */
  ManifestLimits limits() {
    return limits;
  }

  /** What is done with files that it names. */
  Includes includes() {
    return includes;
  }

  private static String decode(byte[] octets, Findings out) {
    int first = octets.length > 0 ? octets[0] & 0xFF : 0;
    int second = octets.length > 1 ? octets[1] & 0xFF : 0;
    if (first == 0xFF && second == 0xFE) {
      return decode(octets, 2, StandardCharsets.UTF_16LE, out);
    }
    if (first == 0xFE && second == 0xFF) {
      return decode(octets, 2, StandardCharsets.UTF_16BE, out);
    }
    boolean marked =
        first == 0xEF && second == 0xBB && octets.length > 2 && octets[2] == (byte) 0xBF;
    return decode(octets, marked ? 3 : 0, StandardCharsets.UTF_8, out);
  }

  private static String decode(byte[] octets, int from, Charset charset, Findings out) {
    ByteBuffer in = ByteBuffer.wrap(octets, from, octets.length - from);
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(octets.length - from);
    CoderResult result = decoder.decode(in, text, true);
    if (!result.isError()) {
      return text.flip().toString();
    }
    out.problem(
        Code.ENCODING,
        line(text.flip().toString(), text.length()),
        "is not " + charset + " at octet " + in.position());
    // Whatever is malformed becomes U+FFFD, which no name may have.
    return new String(octets, from, octets.length - from, charset);
  }

  /** From 1. */
  static int line(String text, int offset) {
    int line = 1;
    for (int i = 0; i < offset; i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return line;
  }
}
