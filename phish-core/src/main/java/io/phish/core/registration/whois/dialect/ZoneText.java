package io.phish.core.registration.whois.dialect;

import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The zone behind a time: {@code Z}, {@code GMT}, {@code +0200}, {@code (UTC+8)}. */
final class ZoneText {
  /** Hours east of Greenwich. Letters that stand for several zones (IST, BST, CST) are left out. */
  private static final Map<String, Integer> HOURS =
      Map.ofEntries(
          Map.entry("z", 0),
          Map.entry("utc", 0),
          Map.entry("gmt", 0),
          Map.entry("wet", 0),
          Map.entry("west", 1),
          Map.entry("cet", 1),
          Map.entry("mez", 1),
          Map.entry("cest", 2),
          Map.entry("eet", 2),
          Map.entry("sast", 2),
          Map.entry("eest", 3),
          Map.entry("msk", 3),
          Map.entry("msd", 4),
          Map.entry("jst", 9),
          Map.entry("kst", 9),
          Map.entry("nzst", 12),
          Map.entry("nzdt", 13),
          Map.entry("est", -5),
          Map.entry("edt", -4),
          Map.entry("cdt", -5),
          Map.entry("pst", -8),
          Map.entry("pdt", -7));

  private ZoneText() {}

  /** The zone that begins there, after blanks and a bracket; null if none does. */
  static @Nullable ZoneOffset read(String text, int from) {
    int i = from;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '(')) {
      i++;
    }
    int start = i;
    while (i < text.length() && Character.isLetter(text.charAt(i))) {
      i++;
    }
    Integer hours = 0;
    if (i > start) {
      hours = i - start > 4 ? null : HOURS.get(text.substring(start, i).toLowerCase(Locale.ROOT));
      if (hours == null) {
        return null;
      }
    }
    Integer offset = offset(text, i);
    if (offset == null) {
      return i > start ? ZoneOffset.ofHours(hours) : null;
    }
    int minutes = hours * 60 + offset;
    return Math.abs(minutes) > 18 * 60 ? null : ZoneOffset.ofTotalSeconds(minutes * 60);
  }

  /** {@code +2}, {@code +02}, {@code +0200} or {@code +02:00} in minutes, null if there is none. */
  private static @Nullable Integer offset(String text, int from) {
    if (from >= text.length() || (text.charAt(from) != '+' && text.charAt(from) != '-')) {
      return null;
    }
    int[] digits = new int[4];
    int count = 0;
    int colon = 0;
    for (int i = from + 1; i < text.length() && count < 4; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits[count++] = c - '0';
      } else if (c == ':' && colon == 0 && count > 0) {
        colon = count;
      } else {
        break;
      }
    }
    int minutes =
        switch (count) {
          case 1 -> digits[0] * 60;
          case 2 -> (digits[0] * 10 + digits[1]) * 60;
          case 3 -> digits[0] * 60 + digits[1] * 10 + digits[2];
          case 4 -> (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3];
          default -> -1;
        };
    if (minutes < 0) {
      return null;
    }
    return text.charAt(from) == '-' ? -minutes : minutes;
  }
}
