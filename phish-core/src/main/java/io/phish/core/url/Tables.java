package io.phish.core.url;

import io.phish.core.name.LabelModel;
import io.phish.core.name.NameFilter;
import io.phish.core.name.NameTable;
import io.phish.core.name.NearNames;
import io.phish.core.name.WordFinder;
import io.phish.core.name.WordSegmenter;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known about names beforehand. The resources, their sources, dates and licences are listed
 * in {@code tables.md} beside them. Immutable.
 *
 * @param popular10k registrable domains of two lists of the ten thousand most popular
 * @param popular100k registrable domains of a list of the hundred thousand most popular
 * @param popularLabels the labels before the suffix of the former
 * @param dynamicDns domains under which dynamic-DNS providers give out names
 * @param shorteners domains of URL shorteners
 * @param platforms domains under which strangers publish, and that the public suffix list does not
 *     have
 * @param userContentHosts hosts of popular domains on which strangers publish by path
 * @param gateways domains that lead into other networks, by the constants of this class
 * @param tldRarity by top-level domain, how rare it is among popular domains, in bits
 * @param words brands, sensitive words and lures, by the constants of this class
 * @param nearBrands names that are misspelt to deceive: brands and labels of popular domains
 * @param segmenter common English words, names of people, words of small sites
 * @param vocabulary pieces of paths and queries, by the bits of {@link Vocabulary}
 * @param labels how people name their domains
 */
record Tables(
    NameFilter popular10k,
    NameFilter popular100k,
    NameFilter popularLabels,
    NameFilter dynamicDns,
    NameTable shorteners,
    NameTable platforms,
    NameTable userContentHosts,
    NameTable gateways,
    NameTable tldRarity,
    WordFinder words,
    NearNames nearBrands,
    WordSegmenter segmenter,
    Vocabulary vocabulary,
    LabelModel labels) {
  /** Kinds of {@link #words}. */
  static final int BRAND = 0;

  static final int SENSITIVE = 1;
  static final int LURE = 2;

  /** Kinds of {@link #gateways}. */
  static final int WEB3 = 1;

  static final int TUNNEL = 2;

  /** The tables that come with the library. */
  static Tables bundled() {
    return Bundled.INSTANCE;
  }

  private static final class Bundled {
    static final Tables INSTANCE = load();
  }

  private static Tables load() {
    try {
      List<String> brands = lines("brands.txt");
      List<String> imitated = new ArrayList<>(brands);
      imitated.addAll(lines("popular-names.txt"));
      return new Tables(
          NameFilter.read(open("popular-10k.bin")),
          NameFilter.read(open("popular-100k.bin")),
          NameFilter.read(open("popular-labels.bin")),
          NameFilter.read(open("dynamic-dns.bin")),
          numbers("shorteners.txt"),
          numbers("hosting-platforms.txt"),
          numbers("user-content-hosts.txt"),
          numbers("gateways.txt"),
          numbers("tld-rarity.txt"),
          new WordFinder(List.of(brands, lines("sensitive-words.txt"), lines("lure-words.txt"))),
          NearNames.of(imitated),
          new WordSegmenter.Builder()
              .read(open("common-words.bin"))
              .add(WordSegmenter.PERSON, lines("person-names.txt"))
              .add(WordSegmenter.SITE, lines("site-words.txt"))
              .build(),
          new Vocabulary(
              lines("content-words.txt"), lines("redirect-words.txt"), lines("tracking-words.txt")),
          LabelModel.read(open("label-model.bin")));
    } catch (IOException e) {
      throw new UncheckedIOException("a table of phish-core is missing or damaged", e);
    }
  }

  private static InputStream open(String name) throws IOException {
    try (InputStream in = Tables.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " beside " + Tables.class.getName());
      }
      return new ByteArrayInputStream(in.readAllBytes());
    }
  }

  private static List<String> lines(String name) throws IOException {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  /** Lines of a name and a number, 1 if there is none. */
  private static NameTable numbers(String name) throws IOException {
    Map<String, Double> numbers = new HashMap<>();
    for (String line : lines(name)) {
      int space = line.indexOf(' ');
      numbers.put(
          space < 0 ? line : line.substring(0, space),
          space < 0 ? 1.0 : Double.parseDouble(line.substring(space + 1)));
    }
    return NameTable.of(numbers);
  }
}
