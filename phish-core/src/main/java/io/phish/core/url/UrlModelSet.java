package io.phish.core.url;

import io.phish.ConfigurationException;
import io.phish.core.model.NamePriors;
import io.phish.core.model.NgramModel;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.ModelVersion;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Models that were trained together and come with the library, each read when it is first asked
 * for. What they were trained on stands in their cards; {@code NAME-model.md} beside them is the
 * same for people.
 */
final class UrlModelSet {
  /** From all sources, OpenPhish among them: not for commercial use without asking. */
  static final UrlModelSet FULL = new UrlModelSet("url");

  /** From permissively licensed sources alone; its phishing is years older. */
  static final UrlModelSet PERMISSIVE = new UrlModelSet("url-permissive");

  /** The setting of the extractor that chooses one by name. */
  static final String SETTING = "model";

  private final Once<NgramModel> ngrams;
  private final Once<NamePriors> endings;
  private final Once<TreeEnsemble> trees;

  private UrlModelSet(String name) {
    ngrams = new Once<>(() -> read(name + "-ngrams.phm", NgramModel::read));
    endings = new Once<>(() -> readEndings(name + "-endings.phm"));
    trees =
        new Once<>(
            () ->
                read(
                    name + "-trees.phm",
                    (in, file) -> TreeEnsemble.read(in, file, UrlFeatures.SCHEMA)));
  }

  /**
   * The one of this name, {@code full} or {@code permissive}.
   *
   * @throws ConfigurationException if there is none
   */
  static UrlModelSet named(String name) {
    return switch (name) {
      case "full" -> FULL;
      case "permissive" -> PERMISSIVE;
      default ->
          throw new ConfigurationException(
              SETTING + " '" + name + "' is not known; there are full and permissive");
    };
  }

  /** Log-odds by the character sequences of host and path: two of the features. */
  NgramModel ngrams() {
    return ngrams.get();
  }

  /**
   * Log-odds by the ending of the domain: one of the features. Without its file it is not known of
   * any ending.
   */
  NamePriors endings() {
    return endings.get();
  }

  /** The probability by all features. */
  TreeEnsemble trees() {
    return trees.get();
  }

  /** Asks once. */
  private static final class Once<M> {
    private final Supplier<M> source;
    private volatile @Nullable M model;

    Once(Supplier<M> source) {
      this.source = source;
    }

    M get() {
      M known = model;
      if (known == null) {
        known = source.get(); // if several threads ask at once, one model of equal ones stays
        model = known;
      }
      return known;
    }
  }

  @FunctionalInterface
  private interface Reader<M> {
    M read(InputStream in, String name) throws IOException;
  }

  private static NamePriors readEndings(String name) {
    return UrlModelSet.class.getResource(name) == null
        ? NamePriors.of(new ModelVersion("phish.url.endings", "none", "", Map.of()), Map.of())
        : read(name, NamePriors::read);
  }

  private static <M> M read(String name, Reader<M> reader) {
    try (InputStream in = UrlModelSet.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is missing beside " + UrlModelSet.class.getName());
      }
      return reader.read(in, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
