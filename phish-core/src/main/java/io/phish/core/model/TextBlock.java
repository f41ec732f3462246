package io.phish.core.model;

import java.util.HashMap;
import java.util.Map;

/** A few lines of the form {@code key=value}, and where each stands. */
final class TextBlock {
  private final String source;
  private final int start;
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * A block without lines.
   *
   * @param source what to call the file in an error
   * @param start the line it begins at, from 1
   */
  TextBlock(String source, int start) {
    this.source = source;
    this.start = start;
  }

  void add(String line, int place) {
    int equals = line.indexOf('=');
    String key = equals < 0 ? line : line.substring(0, equals);
    values.put(key, equals < 0 ? "" : line.substring(equals + 1));
    places.put(key, place);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw problem(key, "'" + key + "' is missing");
    }
    return value;
  }

  int integer(String key) {
    return parseInteger(key, text(key));
  }

  int integer(String key, int absent) {
    return has(key) ? integer(key) : absent;
  }

  double[] numbers(String key, int count) {
    String[] parts = parts(key, count);
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = parse(key, parts[i]);
    }
    return numbers;
  }

  int[] integers(String key, int count) {
    String[] parts = parts(key, count);
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = parseInteger(key, parts[i]);
    }
    return numbers;
  }

  /** Integers of 32 bits without a sign. */
  int[] words(String key, int count) {
    String[] parts = parts(key, count);
    int[] words = new int[count];
    for (int i = 0; i < count; i++) {
      try {
        words[i] = Integer.parseUnsignedInt(parts[i]);
      } catch (NumberFormatException e) {
        throw problem(key, "'" + brief(parts[i]) + "' is no whole number of 32 bits");
      }
    }
    return words;
  }

  double parse(String key, String number) {
    if (number.equals("inf")) {
      return Double.MAX_VALUE; // a threshold that tells known values from unknown ones
    }
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw problem(key, "'" + brief(number) + "' is no number");
    }
  }

  private int parseInteger(String key, String number) {
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException e) {
      throw problem(key, "'" + brief(number) + "' is no whole number");
    }
  }

  private String[] parts(String key, int count) {
    if (count == 0) {
      return new String[0]; // a tree of one leaf has no such line
    }
    String[] parts = text(key).split(" ", -1);
    if (parts.length != count) {
      throw problem(key, parts.length + " numbers, " + count + " are needed");
    }
    return parts;
  }

  private static String brief(String text) {
    return text.length() <= 32 ? text : text.substring(0, 32) + '…';
  }

  ModelFormatException problem(String key, String problem) {
    return new ModelFormatException(source, "line", places.getOrDefault(key, start), problem, null);
  }
}
