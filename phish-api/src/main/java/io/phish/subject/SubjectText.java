package io.phish.subject;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import java.util.Locale;
import java.util.Objects;

/** The checks that every kind of subject shares. */
final class SubjectText {
  private static final int DISPLAY_LENGTH = 200;

  private SubjectText() {}

  /** Not null, within {@code maxLength} UTF-16 units and free of unpaired surrogates. */
  static String requireUnicode(String kind, String field, String text, int maxLength) {
    Objects.requireNonNull(text, field);
    if (text.length() > maxLength) {
      throw new InvalidSubjectException(
          kind,
          Code.TOO_LONG,
          maxLength,
          field + " has " + text.length() + " characters, " + maxLength + " are allowed");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!isPairAt(text, i)) {
          throw new InvalidSubjectException(
              kind,
              Code.UNPAIRED_SURROGATE,
              i,
              String.format(
                  Locale.ROOT, "%s has an unpaired surrogate U+%04X at %d", field, (int) c, i));
        }
        i++;
      }
    }
    return text;
  }

  private static boolean isPairAt(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  /** As {@link #requireUnicode}, and not blank. */
  static String require(String kind, String field, String text, int maxLength) {
    requireUnicode(kind, field, text, maxLength);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && !Character.isSpaceChar(c)) {
        return text;
      }
    }
    throw new InvalidSubjectException(kind, Code.EMPTY, 0, field + " is empty");
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

  /** A text with a backslash before each backslash and sign, and line breaks as {@code \n}. */
  static String escape(String text, char sign) {
    if (text.indexOf('\\') < 0 && text.indexOf(sign) < 0) {
      return text;
    }
    return text.replace("\\", "\\\\").replace("" + sign, sign == '\n' ? "\\n" : "\\" + sign);
  }

  static String display(String text) {
    int plain = 0;
    while (plain < text.length() && plain <= DISPLAY_LENGTH && isPlain(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length() && plain <= DISPLAY_LENGTH) {
      return text;
    }
    StringBuilder out = new StringBuilder(DISPLAY_LENGTH);
    for (int i = 0; i < text.length(); ) {
      int before = out.length();
      int c = text.codePointAt(i);
      if (isPlain(c)) {
        out.appendCodePoint(c);
      } else {
        for (char unit : Character.toChars(c)) {
          appendEscaped(out, unit);
        }
      }
      i += Character.charCount(c);
      if (out.length() > DISPLAY_LENGTH || (out.length() == DISPLAY_LENGTH && i < text.length())) {
        out.setLength(Math.min(before, DISPLAY_LENGTH - 1));
        return out.append('…').toString();
      }
    }
    return out.toString();
  }

  private static void appendEscaped(StringBuilder out, char unit) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.toUpperCase(Character.forDigit(unit >> shift & 0xF, 16)));
    }
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
