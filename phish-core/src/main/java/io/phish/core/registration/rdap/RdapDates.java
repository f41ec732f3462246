package io.phish.core.registration.rdap;

import io.phish.core.registration.RegistryDate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dates of RFC 3339, and what servers write instead: a day alone, a space for the T, no
 * zone, an offset without a colon.
 */
final class RdapDates {
  /** Longer than any date with nanoseconds and an offset. */
  private static final int MAX_LENGTH = 40;

  private final String text;
  private int at;

  private RdapDates(String text) {
    this.text = text;
  }

  /** The date, null if there is none in the text. */
  static @Nullable RegistryDate parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    try {
      return new RdapDates(text).date();
    } catch (DateTimeException e) {
      return null; // not a date of any calendar
    }
  }

  private @Nullable RegistryDate date() {
    int year = digits(4);
    boolean dashed = skip('-');
    int month = digits(2);
    if (dashed && !skip('-')) {
      return null;
    }
    int day = digits(2);
    if (year < 0 || month < 0 || day < 0) {
      return null;
    }
    LocalDate date = LocalDate.of(year, month, day);
    if (at == text.length()) {
      return new RegistryDate(date, null);
    }
    if (!skip('T') && !skip('t') && !skip(' ')) {
      return null;
    }
    return time(date);
  }

  private @Nullable RegistryDate time(LocalDate date) {
    int hour = digits(2);
    int minute = skip(':') ? digits(2) : -1;
    if (hour < 0 || minute < 0) {
      return null;
    }
    int second = skip(':') ? digits(2) : 0;
    int nano = skip('.') || skip(',') ? fraction() : 0;
    if (second < 0 || nano < 0) {
      return null;
    }
    // A leap second (RFC 3339, section 5.6) is the second before it.
    LocalTime time = LocalTime.of(hour, minute, Math.min(second, 59), nano);
    if (at == text.length()) {
      return new RegistryDate(date, null);
    }
    ZoneOffset zone = zone();
    if (zone == null || at != text.length()) {
      return null;
    }
    Instant instant = date.atTime(time).toInstant(zone);
    return new RegistryDate(date, instant);
  }

  private @Nullable ZoneOffset zone() {
    skip(' ');
    if (skip('Z') || skip('z')) {
      return ZoneOffset.UTC;
    }
    if (text.startsWith("UTC", at) || text.startsWith("GMT", at)) {
      at += 3;
      return ZoneOffset.UTC;
    }
    int sign = skip('+') ? 1 : skip('-') ? -1 : 0;
    int hours = digits(2);
    if (sign == 0 || hours < 0) {
      return null;
    }
    boolean colon = skip(':');
    int minutes = digits(2);
    if (minutes < 0 && (colon || at != text.length())) {
      return null;
    }
    return ZoneOffset.ofHoursMinutes(sign * hours, sign * Math.max(0, minutes));
  }

  private boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  /** So many digits, -1 if there are fewer; then nothing is read. */
  private int digits(int count) {
    if (at + count > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = at; i < at + count; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    at += count;
    return number;
  }

  /** A fraction of a second in nanoseconds; digits after the ninth are nobody's business. */
  private int fraction() {
    int nanos = 0;
    int weight = 100_000_000;
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      nanos += (text.charAt(at++) - '0') * weight;
      weight /= 10;
    }
    return at == start ? -1 : nanos;
  }
}
