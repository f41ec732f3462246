package io.phish.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long {@code phish analyze URL} takes from nothing, without and with an archive of classes.
 */
final class StartUp {
  private final Path java;
  private final Path jar;
  private final Path archive;

  StartUp(Path java, Path jar, Path folder) {
    this.java = java;
    this.jar = jar;
    this.archive = folder.resolve("phish.jsa");
  }

  Map<String, Object> measure(int rounds) throws IOException, InterruptedException {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rounds", rounds);
    figures.put("median_ms", median(rounds, List.of()));
    run(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
    figures.put("archive_bytes", Files.size(archive));
    figures.put(
        "median_with_archive_ms", median(rounds, List.of("-XX:SharedArchiveFile=" + archive)));
    Files.delete(archive);
    return figures;
  }

  private double median(int rounds, List<String> options) throws IOException, InterruptedException {
    double[] times = new double[rounds];
    run(options);
    for (int i = 0; i < rounds; i++) {
      long began = System.nanoTime();
      run(options);
      times[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(times);
    return times[rounds / 2];
  }

  private void run(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(options);
    command.addAll(
        List.of("-jar", jar.toString(), "analyze", "https://www.example.com/account/login"));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int exit = process.waitFor();
    if (exit == 2 || exit > 3) {
      throw new IllegalStateException("exit code " + exit);
    }
  }
}
