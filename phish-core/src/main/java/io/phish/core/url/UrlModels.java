package io.phish.core.url;

import io.phish.core.model.NamePriors;
import io.phish.core.model.NgramModel;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.ModelVersion;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The models that come with the library, each read when it is first asked for. What they were
 * trained on stands in their cards; {@code url-model.md} beside them is the same for people.
 */
final class UrlModels {
  private UrlModels() {}

  /** Log-odds by the character sequences of host and path: two of the features. */
  static NgramModel ngrams() {
    return Ngrams.INSTANCE;
  }

  /**
   * Log-odds by the ending of the domain: one of the features. Without the file {@code
   * url-endings.phm} it is not known of any ending.
   */
  static NamePriors endings() {
    return Endings.INSTANCE;
  }

  /** The probability by all features. */
  static TreeEnsemble trees() {
    return Trees.INSTANCE;
  }

  private static final class Ngrams {
    static final NgramModel INSTANCE = read("url-ngrams.phm", NgramModel::read);
  }

  private static final class Endings {
    static final NamePriors INSTANCE =
        UrlModels.class.getResource("url-endings.phm") == null
            ? NamePriors.of(new ModelVersion("phish.url.endings", "none", "", Map.of()), Map.of())
            : read("url-endings.phm", NamePriors::read);
  }

  private static final class Trees {
    static final TreeEnsemble INSTANCE =
        read("url-trees.phm", (in, name) -> TreeEnsemble.read(in, name, UrlFeatures.SCHEMA));
  }

  @FunctionalInterface
  private interface Reader<M> {
    M read(InputStream in, String name) throws IOException;
  }

  private static <M> M read(String name, Reader<M> reader) {
    try (InputStream in = UrlModels.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is missing beside " + UrlModels.class.getName());
      }
      return reader.read(in, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
