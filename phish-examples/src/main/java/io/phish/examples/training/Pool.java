package io.phish.examples.training;

import io.phish.InvalidSubjectException;
import io.phish.spi.CanonicalForm;
import io.phish.spi.FeatureSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All rows with their features, computed once however many models are trained. The features that a
 * model fills are those of the shipped one and have to be replaced.
 */
final class Pool {
  private final UrlFeatureSource source;
  private final List<Example> examples = new ArrayList<>();
  private final List<float[]> features = new ArrayList<>();

  /** Without rows. */
  Pool(UrlFeatureSource source) {
    this.source = source;
  }

  /** Adds a row that somebody labelled; one that cannot be parsed is refused before any model. */
  void add(String name, String date, boolean phishing, String url) {
    add(name, date, phishing, url, Example.Origin.SEEN);
  }

  void add(String name, String date, boolean phishing, String url, Example.Origin origin) {
    CanonicalForm form = parse(url);
    if (form == null) {
      return;
    }
    double[] values = source.features(url, form);
    float[] row = new float[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) values[i];
    }
    examples.add(Example.of(name, date, phishing, form, origin, source.ending(form)));
    features.add(row);
  }

  private @Nullable CanonicalForm parse(String url) {
    try {
      return source.parse(url);
    } catch (InvalidSubjectException e) {
      return null;
    }
  }

  FeatureSchema schema() {
    return source.schema();
  }

  int size() {
    return examples.size();
  }

  Example example(int row) {
    return examples.get(row);
  }

  /** Not to be changed. */
  float[] features(int row) {
    return features.get(row);
  }

  /** The rows that are chosen, in order. */
  int[] rows(IntPredicate chosen) {
    return IntStream.range(0, size()).filter(chosen).toArray();
  }

  /** The registrable domains of rows. */
  Set<String> domains(int[] rows) {
    Set<String> domains = new HashSet<>();
    for (int row : rows) {
      domains.add(example(row).domain());
    }
    return domains;
  }
}
