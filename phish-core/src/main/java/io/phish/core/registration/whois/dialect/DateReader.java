package io.phish.core.registration.whois.dialect;

import io.phish.core.registration.RegistryDate;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a date as registries write them, in the middle of other words if need be. What comes first
 * in {@code 02/03/2004} is never guessed: the caller knows it, or nothing is read.
 */
final class DateReader {
  // The first domain was registered in 1985; nobody can renew for 100 years, but .nu has some.
  private static final int FIRST_YEAR = 1980;
  private static final int LAST_YEAR = 2199;

  private final String text;
  private final DateTokens tokens;
  private final DateOrder order;

  private @Nullable LocalTime time;
  private int next;

  private DateReader(String text, DateOrder order) {
    this.text = text;
    this.tokens = new DateTokens(text);
    this.order = order;
  }

  /** The date in a text, null if there is none or it could be read in two ways. */
  static @Nullable RegistryDate read(String text, DateOrder order) {
    return new DateReader(text, order).read();
  }

  /** What comes first in a date, if that date can be read in one way only. */
  static DateOrder orderOf(String text) {
    DateTokens tokens = new DateTokens(text);
    for (int i = 0; i + 2 < tokens.count(); i++) {
      if (numbersWithYear(tokens, i) && tokens.between(i + 1) != '.') {
        int first = tokens.number(i);
        int second = tokens.number(i + 1);
        if (first > 12 && second <= 12) {
          return DateOrder.DAY;
        }
        return second > 12 && first <= 12 ? DateOrder.MONTH : DateOrder.UNKNOWN;
      }
    }
    return DateOrder.UNKNOWN;
  }

  private static boolean numbersWithYear(DateTokens tokens, int i) {
    return isShort(tokens, i)
        && isShort(tokens, i + 1)
        && tokens.digits(i + 2) == 4
        && isSign(tokens.between(i + 1))
        && tokens.between(i + 1) == tokens.between(i + 2);
  }

  private static boolean isShort(DateTokens tokens, int i) {
    int digits = tokens.digits(i);
    return digits == 1 || digits == 2;
  }

  private static boolean isSign(char sign) {
    return sign == '-' || sign == '/' || sign == '.';
  }

  private @Nullable RegistryDate read() {
    for (int i = 0; i < tokens.count(); i++) {
      if (tokens.digits(i) == 0 && isVague(tokens.word(i))) {
        return null;
      }
      LocalDate day = day(i);
      if (day != null) {
        return withTime(day);
      }
    }
    return null;
  }

  /** "Before Aug-1996" is no date. */
  private static boolean isVague(String word) {
    return word.equalsIgnoreCase("before") || word.equalsIgnoreCase("prior");
  }

  private @Nullable LocalDate day(int i) {
    int digits = tokens.digits(i);
    if (digits == 0) {
      return tokens.month(i) == 0 ? null : monthFirst(i);
    }
    if (digits == 8 || digits == 14) {
      return compact(i);
    }
    if (digits == 4) {
      return yearFirst(i);
    }
    return digits <= 2 ? dayFirst(i) : null;
  }

  /** {@code 20040302} or {@code 20040302123456}. */
  private @Nullable LocalDate compact(int i) {
    LocalDate day = date(tokens.digits(i, 0, 4), tokens.digits(i, 4, 6), tokens.digits(i, 6, 8));
    next = i + 1;
    if (tokens.digits(i) == 14) {
      time = time(tokens.digits(i, 8, 10), tokens.digits(i, 10, 12), tokens.digits(i, 12, 14));
    } else if (tokens.digits(next) == 6 && tokens.between(next) == ' ') {
      time = time(tokens.digits(next, 0, 2), tokens.digits(next, 2, 4), tokens.digits(next, 4, 6));
      next++;
    }
    return day;
  }

  /** {@code 2004-03-02}, {@code 2004. 03. 02.}, {@code 2004-Mar-02}. */
  private @Nullable LocalDate yearFirst(int i) {
    char sign = tokens.between(i + 1);
    if ((!isSign(sign) && sign != ' ') || !isShort(tokens, i + 2)) {
      return null;
    }
    int month = tokens.month(i + 1);
    if (month == 0) {
      month = isShort(tokens, i + 1) && sign != ' ' ? tokens.number(i + 1) : 0;
    }
    next = i + 3;
    return date(tokens.number(i), month, tokens.number(i + 2));
  }

