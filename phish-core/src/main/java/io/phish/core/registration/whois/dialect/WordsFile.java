package io.phish.core.registration.whois.dialect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file of this package of lines such as {@code key created shared: created; registered}. */
final class WordsFile {

  private WordsFile() {}

  /**
   * A line.
   *
   * @param head the words before the first colon
   * @param items what stands behind it, split at semicolons
   */
  record Entry(List<String> head, List<String> items) {}

  static List<Entry> read(String name) {
    List<Entry> entries = new ArrayList<>();
    try (InputStream in = WordsFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing beside " + WordsFile.class.getName());
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && line.charAt(0) != '#') {
          entries.add(entry(line, name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static Entry entry(String line, String name) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new IllegalStateException(name + ": no colon in: " + line);
    }
    List<String> items = new ArrayList<>();
    for (String item : line.substring(colon + 1).split(";", -1)) {
      if (!item.isBlank()) {
        items.add(item.strip());
      }
    }
    return new Entry(List.of(line.substring(0, colon).strip().split(" +", -1)), items);
  }
}
