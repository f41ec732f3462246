package io.phish.core.packages.registry;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Texts of strangers, cut to what is needed of them. */
final class Texts {
  private static final int MAX_SHOWN = 120;
  private static final int MAX_LINE = 2_048;

  private Texts() {}

  /** For a message: short, and without what a terminal or a log would obey. */
  static String shown(String text) {
    int length = Math.min(text.length(), MAX_SHOWN);
    StringBuilder shown = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      boolean hidden =
          Character.isISOControl(c)
              || type == Character.FORMAT
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR
              || type == Character.SURROGATE;
      shown.append(hidden ? '\uFFFD' : c);
    }
    return length < text.length() ? shown.append('…').toString() : shown.toString();
  }

  /** As much of it as anybody wants to see, null for null and for what is blank. */
  static @Nullable String line(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String stripped = text.strip();
    return stripped.length() <= MAX_LINE ? stripped : stripped.substring(0, MAX_LINE);
  }

  /** A time in the manner of ISO 8601, in UTC if it names no zone; null if it is none. */
  static @Nullable Instant time(@Nullable String text) {
    if (text == null || text.length() > 40) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return local(text);
    }
  }

  private static @Nullable Instant local(String text) {
    try {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
