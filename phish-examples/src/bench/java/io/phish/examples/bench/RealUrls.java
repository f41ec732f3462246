package io.phish.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * URLs as they were collected, half of them phishing: from the folder {@code data/urls} below the
 * one that the system property {@code phish.shared} names. Without it those of {@link SampleUrls}.
 */
final class RealUrls {
  private static final List<String> PHISHING = List.of("phish_openphish", "phish_jpcert");
  private static final List<String> BENIGN =
      List.of("benign_esd_imbal_0", "benign_smallweb", "benign_rss_bookmarks", "benign_fpb");
  private static final long SEED = 20261120;

  private RealUrls() {}

  /** So many, the same ones in every run. */
  static String[] array(int count) {
    Path folder = Path.of(System.getProperty("phish.shared", ""), "data", "urls");
    if (!Files.isDirectory(folder)) {
      System.out.println("no URLs in " + folder.toAbsolutePath() + ": made-up ones are taken");
      return SampleUrls.array(count);
    }
    List<String> urls = new ArrayList<>(sample(folder, PHISHING, count / 2));
    urls.addAll(sample(folder, BENIGN, count - count / 2));
    Collections.shuffle(urls, new Random(SEED));
    return urls.toArray(String[]::new);
  }

  private static List<String> sample(Path folder, List<String> sources, int count) {
    List<String> all = new ArrayList<>();
    for (String source : sources) {
      List<String> urls = read(folder.resolve(source + ".tsv.gz"));
      Collections.shuffle(urls, new Random(SEED));
      all.addAll(urls.subList(0, Math.min(urls.size(), count)));
    }
    Collections.shuffle(all, new Random(SEED));
    return all.subList(0, count);
  }

  /** Lines of label, date and URL, with a header. */
  private static List<String> read(Path file) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      List<String> urls = new ArrayList<>();
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        urls.add(line.substring(line.lastIndexOf('\t') + 1));
      }
      return urls;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
