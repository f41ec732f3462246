package io.phish.examples.cli;

import java.util.Locale;

/**
 * Text that a terminal shows and does not obey: a subject or a message may hold escape sequences,
 * or characters that reorder or hide what follows.
 */
final class SafeText {
  private static final int MAX_LENGTH = 200;

  private SafeText() {}

  /**
   * The text with control, format (bidi, zero width), separator and unpaired surrogate characters
   * as {@code \}{@code uXXXX}; the same object if there are none. A line break is a control
   * character.
   */
  static String escape(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isPlain(c)) {
        return escape(text, i);
      }
      i += Character.charCount(c);
    }
    return text;
  }

  /** The text escaped and no longer than a line of a terminal or two. */
  static String shorten(String text) {
    if (text.length() <= MAX_LENGTH) {
      return escape(text);
    }
    boolean splits = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1));
    return escape(text.substring(0, splits ? MAX_LENGTH - 1 : MAX_LENGTH)) + '…';
  }

  private static String escape(String text, int from) {
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, from);
    for (int i = from; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isPlain(c)) {
        out.appendCodePoint(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04X", c));
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  private static boolean isPlain(int c) {
    if (c < 0x7F) {
      return c >= ' ';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
