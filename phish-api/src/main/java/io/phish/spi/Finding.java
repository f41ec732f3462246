package io.phish.spi;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something an extractor can say in words, and what it is worth.
 *
 * @param code stable and machine-readable, lower-case kebab, at most 64 characters; the extractor's
 *     id is put before it
 * @param weight how far it moves the log-odds of phishing: above 0 towards phishing, 0.7 doubles
 *     the odds, 0 is mere information; finite
 * @param floor the least probability that a verdict with this finding has, from 0 for none to 1.
 *     For what is decisive by itself, a blocklist hit for one: it is never averaged away
 * @param message for people
 * @param evidence the pieces of the subject it rests on, may be empty; unmodifiable
 * @param technique the ATT&amp;CK technique, for example {@code T1566.002}, null if none applies
 */
public record Finding(
    String code,
    double weight,
    double floor,
    String message,
    List<String> evidence,
    @Nullable String technique) {

  /**
   * Checks ranges and copies the evidence.
   *
   * @throws IllegalArgumentException if the code is malformed, the weight not finite or the floor
   *     not a probability
   */
  public Finding {
    if (!isCode(code)) {
      throw new IllegalArgumentException("finding code '" + code + "' is not lower-case kebab");
    }
    if (!(Math.abs(weight) < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight of " + code + " is " + weight + ", not finite");
    }
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException(
          "floor of " + code + " is " + floor + ", not within 0 and 1");
    }
    Objects.requireNonNull(message, "message");
    evidence = List.copyOf(evidence);
  }

  // By hand, because findings are made for every subject.
  private static boolean isCode(String code) {
    int last = code.length() - 1;
    if (last < 0 || last >= 64) {
      return false;
    }
    for (int i = 0; i <= last; i++) {
      char c = code.charAt(i);
      boolean inner = c == '.' || c == '-';
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && (!inner || i == 0 || i == last)) {
        return false;
      }
    }
    return true;
  }

  /** A finding that moves the log-odds. */
  public static Finding of(String code, double weight, String message) {
    return new Finding(code, weight, 0, message, List.of(), null);
  }

  /** A finding that decides: with it no verdict is below {@code floor}. */
  public static Finding decisive(String code, double floor, String message) {
    return new Finding(code, 0, floor, message, List.of(), null);
  }

  /** This finding with the pieces of the subject it rests on. */
  public Finding withEvidence(String... evidence) {
    return new Finding(code, weight, floor, message, List.of(evidence), technique);
  }

  /** This finding with its ATT&amp;CK technique. */
  public Finding withTechnique(String technique) {
    return new Finding(code, weight, floor, message, evidence, technique);
  }
}
