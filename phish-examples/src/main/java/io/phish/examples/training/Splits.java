package io.phish.examples.training;

import io.phish.InvalidSubjectException;
import io.phish.spi.CanonicalForm;
import io.phish.spi.FeatureSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows of a corpus with their features, each in the part that it is used for. */
final class Splits {
  /** So many rows of this source are plenty; it would outweigh the others. */
  private static final String SAMPLED = "jpcert";

  /**
   * Popularity is forgotten in this share of the rows: benign ones were collected where popular
   * sites are, and a site that is not popular is not for that reason malicious.
   */
  private static final double FORGOTTEN = 0.3;

  private static final Set<String> POPULARITY = Set.of("popular_10k", "popular_100k");

  final Dataset training;
  final Dataset calibration;
  final Dataset test;

  private Splits(Dataset training, Dataset calibration, Dataset test) {
    this.training = training;
    this.calibration = calibration;
    this.test = test;
  }

  static Splits of(Corpus corpus, UrlFeatureSource features, UrlTrainer.Options options) {
    int width = features.schema().size();
    Dataset training = new Dataset(width);
    Dataset calibration = new Dataset(width);
    Dataset test = new Dataset(width);
    SplittableRandom random = new SplittableRandom(options.seed());
    int[] popularity = popularity(features.schema());
    for (Corpus.Source source : corpus.sources()) {
      boolean excluded = options.excluded().contains(source.name());
      for (Corpus.Row row : sample(source, options.sample(), random)) {
        CanonicalForm form = parse(features, row.url());
        if (form == null) {
          continue; // whatever it is, it is refused before any model sees it
        }
        Example example = Example.of(source.name(), row.date(), row.phishing(), form);
        Part part = Split.partOf(example);
        if (part == Part.TRAINING && excluded) {
          part = row.phishing() ? Part.NONE : Part.TEST;
        }
        switch (part) {
          case TRAINING -> {
            double[] values = features.features(row.url(), form);
            if (random.nextDouble() < FORGOTTEN) {
              for (int feature : popularity) {
                values[feature] = 0;
              }
            }
            training.add(example, values, Split.weightOf(example));
          }
          case CALIBRATION -> calibration.add(example, features.features(row.url(), form), 1);
          case TEST -> test.add(example, features.features(row.url(), form), 1);
          case NONE -> {}
        }
      }
    }
    Set<String> seen = new HashSet<>();
    for (int row = 0; row < training.size(); row++) {
      seen.add(training.example(row).domain());
    }
    return new Splits(
        training,
        calibration.subset(row -> !seen.contains(calibration.example(row).domain())),
        test.subset(row -> !seen.contains(test.example(row).domain())));
  }

  private static int[] popularity(FeatureSchema schema) {
    return IntStream.range(0, schema.size())
        .filter(i -> POPULARITY.contains(schema.feature(i).name()))
        .toArray();
  }

  private static List<Corpus.Row> sample(Corpus.Source source, int size, SplittableRandom random) {
    if (!source.name().equals(SAMPLED) || source.rows().size() <= size) {
      return source.rows();
    }
    // Selection sampling (Knuth, algorithm S): keeps the order.
    List<Corpus.Row> sample = new ArrayList<>(size);
    int left = source.rows().size();
    for (Corpus.Row row : source.rows()) {
      if (random.nextInt(left--) < size - sample.size()) {
        sample.add(row);
      }
    }
    return sample;
  }

  private static @Nullable CanonicalForm parse(UrlFeatureSource features, String url) {
    try {
      return features.parse(url);
    } catch (InvalidSubjectException e) {
      return null;
    }
  }

  /** A fold for each row of training: blocks of time for phishing, domains for benign rows. */
  int[] folds(int count) {
    int[] folds = new int[training.size()];
    Integer[] phishing =
        Arrays.stream(training.indices(row -> training.example(row).phishing()))
            .boxed()
            .toArray(Integer[]::new);
    Arrays.sort(
        phishing, (a, b) -> training.example(a).date().compareTo(training.example(b).date()));
    for (int i = 0; i < phishing.length; i++) {
      folds[phishing[i]] = (int) ((long) i * count / phishing.length);
    }
    for (int row : training.indices(row -> !training.example(row).phishing())) {
      folds[row] = Split.foldOf(training.example(row), count);
    }
    return folds;
  }
}
