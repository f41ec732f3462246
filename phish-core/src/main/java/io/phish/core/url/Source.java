package io.phish.core.url;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;

/**
 * The text that a parser reads: the subject without edge space, tabs and line breaks, which the
 * basic URL parser takes out before all else. Errors point into the subject as it was given.
 */
final class Source {
  private final String kind;
  private final String original;

  /** What is read, from {@link #start} to {@link #end}. */
  final String text;

  final int start;
  final int end;

  /** Bits of {@link Oddity}. */
  final int oddities;

  private Source(String kind, String original, String text, int start, int end, int oddities) {
    this.kind = kind;
    this.original = original;
    this.text = text;
    this.start = start;
    this.end = end;
    this.oddities = oddities;
  }

  /** The whole text as it is. */
  static Source of(String kind, String text) {
    return new Source(kind, text, text, 0, text.length(), 0);
  }

  /** The text as the basic URL parser sees it. */
  static Source stripped(String kind, String original) {
    int start = 0;
    int end = original.length();
    while (start < end && original.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && original.charAt(end - 1) <= ' ') {
      end--;
    }
    int oddities = end - start < original.length() ? Oddity.EDGE_SPACE.bit : 0;
    int first = start;
    while (first < end && !isTabOrNewline(original.charAt(first))) {
      first++;
    }
    if (first == end) {
      return new Source(kind, original, original, start, end, oddities);
    }
    StringBuilder text = new StringBuilder(end).append(original, 0, first);
    for (int i = first; i < end; i++) {
      if (!isTabOrNewline(original.charAt(i))) {
        text.append(original.charAt(i));
      }
    }
    return new Source(
        kind,
        original,
        text.toString(),
        start,
        text.length(),
        oddities | Oddity.TAB_OR_NEWLINE.bit);
  }

  private static boolean isTabOrNewline(char c) {
    return c == '\t' || c == '\n' || c == '\r';
  }

  /** A refusal of what stands at an offset of {@link #text}. */
  InvalidSubjectException invalid(Code code, int offset, String message) {
    int at = originalOffset(offset);
    return new InvalidSubjectException(kind, code, at, kind + " " + message + " (at " + at + ")");
  }

  private int originalOffset(int offset) {
    if (text.equals(original)) {
      return offset;
    }
    int at = start;
    for (int left = offset - start; at < original.length(); at++) {
      if (!isTabOrNewline(original.charAt(at)) && left-- == 0) {
        break;
      }
    }
    return at;
  }
}
