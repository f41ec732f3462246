package io.phish.examples.cli;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A file with a word a line. Empty lines and what begins with {@code #} or {@code //} are no words.
 * A word that is refused is told with its line and left out.
 */
final class WordFile {
  /** In octets; more than any list of words or top-level domains has. */
  private static final int MAX_LENGTH = 16 << 20;

  private final Streams streams;
  private final CommandLine command;
  private boolean refused;

  WordFile(Streams streams, CommandLine command) {
    this.streams = streams;
    this.command = command;
  }

  /** Whether a word has been refused so far. */
  boolean hasRefused() {
    return refused;
  }

  /**
   * Reads a file in UTF-8.
   *
   * @param check throws {@link IllegalArgumentException} for a word that is none
   * @throws ParameterException if there is no such file
   * @throws IOException if it cannot be read
   */
  List<String> read(Path file, Consumer<String> check) throws IOException {
    List<String> words = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_LENGTH + 1);
      if (content.length > MAX_LENGTH) {
        throw new IOException(file + ": file has more than " + MAX_LENGTH + " octets");
      }
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.UTF_8));
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String word = line.strip();
        if (!word.isEmpty() && !word.startsWith("#") && !word.startsWith("//")) {
          add(words, word, check, file + ":" + number);
        }
      }
    } catch (NoSuchFileException e) {
      throw new ParameterException(command, "there is no file " + file, e);
    }
    return words;
  }

  private void add(List<String> words, String word, Consumer<String> check, String place) {
    try {
      check.accept(word);
      words.add(word);
    } catch (IllegalArgumentException e) {
      refused = true;
      String message = place + ": " + SafeText.shorten(word) + " cannot stand in a name; left out";
      streams.err().println("phish: " + SafeText.escape(message));
    }
  }
}
