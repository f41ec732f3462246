package io.phish.core.packages;

import io.phish.InvalidSubjectException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the bundled lists of popular packages out of lists of others: valid names only, each
 * package once, in their order. The same lists give the same names.
 *
 * <p>Arguments: the directory of the lists and the directory of the resources.
 */
final class PopularListGenerator {
  /** Ranks beyond it tell little, and every name costs memory. */
  private static final int MOST = 5_000;

  private PopularListGenerator() {}

  public static void main(String[] args) throws IOException {
    Path from = Path.of(args[0]);
    Path to = Path.of(args[1]);
    write(Ecosystem.PYPI, from.resolve("popular_pypi.txt.gz"), to.resolve("popular-pypi.txt.gz"));
    write(Ecosystem.NPM, from.resolve("popular_npm.txt.gz"), to.resolve("popular-npm.txt.gz"));
    write(
        Ecosystem.CARGO, from.resolve("popular_crates.txt.gz"), to.resolve("popular-cargo.txt.gz"));
    write(
        Ecosystem.MAVEN, from.resolve("popular_maven.txt.gz"), to.resolve("popular-maven.txt.gz"));
    write(
        Ecosystem.RUBYGEMS,
        from.resolve("popular_rubygems.txt.gz"),
        to.resolve("popular-rubygems.txt.gz"));
    write(Ecosystem.GO, from.resolve("popular_go.txt.gz"), to.resolve("popular-go.txt.gz"));
    if (args.length > 2) { // a plain list that was written by hand
      write(Ecosystem.NUGET, Path.of(args[2]), to.resolve("popular-nuget.txt.gz"));
    }
  }

  private static void write(Ecosystem ecosystem, Path from, Path to) throws IOException {
    List<String> names = names(ecosystem, from);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(to)) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      for (String name : names) {
        out.write((name + '\n').getBytes(StandardCharsets.UTF_8));
      }
    }
    System.out.println(to.getFileName() + ": " + names.size());
  }

  private static List<String> names(Ecosystem ecosystem, Path from) throws IOException {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                from.toString().endsWith(".gz")
                    ? new GZIPInputStream(Files.newInputStream(from))
                    : Files.newInputStream(from),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String name = line.strip();
        if (name.isEmpty() || name.startsWith("#")) {
          continue;
        }
        try {
          String canonical = ecosystem.canonical(name);
          if (names.size() < MOST && seen.add(NameRules.popularKey(ecosystem, canonical))) {
            names.add(PopularPackages.shown(ecosystem, name, canonical));
          }
        } catch (InvalidSubjectException e) {
          System.out.println(ecosystem + " leaves out " + name + ": " + e.getMessage());
        }
      }
    }
    return names;
  }
}
