package io.phish.examples.training;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The labelled URLs of a data directory.
 *
 * @param sources in order of the names of their files, so that one directory is always read in one
 *     way
 */
record Corpus(List<Source> sources) {
  private static final String SUFFIX = ".tsv.gz";
  private static final String ORIGINS = "README.md";

  /**
   * A file.
   *
   * @param name of the file without {@code phish_} or {@code benign_} and its suffix
   * @param phishing whether it is said to hold phishing
   * @param sha256 of the file
   * @param origin where the rows come from, as the directory's {@code README.md} says; empty if it
   *     does not
   * @param licence as it says
   * @param rows in the order of the file
   */
  record Source(
      String name, boolean phishing, String sha256, String origin, String licence, List<Row> rows) {
    /** The dates of the first and the last row. */
    String dates() {
      return rows.isEmpty() ? "" : rows.get(0).date() + " to " + rows.get(rows.size() - 1).date();
    }
  }

  /** A line. */
  record Row(boolean phishing, String date, String url) {}

  /**
   * Reads {@code urls/(phish|benign)_SOURCE.tsv.gz}: a header line, then label, date and URL
   * between tabs.
   */
  static Corpus read(Path data) throws IOException {
    Path urls = data.resolve("urls");
    if (!Files.isDirectory(urls)) {
      throw new IOException(data + " has no directory 'urls' with files NAME" + SUFFIX);
    }
    List<Path> files;
    try (Stream<Path> list = Files.list(urls)) {
      files = list.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException(urls + " has no files NAME" + SUFFIX);
    }
    List<String> origins =
        Files.exists(data.resolve(ORIGINS)) ? Files.readAllLines(data.resolve(ORIGINS)) : List.of();
    List<Source> sources = new ArrayList<>();
    for (Path file : files) {
      sources.add(source(file, origins));
    }
    return new Corpus(List.copyOf(sources));
  }

  private static Source source(Path file, List<String> origins) throws IOException {
    String name = file.getFileName().toString();
    byte[] bytes = Files.readAllBytes(file);
    String[] cells = cells(origins, name);
    String stem = name.substring(0, name.length() - SUFFIX.length());
    return new Source(
        stem.substring(stem.indexOf('_') + 1),
        stem.startsWith("phish_"),
        sha256(bytes),
        cells[0],
        cells[1],
        rows(file, bytes));
  }

  private static List<Row> rows(Path file, byte[] bytes) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8))) {
      in.readLine();
      int number = 1;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        int first = line.indexOf('\t');
        int second = line.indexOf('\t', first + 1);
        if (first != 1 || second < 0 || (line.charAt(0) != '0' && line.charAt(0) != '1')) {
          throw new IOException(
              file + ", line " + number + ": is not label (0 or 1), tab, date, tab, URL");
        }
        rows.add(
            new Row(
                line.charAt(0) == '1',
                line.substring(first + 1, second),
                line.substring(second + 1)));
      }
    }
    return List.copyOf(rows);
  }

  /** Origin and licence from the table row that begins with {@code | urls/NAME |}. */
  private static String[] cells(List<String> lines, String name) {
    for (String line : lines) {
      if (line.startsWith("| urls/" + name + " |")) {
        String[] cells = line.split("\\|", -1);
        return new String[] {cells[2].strip(), cells[3].strip()};
      }
    }
    return new String[] {"", ""};
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
