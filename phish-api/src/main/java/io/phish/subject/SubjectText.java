package io.phish.subject;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import java.util.Locale;
import java.util.Objects;

/** The checks that every kind of subject shares. */
final class SubjectText {
  private static final int DISPLAY_LENGTH = 200;

  private SubjectText() {}

  /** Not null, not blank, within {@code maxLength} UTF-16 units and free of unpaired surrogates. */
  static String require(String kind, String field, String text, int maxLength) {
    Objects.requireNonNull(text, field);
    if (text.length() > maxLength) {
      throw new InvalidSubjectException(
          kind,
          Code.TOO_LONG,
          maxLength,
          field + " has " + text.length() + " characters, " + maxLength + " are allowed");
    }
    boolean blank = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ') {
        blank = false;
      }
      if (Character.isSurrogate(c)) {
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          throw new InvalidSubjectException(
              kind,
              Code.UNPAIRED_SURROGATE,
              i,
              String.format(
                  Locale.ROOT, "%s has an unpaired surrogate U+%04X at %d", field, (int) c, i));
        }
      }
    }
    if (blank) {
      throw new InvalidSubjectException(kind, Code.EMPTY, 0, field + " is empty");
    }
    return text;
  }

  /** As {@link #require}, and free of C0 and C1 control characters. */
  static String requirePrintable(String kind, String field, String text, int maxLength) {
    require(kind, field, text, maxLength);
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw new InvalidSubjectException(
            kind,
            Code.CONTROL_CHARACTER,
            i,
            String.format(
                Locale.ROOT,
                "%s has the control character U+%04X at %d",
                field,
                (int) text.charAt(i),
                i));
      }
    }
    return text;
  }

  static String display(String text) {
    int end = Math.min(text.length(), DISPLAY_LENGTH);
    StringBuilder out = null;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        if (out != null) {
          out.append(c);
        }
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        if (out != null) {
          out.append(c).append(text.charAt(i + 1));
        }
        i++;
      } else {
        if (out == null) {
          out = new StringBuilder(DISPLAY_LENGTH + 16).append(text, 0, i);
        }
        out.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
      }
    }
    if (end < text.length()) {
      return (out == null ? text.substring(0, end) : out.toString()) + "…";
    }
    return out == null ? text : out.toString();
  }

  private static boolean isPlain(char c) {
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