  /** {@code 2-Mar-2004}, {@code 2nd March 2004}, {@code 02.03.2004}, {@code 02/03/2004}. */
  private @Nullable LocalDate dayFirst(int i) {
    int j = skipFiller(i + 1);
    int month = tokens.month(j);
    if (month != 0) {
      int year = skipFiller(j + 1);
      int digits = tokens.digits(year);
      if (digits != 4 && (digits != 2 || tokens.between(year) == ':')) {
        return null;
      }
      next = year + 1;
      return date(digits == 4 ? tokens.number(year) : century(year), month, tokens.number(i));
    }
    if (!numbersWithYear(tokens, i)) {
      return null;
    }
    int first = tokens.number(i);
    int second = tokens.number(i + 1);
    next = i + 3;
    // Nobody writes the month first and dots between.
    DateOrder here = tokens.between(i + 1) == '.' || second == first ? DateOrder.DAY : order;
    if (first > 12 || second > 12) {
      here = first > 12 ? DateOrder.DAY : DateOrder.MONTH;
    }
    return switch (here) {
      case DAY -> date(tokens.number(i + 2), second, first);
      case MONTH -> date(tokens.number(i + 2), first, second);
      case UNKNOWN -> null;
    };
  }

  /** {@code May 22 2002}, {@code Fri Apr 19 23:16:01 GMT 2002}. */
  private @Nullable LocalDate monthFirst(int i) {
    if (!isShort(tokens, i + 1)) {
      return null;
    }
    int j = skipFiller(i + 2);
    if (isShort(tokens, j) && tokens.between(j + 1) == ':') {
      next = j;
      readTime();
      j = next;
    }
    // A zone, or an offset in four digits, before the year.
    for (int skipped = 0; skipped < 2 && tokens.digits(j) != 4; skipped++) {
      j++;
    }
    next = j + 1;
    return tokens.digits(j) == 4
        ? date(tokens.number(j), tokens.month(i), tokens.number(i + 1))
        : null;
  }

  private int skipFiller(int i) {
    int j = i;
    while (j < tokens.count() && tokens.digits(j) == 0 && isFiller(tokens.word(j))) {
      j++;
    }
    return j;
  }

  private static boolean isFiller(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "st", "nd", "rd", "th", "de", "of", "del", "er" -> true;
      default -> false;
    };
  }

  private int century(int token) {
    int year = tokens.number(token);
    return year >= FIRST_YEAR % 100 ? 1900 + year : 2000 + year;
  }

  private static @Nullable LocalDate date(int year, int month, int day) {
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) {
      return null;
    }
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable LocalTime time(int hour, int minute, int second) {
    return hour > 23 || minute > 59 || second > 59 ? null : LocalTime.of(hour, minute, second);
  }

  private RegistryDate withTime(LocalDate day) {
    if (time == null) {
      readTime();
    }
    if (time == null) {
      return new RegistryDate(day, null);
    }
    ZoneOffset zone = ZoneText.read(text, next == 0 ? 0 : tokens.end(next - 1));
    return new RegistryDate(day, zone == null ? null : day.atTime(time).toInstant(zone));
  }

  /** {@code 12:34:56.789}, after {@code T} or {@code at}; nothing if it is incomplete. */
  private void readTime() {
    int i = next;
    if (tokens.digits(i) == 0 && i < tokens.count() && isBeforeTime(tokens.word(i))) {
      i++;
    }
    if (!isShort(tokens, i) || !isShort(tokens, i + 1) || tokens.between(i + 1) != ':') {
      return;
    }
    int second = 0;
    int last = i + 1;
    if (isShort(tokens, i + 2) && tokens.between(i + 2) == ':') {
      second = tokens.number(i + 2);
      last = i + 2;
      if (tokens.digits(i + 3) > 0 && tokens.between(i + 3) == '.') {
        last = i + 3;
      }
    }
    time = time(tokens.number(i), tokens.number(i + 1), second);
    next = last + 1;
  }

  private static boolean isBeforeTime(String word) {
    return word.equalsIgnoreCase("t") || word.equalsIgnoreCase("at");
  }
}
