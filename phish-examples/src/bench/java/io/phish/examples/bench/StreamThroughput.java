package io.phish.examples.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many URLs {@code phish analyze --stdin --json} takes in a second, in a process of its own
 * with a heap of 256 MB, start-up and all; and how full that heap is after each collection.
 */
final class StreamThroughput {
  private static final Pattern AFTER_PAUSE =
      Pattern.compile("Pause .*?(\\d+)M->(\\d+)M\\((\\d+)M\\)");

  private final Path java;
  private final Path jar;
  private final Path folder;

  StreamThroughput(Path java, Path jar, Path folder) {
    this.java = java;
    this.jar = jar;
    this.folder = folder;
  }

  /** Measures so many lines with a jar, leaving its files in a folder. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    new StreamThroughput(java, Path.of(args[1]), Path.of(args[2]))
        .measure(Integer.parseInt(args[0]))
        .forEach((name, figure) -> System.out.println(name + " " + figure));
  }

  Map<String, Object> measure(int lines) throws IOException, InterruptedException {
    Path input = folder.resolve("urls.txt");
    SampleUrls urls = new SampleUrls(1);
    try (BufferedWriter writer = Files.newBufferedWriter(input)) {
      for (int i = 0; i < lines; i++) {
        writer.write(urls.next());
        writer.write('\n');
      }
    }
    Path gcLog = folder.resolve("gc.log");
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx256m",
                "-Xlog:gc:file=" + gcLog,
                "-jar",
                jar.toString(),
                "analyze",
                "--stdin",
                "--json")
            .redirectInput(input.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long[] read = count(process.getInputStream());
    int exit = process.waitFor();
    double seconds = (System.nanoTime() - began) / 1e9;
    Files.delete(input);
    if (read[0] != lines || exit == 2 || exit > 3) {
      throw new IllegalStateException(read[0] + " of " + lines + " lines, exit code " + exit);
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("lines", lines);
    figures.put("seconds", seconds);
    figures.put("lines_per_second", lines / seconds);
    figures.put("output_bytes", read[1]);
    heap(gcLog, figures);
    return figures;
  }

  /** Lines and octets. */
  private static long[] count(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long lines = 0;
    long octets = 0;
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      octets += length;
      for (int i = 0; i < length; i++) {
        lines += buffer[i] == '\n' ? 1 : 0;
      }
    }
    return new long[] {lines, octets};
  }

  /** The heap after a collection in each half of the run: flat if they are about equal. */
  static void heap(Path log, Map<String, Object> figures) throws IOException {
    List<Integer> after =
        Files.readAllLines(log, StandardCharsets.UTF_8).stream()
            .map(AFTER_PAUSE::matcher)
            .filter(Matcher::find)
            .map(pause -> Integer.valueOf(pause.group(2)))
            .toList();
    int half = after.size() / 2;
    figures.put("collections", after.size());
    figures.put("heap_after_collection_first_half_mb", max(after.subList(0, half)));
    figures.put("heap_after_collection_second_half_mb", max(after.subList(half, after.size())));
  }

  private static int max(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
