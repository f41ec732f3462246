package io.phish.examples.cli;

import io.phish.examples.json.Rejection;
import io.phish.subject.Url;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of UTF-8 in constant memory. Each line of the input gives exactly one {@link Line}:
 * an empty one, one that is too long and one that is not text, too. A line ends with LF or CR LF;
 * the last may end with the input. A byte order mark at the start is skipped.
 *
 * <p>Not safe for several threads, but for {@link #isWaiting}.
 */
final class LineReader implements Iterator<Line> {
  /** Of a line, in octets: the longest URL that is looked at, each character in three octets. */
  static final int MAX_LENGTH = 3 * Url.MAX_LENGTH;

  /** The code of a line with a NUL or with malformed UTF-8; the offset counts octets. */
  static final String NOT_TEXT = "not-text";

  /** The code of a line that is too long; the offset counts octets. */
  static final String TOO_LONG = "too-long";

  /** Of the start of a bad line, in octets: enough to find it again. */
  private static final int HEAD = 512;

  private static final int LF = '\n';

  private final InputStream in;
  private final @Nullable String kind;
  private final Runnable beforeWaiting;
  private final int maxLength;
  private byte[] buffer;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  private int start;
  private int scanned;
  private int end;
  private boolean atStart = true;
  private boolean atEnd;
  private boolean skipping;
  private volatile boolean waiting;

  /**
   * A reader.
   *
   * @param kind the kind that every line is of, null if it is guessed
   * @param beforeWaiting called whenever nothing is there to be read and a read will block
   */
  LineReader(InputStream in, @Nullable String kind, Runnable beforeWaiting) {
    this(in, kind, beforeWaiting, MAX_LENGTH);
  }

  /**
   * A reader of lines that are longer or shorter than usual.
   *
   * @param maxLength of a line, in octets
   */
  LineReader(InputStream in, @Nullable String kind, Runnable beforeWaiting, int maxLength) {
    this.in = in;
    this.kind = kind;
    this.beforeWaiting = beforeWaiting;
    this.maxLength = maxLength;
    // Room for a usual line, its line break, and as much again so that little is moved.
    this.buffer = new byte[2 * (Math.min(maxLength, MAX_LENGTH) + 1)];
  }

  /** Whether the reader is blocked because nothing is there to be read. */
  boolean isWaiting() {
    return waiting;
  }

  /**
   * Whether there is another line; blocks until that is known.
   *
   * @throws UncheckedIOException if the input fails
   */
  @Override
  public boolean hasNext() {
    try {
      if (skipping) {
        skipLine();
      }
      return start < end || fill();
    } catch (IOException e) {
      throw new UncheckedIOException("standard input: " + e.getMessage(), e);
    }
  }

  @Override
  public Line next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      return nextLine();
    } catch (IOException e) {
      throw new UncheckedIOException("standard input: " + e.getMessage(), e);
    }
  }

  private Line nextLine() throws IOException {
    scanned = start;
    int bits = 0;
    boolean nul = false;
    while (true) {
      while (scanned < end) {
        byte octet = buffer[scanned];
        if (octet == LF) {
          Line line = line(start, scanned, bits, nul);
          start = scanned + 1;
          return line;
        }
        bits |= octet;
        nul |= octet == 0;
        scanned++;
      }
      // One octet more than the longest line: the CR of a CR LF.
      if (end - start > maxLength + 1) {
        skipping = true;
        Line line = tooLong();
        start = end;
        return line;
      }
      if (!fill()) {
        Line line = line(start, end, bits, nul);
        start = end;
        return line;
      }
    }
  }

  private Line line(int from, int lineEnd, int bits, boolean nul) {
    int to = lineEnd > from && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    if (to - from > maxLength) {
      return tooLong();
    }
    if (nul) {
      return notText(from, to, indexOfNul(from) - from, "a NUL octet");
    }
    if (bits >= 0) {
      return new Line.Text(new String(buffer, from, to - from, StandardCharsets.ISO_8859_1));
    }
    ByteBuffer octets = ByteBuffer.wrap(buffer, from, to - from);
    CharBuffer text = CharBuffer.allocate(to - from);
    CoderResult result = decoder.reset().decode(octets, text, true);
    if (result.isError()) {
      return notText(from, to, octets.position() - from, "malformed UTF-8");
    }
    return new Line.Text(text.flip().toString());
  }

  private int indexOfNul(int from) {
    int i = from;
    while (buffer[i] != 0) {
      i++;
    }
    return i;
  }

  private Line notText(int from, int to, int offset, String what) {
    return new Line.Bad(
        new Rejection(
            kind,
            head(from, to),
            NOT_TEXT,
            "line is not UTF-8 text: " + what + " at octet " + offset,
            offset));
  }

  private Line tooLong() {
    return new Line.Bad(
        new Rejection(
            kind,
            head(start, end),
            TOO_LONG,
            "line has more than " + maxLength + " octets; the rest of it is skipped",
            maxLength));
  }

  private String head(int from, int to) {
    return new String(buffer, from, Math.min(to - from, HEAD), StandardCharsets.UTF_8);
  }

  private void skipLine() throws IOException {
    do {
      while (start < end) {
        if (buffer[start++] == LF) {
          skipping = false;
          return;
        }
      }
    } while (fill());
    skipping = false;
  }

  /** Reads at least one octet behind {@code end}; false at the end of the input. */
  private boolean fill() throws IOException {
    if (atEnd) {
      return false;
    }
    if (start == end) {
      start = 0;
      scanned = 0;
      end = 0;
    } else if (end == buffer.length && start == 0) {
      // A line that is longer than the longest never comes so far.
      buffer = Arrays.copyOf(buffer, 2 * Math.min(buffer.length, maxLength + 1));
    } else if (end == buffer.length) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      scanned -= start;
      start = 0;
    }
    int count = read();
    if (count < 0) {
      atEnd = true;
      return false;
    }
    end += count;
    return !atStart || skipByteOrderMark();
  }

  private int read() throws IOException {
    if (in.available() > 0) {
      return in.read(buffer, end, buffer.length - end);
    }
    waiting = true;
    try {
      beforeWaiting.run();
      return in.read(buffer, end, buffer.length - end);
    } finally {
      waiting = false;
    }
  }

  /** True if there is something left to be read. */
  private boolean skipByteOrderMark() throws IOException {
    atStart = false;
    while (end < 3 && isByteOrderMark(end)) {
      int count = read();
      if (count < 0) {
        atEnd = true;
        return true;
      }
      end += count;
    }
    if (end >= 3 && isByteOrderMark(3)) {
      start = 3;
      scanned = 3;
    }
    return start < end || fill();
  }

  private boolean isByteOrderMark(int length) {
    return (length < 1 || buffer[0] == (byte) 0xEF)
        && (length < 2 || buffer[1] == (byte) 0xBB)
        && (length < 3 || buffer[2] == (byte) 0xBF);
  }
}
