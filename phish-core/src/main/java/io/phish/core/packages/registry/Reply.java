package io.phish.core.packages.registry;

import io.phish.core.http.LimitedBody;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a registry answered.
 *
 * @param source who gave it, in the end
 * @param status of HTTP
 * @param type the media type in lower case, without parameters; empty if none was said
 * @param coding of the content, in lower case; empty for none
 * @param lastModified as it was sent, null if it was not
 * @param body as it came; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares replies
record Reply(
    URI source,
    int status,
    String type,
    String coding,
    @Nullable String lastModified,
    byte[] body) {

  /** Of a body as it comes, in octets: of popular packages npm's documents have up to this. */
  static final int MAX_LENGTH = 8 << 20;

  /** Of a body that was packed: read as a stream, it takes time but no memory. */
  static final int MAX_UNPACKED = 32 << 20;

  static Reply of(URI source, int status, HttpHeaders headers, byte[] body) {
    return new Reply(
        source,
        status,
        word(headers.firstValue("Content-Type").orElse("")),
        word(headers.firstValue("Content-Encoding").orElse("")),
        headers.firstValue("Last-Modified").orElse(null),
        body);
  }

  private static String word(String field) {
    int semicolon = field.indexOf(';');
    return (semicolon < 0 ? field : field.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  boolean isFound() {
    return status == 200;
  }

  /** Whether it says that there is nothing: not now, no more, or not for you to see by law. */
  boolean isAbsent() {
    return status == 404 || isGone();
  }

  /** Whether there was something. */
  boolean isGone() {
    return status == 410 || status == 451;
  }

  /** Whether it calls itself JSON, or nothing that would speak against it. */
  boolean mayBeJson() {
    return type.isEmpty()
        || type.endsWith("json")
        || type.equals("text/plain")
        || type.endsWith("octet-stream");
  }

  /** When the resource was changed, null if that was not said. */
  @Nullable Instant modified() {
    try {
      return lastModified == null
          ? null
          : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(lastModified));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * The body, unpacked; fails when it is cut or unpacks to too much.
   *
   * @throws IOException if it is packed otherwise than was asked for
   */
  InputStream open() throws IOException {
    InputStream raw = new ByteArrayInputStream(body);
    return switch (coding) {
      case "", "identity" -> raw;
      case "gzip", "x-gzip" -> new Bounded(new GZIPInputStream(raw, 8_192));
      default -> throw new IOException("it has a content coding that was not asked for");
    };
  }

  /** The body as text, of no more than so many octets. */
  String text(int limit) throws IOException {
    try (InputStream in = open()) {
      byte[] octets = in.readNBytes(limit + 1);
      if (octets.length > limit) {
        throw new LimitedBody.TooLargeException(limit);
      }
      return new String(octets, StandardCharsets.UTF_8);
    }
  }

  private static final class Bounded extends FilterInputStream {
    private int left = MAX_UNPACKED;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int octet = super.read();
      return octet < 0 ? octet : counted(1, octet);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      return read < 0 ? read : counted(read, read);
    }

    private int counted(int octets, int result) throws IOException {
      left -= octets;
      if (left < 0) {
        throw new LimitedBody.TooLargeException(MAX_UNPACKED);
      }
      return result;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
