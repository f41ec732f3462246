package io.phish.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One number that an extractor gives.
 *
 * @param name unique in its schema, lower-case letters, digits and underscores
 * @param description what it measures, for people
 * @param unit of the number, for example {@code characters} or {@code bits}; empty for a ratio or a
 *     flag
 * @param min the least it can be
 * @param max the most it can be; may be infinite
 * @param phrase what to tell a person when it moved a verdict, with {@code {}} for the number; null
 *     for the description and the number
 * @param zeroPhrase the same for a number that is 0 or below, null if it needs no other words
 */
public record Feature(
    String name,
    String description,
    String unit,
    double min,
    double max,
    @Nullable String phrase,
    @Nullable String zeroPhrase) {
  /**
   * The unit of a number that is a judgement itself, made by a model of its own: in a reason its
   * words follow the way it moved the verdict, for 0 is not where it begins to speak for phishing.
   */
  public static final String LOG_ODDS = "log-odds";

  /**
   * Checks name and range.
   *
   * @throws IllegalArgumentException if the name is malformed or the range is empty
   */
  public Feature {
    if (!name.matches("[a-z][a-z0-9_]{0,63}")) {
      throw new IllegalArgumentException("feature name '" + name + "' is not lower_snake_case");
    }
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(unit, "unit");
    if (!(min <= max)) {
      throw new IllegalArgumentException("range of " + name + " is empty: " + min + " to " + max);
    }
  }

  /** Something counted: 0 or more. */
  public static Feature count(String name, String description, String unit) {
    return new Feature(name, description, unit, 0, Double.POSITIVE_INFINITY, null, null);
  }

  /** A share, from 0 to 1. */
  public static Feature ratio(String name, String description) {
    return new Feature(name, description, "", 0, 1, null, null);
  }

  /** Any finite number. */
  public static Feature real(String name, String description, String unit) {
    return new Feature(name, description, unit, -Double.MAX_VALUE, Double.MAX_VALUE, null, null);
  }

  /** A statement that holds (1) or does not (0). */
  public static Feature flag(String name, String description) {
    return new Feature(name, description, "", 0, 1, null, null);
  }

  /** This feature with words for people, {@code {}} standing for the number. */
  public Feature withPhrase(String phrase) {
    return new Feature(name, description, unit, min, max, phrase, zeroPhrase);
  }

  /** This feature with words for people when it is above 0, or holds, and when it is not. */
  public Feature withPhrases(String phrase, String zeroPhrase) {
    return new Feature(name, description, unit, min, max, phrase, zeroPhrase);
  }

  /** Whether a value is in range; NaN, not known, always is. */
  public boolean accepts(double value) {
    return Double.isNaN(value) || (value >= min && value <= max && !Double.isInfinite(value));
  }

  /** What a person is told of a value. */
  public String explain(double value) {
    return explain(value, value);
  }

  /**
   * What a person is told of a value that moved a verdict.
   *
   * @param weight above 0 if towards phishing, below 0 if away from it; matters to {@link
   *     #LOG_ODDS} alone
   */
  public String explain(double value, double weight) {
    String what = description.isEmpty() ? name : description;
    if (Double.isNaN(value)) {
      return "not known: " + Character.toLowerCase(what.charAt(0)) + what.substring(1);
    }
    double sign = unit.equals(LOG_ODDS) ? weight : value;
    String words = sign <= 0 && zeroPhrase != null ? zeroPhrase : phrase;
    if (words != null) {
      return filled(words, value);
    }
    String number = format(value);
    return unit.isEmpty() ? what + ": " + number : what + ": " + number + " " + unit;
  }

  /** The words with the number in the place of each {@code {}}. */
  private static String filled(String words, double value) {
    int at = words.indexOf("{}");
    if (at < 0) {
      return words;
    }
    String number = format(value);
    StringBuilder text = new StringBuilder(words.length() + number.length());
    int from = 0;
    for (; at >= 0; at = words.indexOf("{}", from)) {
      text.append(words, from, at).append(number);
      from = at + 2;
    }
    return text.append(words, from, words.length()).toString();
  }

  /** At most two decimals. By hand: a formatter takes longer than a whole analysis. */
  private static String format(double value) {
    if (!(Math.abs(value) < 1e15)) {
      return Double.toString(value);
    }
    long hundredths = Math.round(Math.abs(value) * 100);
    String sign = value < 0 && hundredths > 0 ? "-" : "";
    long fraction = hundredths % 100;
    String whole = sign + hundredths / 100;
    if (fraction == 0) {
      return whole;
    }
    return whole + (fraction < 10 ? ".0" : ".") + fraction;
  }
}
