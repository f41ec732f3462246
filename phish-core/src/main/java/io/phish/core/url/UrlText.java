package io.phish.core.url;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;

/** The place in a URL that is being read, and its serialisation as far as it has been written. */
final class UrlText {
  private final Source source;
  final String input;
  final int end;
  final Ascii out;

  /** What is read next. */
  int pos;

  /** Bits of {@link Oddity}. */
  int oddities;

  /** Whether the scheme is special, so that backslashes are slashes. */
  boolean special;

  UrlText(Source source) {
    this.source = source;
    this.input = source.text;
    this.pos = source.start;
    this.end = source.end;
    this.oddities = source.oddities;
    // Every character as it is, and the slashes that may be missing.
    this.out = new Ascii(end - pos + 8);
  }

  /** Whether a character is next. */
  boolean at(char c) {
    return pos < end && input.charAt(pos) == c;
  }

  /** Whether a slash, or a backslash in its place, is next. */
  boolean atSlash() {
    return at('/') || (special && at('\\'));
  }

  /** Takes a slash or a backslash in its place. */
  void skipSlash() {
    if (input.charAt(pos++) == '\\') {
      note(Oddity.BACKSLASH);
    }
  }

  /** Whether the path ends here. */
  boolean atPathEnd() {
    return pos == end || at('?') || at('#');
  }

  /** Where the authority that starts here ends. */
  int authorityEnd() {
    int i = pos;
    while (i < end && !isDelimiter(input.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Where the path that starts here ends. */
  int pathEnd() {
    int i = pos;
    while (i < end && input.charAt(i) != '?' && input.charAt(i) != '#') {
      i++;
    }
    return i;
  }

  /** Whether what is next starts with a Windows drive letter, section 4.2. */
  boolean atDriveLetter() {
    return end - pos >= 2
        && CodePoints.isLetter(input.charAt(pos))
        && (input.charAt(pos + 1) == ':' || input.charAt(pos + 1) == '|')
        && (end - pos == 2 || isDelimiter(input.charAt(pos + 2)));
  }

  /** Whether a character ends a host and a segment of the path. */
  private boolean isDelimiter(char c) {
    return c < 0x80 && (CodePoints.flags(c) & CodePoints.DELIMITER) != 0 && (c != '\\' || special);
  }

  void note(Oddity oddity) {
    oddities |= oddity.bit;
  }

  /** Percent-encodes up to an offset. */
  void encode(int to, int set) {
    copy(to, set);
    while (pos < to) {
      encodeOne(set);
      copy(to, set);
    }
  }

  /** Copies up to an offset or the first character that is in the set or needs a look. */
  private void copy(int to, int set) {
    int stop = CodePoints.skip(input, pos, to, set | CodePoints.UNUSUAL | CodePoints.PERCENT);
    out.append(input, pos, stop);
    pos = stop;
  }

  /** Percent-encodes a segment of a path. */
  void encodeSegment() {
    while (true) {
      copy(end, CodePoints.PATH | CodePoints.DELIMITER);
      if (pos == end) {
        return;
      }
      if (isDelimiter(input.charAt(pos))) {
        return;
      }
      encodeOne(CodePoints.PATH);
    }
  }

  /** Takes the code point at hand, percent-encoded if it is in the set. */
  private void encodeOne(int set) {
    out.reserve(12);
    int c = input.charAt(pos);
    if (c >= 0x80) {
      int codePoint = input.codePointAt(pos);
      pos += Character.charCount(codePoint);
      if (CodePoints.isUnusual(codePoint)) {
        note(Oddity.UNUSUAL_CHARACTER);
      }
      if (CodePoints.isHidden(codePoint)) {
        note(Oddity.HIDDEN_CHARACTER);
      }
      boolean surrogate =
          codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      out.putEncoded(surrogate ? 0xFFFD : codePoint);
      return;
    }
    int flags = CodePoints.flags(c);
    if ((flags & CodePoints.UNUSUAL) != 0) {
      note(Oddity.UNUSUAL_CHARACTER);
    } else if (c == '%' && !CodePoints.isTriple(input, pos, end)) {
      note(Oddity.BAD_PERCENT);
    }
    pos++;
    if ((flags & set) == 0) {
      out.put(c);
    } else {
      out.putEncoded(c);
    }
  }

  InvalidSubjectException invalid(Code code, int offset, String message) {
    return source.invalid(code, offset, message);
  }

  /** A parser of a host that stands here. */
  HostParser host() {
    return new HostParser(source, out);
  }
}
