package io.phish.core.packages;

import io.phish.PhishException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Files with a name a line, for people: with empty lines and those that begin with {@code #}. */
final class NameLines {
  private static final int MAX_LINE = 4_096;

  private NameLines() {}

  /**
   * Reads names, in their order.
   *
   * @param source what to call it in an error
   * @param most how many there may be
   * @param check throws if a name is none
   * @throws IOException if the stream fails or a line is no name: with the line
   */
  static List<String> read(InputStream in, String source, int most, Consumer<String> check)
      throws IOException {
    List<String> names = new ArrayList<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    StringBuilder buffer = new StringBuilder();
    for (int number = 1; ; number++) {
      String line = next(lines, buffer, source, number);
      if (line == null) {
        return names;
      }
      String name = line.strip();
      if (name.isEmpty() || name.charAt(0) == '#') {
        continue;
      }
      if (names.size() == most) {
        throw new IOException(source + " has more than " + most + " names");
      }
      try {
        check.accept(name);
      } catch (PhishException | IllegalArgumentException e) {
        throw new IOException(source + ", line " + number + ": " + e.getMessage(), e);
      }
      names.add(name);
    }
  }

  /** A line of bounded length; null at the end. */
  private static @Nullable String next(
      BufferedReader in, StringBuilder buffer, String source, int number) throws IOException {
    buffer.setLength(0);
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (buffer.length() == MAX_LINE) {
        throw new IOException(
            source + ", line " + number + " has more than " + MAX_LINE + " characters");
      }
      buffer.append((char) c);
    }
    return buffer.toString();
  }
}
