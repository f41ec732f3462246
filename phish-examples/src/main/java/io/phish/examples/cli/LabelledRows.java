package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.phish.InvalidSubjectException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads labelled URLs from files: {@code label<TAB>date<TAB>url}, the first line perhaps a header,
 * or JSON lines {@code {"label":1,"url":"…","source":"…"}}; either may be compressed with gzip. A
 * row that is neither is told of and left out.
 */
final class LabelledRows {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String[] PREFIXES = {"phish_", "benign_"};

  private final Sink sink;
  private final Consumer<String> problems;
  private long refused;

  /** Takes rows. */
  @FunctionalInterface
  interface Sink {
    /**
     * A row.
     *
     * @throws InvalidSubjectException if the URL is none
     */
    void add(boolean phishing, String source, String url);
  }

  private record Row(boolean phishing, @Nullable String source, String url) {}

  /**
   * A reader.
   *
   * @param problems hears of rows that are left out: file, line and why
   */
  LabelledRows(Sink sink, Consumer<String> problems) {
    this.sink = sink;
    this.problems = problems;
  }

  /**
   * The files of a path: itself, or those in the folder or in its folder {@code urls} that rows can
   * be read of, by name.
   *
   * @throws IOException if there is none
   */
  static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    Path urls = path.resolve("urls");
    Path folder = Files.isDirectory(urls) ? urls : path;
    try (Stream<Path> list = Files.list(folder)) {
      List<Path> files =
          list.filter(file -> isRows(file.getFileName().toString())).sorted().toList();
      if (files.isEmpty()) {
        throw new IOException(
            folder + " has no files that end in .tsv or .jsonl, perhaps followed by .gz");
      }
      return files;
    }
  }

  private static boolean isRows(String name) {
    return stem(name).length() < name.length();
  }

  /** The name without {@code .tsv}, {@code .jsonl} and {@code .gz}; the name itself otherwise. */
  private static String stem(String name) {
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    for (String suffix : new String[] {".tsv", ".jsonl"}) {
      if (plain.endsWith(suffix)) {
        return plain.substring(0, plain.length() - suffix.length());
      }
    }
    return name;
  }

  private static String source(String name) {
    String stem = stem(name);
    for (String prefix : PREFIXES) {
      if (stem.startsWith(prefix)) {
        return stem.substring(prefix.length());
      }
    }
    return stem;
  }

  /** Reads a file to its end. */
  void read(Path file) throws IOException {
    String name = file.getFileName().toString();
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      LineReader lines = new LineReader(in, "url", () -> {});
      for (long number = 1; lines.hasNext(); number++) {
        String problem = take(lines.next(), source(name), number == 1);
        if (!problem.isEmpty()) {
          refused++;
          problems.accept(file + ", line " + number + ": " + problem);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** How many rows were left out. */
  long refused() {
    return refused;
  }

  /** What is wrong with a line; nothing if it was taken or has nothing to say. */
  private String take(Line line, String source, boolean isFirst) {
    if (line instanceof Line.Bad bad) {
      return bad.rejection().message();
    }
    if (!(line instanceof Line.Text text) || text.text().isBlank()) {
      return "";
    }
    String row = text.text();
    if (isFirst && row.toLowerCase(Locale.ROOT).startsWith("label\t")) {
      return "";
    }
    try {
      Row parsed = row.startsWith("{") ? json(row) : tabs(row);
      if (parsed == null) {
        return "is neither label (0 or 1), tab, date, tab, URL nor a JSON object with label and url";
      }
      sink.add(parsed.phishing, parsed.source == null ? source : parsed.source, parsed.url);
      return "";
    } catch (InvalidSubjectException e) {
      return "the URL is none: " + e.getMessage();
    }
  }

  private static @Nullable Row tabs(String line) {
    int first = line.indexOf('\t');
    int second = line.indexOf('\t', first + 1);
    Boolean phishing = first < 0 ? null : label(line.substring(0, first));
    return phishing == null || second < 0
        ? null
        : new Row(phishing, null, line.substring(second + 1));
  }

  private static @Nullable Row json(String line) {
    Boolean phishing = null;
    String url = null;
    String source = null;
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (!value.isScalarValue()) {
          parser.skipChildren();
          continue;
        }
        switch (field) {
          case "label" -> phishing = label(parser.getText());
          case "url" -> url = parser.getText();
          case "source" -> source = parser.getText();
          default -> {} // a date or what else there may be
        }
      }
    } catch (IOException e) {
      return null; // no JSON
    }
    return phishing == null || url == null ? null : new Row(phishing, source, url);
  }

  private static @Nullable Boolean label(String label) {
    return switch (label.toLowerCase(Locale.ROOT)) {
      case "1", "true", "phishing" -> Boolean.TRUE;
      case "0", "false", "benign" -> Boolean.FALSE;
      default -> null;
    };
  }
}
