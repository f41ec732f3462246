package io.phish.core.url;

/**
 * The path state and the opaque path state of the URL Standard (url.spec.whatwg.org, section 4.4),
 * and what they do about Windows drive letters. Used for one URL.
 */
final class PathWriter {
  private final UrlText text;
  private final boolean file;

  /** Where the path starts in what is written. */
  final int start;

  PathWriter(UrlText text, boolean file) {
    this.text = text;
    this.file = file;
    this.start = text.out.length;
  }

  /** Takes segments up to the query or the fragment, each without the slash before it. */
  void segments() {
    Ascii out = text.out;
    while (true) {
      int segment = out.length;
      out.reserve(1);
      out.put('/');
      text.encodeSegment();
      boolean more = text.atSlash();
      int dots = dots(segment + 1);
      if (dots > 0) {
        out.length = segment;
        if (dots == 2) {
          shorten();
        }
        if (!more) {
          out.put('/');
        }
      } else if (file && segment == start && isDriveLetter(segment + 1, out.length)) {
        out.bytes[segment + 2] = ':';
      }
      if (!more) {
        return;
      }
      text.skipSlash();
    }
  }

  /** Removes the last segment, but not a drive letter that is all there is. */
  void shorten() {
    Ascii out = text.out;
    boolean drive =
        file && isDriveLetter(start + 1, out.length) && out.bytes[out.length - 1] == ':';
    if (out.length == start || drive) {
      return;
    }
    do {
      out.length--;
    } while (out.bytes[out.length] != '/');
  }

  private boolean isDriveLetter(int from, int to) {
    byte[] bytes = text.out.bytes;
    return to - from == 2
        && CodePoints.isLetter(bytes[from])
        && (bytes[from + 1] == ':' || bytes[from + 1] == '|');
  }

  /** How many dots the segment is, plain or percent-encoded; 0 if it is anything else. */
  private int dots(int from) {
    Ascii out = text.out;
    int length = out.length - from;
    if (length == 0 || length > 6) {
      return 0;
    }
    int dots = 0;
    boolean encoded = false;
    for (int i = from; i < out.length; dots++) {
      if (out.bytes[i] == '.') {
        i++;
      } else if (out.length - i >= 3
          && out.bytes[i] == '%'
          && out.bytes[i + 1] == '2'
          && (out.bytes[i + 2] | 0x20) == 'e') {
        encoded = true;
        i += 3;
      } else {
        return 0;
      }
    }
    if (dots > 2) {
      return 0;
    }
    if (encoded) {
      text.note(Oddity.ENCODED_DOT_SEGMENT);
    }
    return dots;
  }

  /** Takes a path that is no list of segments. */
  void opaque() {
    int stop = text.pathEnd();
    boolean space = stop < text.end && stop > text.pos && text.input.charAt(stop - 1) == ' ';
    text.encode(space ? stop - 1 : stop, CodePoints.C0_CONTROL);
    if (space) {
      // A space at the end would be lost by who reads the URL without its query.
      text.note(Oddity.UNUSUAL_CHARACTER);
      text.out.append("%20");
      text.pos = stop;
    }
  }

  /**
   * Where a host is null and the path starts with two slashes, the second would be read as the
   * start of a host: a dot segment goes before it.
   *
   * @return where the path starts
   */
  int guarded() {
    Ascii out = text.out;
    if (out.length - start < 2 || out.bytes[start] != '/' || out.bytes[start + 1] != '/') {
      return start;
    }
    out.insert(start, "/.");
    return start + 2;
  }
}
