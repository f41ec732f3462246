package io.phish.examples.training;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.model.NgramModel;
import io.phish.core.model.NgramShape;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.ModelVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Trains the two models that judge a URL: hashed n-grams, and trees over the features of the
 * extractor {@code phish.url} and the log-odds of the n-grams. The same data, options and seed give
 * the same files to the byte.
 *
 * <p>Trees learn from log-odds of n-gram models that did not see the row: folds are blocks of time
 * for phishing and registrable domains for benign rows.
 */
public final class UrlTrainer {
  private UrlTrainer() {}

  /**
   * What may be chosen.
   *
   * @param seed of everything that is random
   * @param version what to call the models
   * @param excluded sources that are not learnt from, by the names of their files without {@code
   *     benign_} or {@code phish_}; of benign ones all rows are measured on instead
   * @param trees how many there are at most
   * @param leaves how many each has at most
   * @param learningRate by how much a tree corrects those before
   * @param shape of the n-grams
   * @param sample how many rows of the source {@code jpcert} are used at most
   * @param prior share of phishing among the URLs that will be judged, within 0 and 1
   * @param threads how many LightGBM uses; another number may give another model, and more than
   *     there are idle cores is slow
   */
  public record Options(
      long seed,
      String version,
      Set<String> excluded,
      int trees,
      int leaves,
      double learningRate,
      NgramShape shape,
      int sample,
      double prior,
      int threads) {

    /** Copies the set. */
    public Options {
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(shape, "shape");
      excluded = Set.copyOf(excluded);
    }

    /** What the shipped models are trained with. */
    public static Options of(long seed) {
      NgramShape shape = new NgramShape(18, 17);
      return new Options(seed, "seed-" + seed, Set.of(), 100, 24, 0.15, shape, 50_000, 0.1, 1);
    }

    /** The same under another name. */
    public Options withVersion(String version) {
      return new Options(
          seed, version, excluded, trees, leaves, learningRate, shape, sample, prior, threads);
    }

    /** The same without some sources. */
    public Options withExcluded(Set<String> excluded) {
      return new Options(
          seed, version, excluded, trees, leaves, learningRate, shape, sample, prior, threads);
    }

    /** The same for another share of phishing. */
    public Options withPrior(double prior) {
      return new Options(
          seed, version, excluded, trees, leaves, learningRate, shape, sample, prior, threads);
    }

    /** The same with trees of another number and size. */
    public Options withTrees(int trees, int leaves, double learningRate) {
      return new Options(
          seed, version, excluded, trees, leaves, learningRate, shape, sample, prior, threads);
    }

    /** The same with other n-grams. */
    public Options withShape(NgramShape shape) {
      return new Options(
          seed, version, excluded, trees, leaves, learningRate, shape, sample, prior, threads);
    }
  }

  /** Hears how training goes on. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A step begins.
     *
     * @param step what is done, for people
     * @param done how much of the whole is done, from 0 to 1
     */
    void at(String step, double done);
  }

  /**
   * What came of it.
   *
   * @param ngrams the model of the n-grams
   * @param trees the model of the verdict
   * @param metrics measured on rows that were not learnt from, by name; unmodifiable
   */
  public record Result(NgramModel ngrams, TreeEnsemble trees, Map<String, Double> metrics) {}

  /**
   * Trains, measures and writes {@code url-ngrams.phm}, {@code url-trees.phm}, {@code
   * url-model.json}, {@code url-model.md}, {@code url-roc.svg} and {@code url-reliability.svg}.
   *
   * @param data holds {@code urls/(phish|benign)_SOURCE.tsv.gz}
   * @param out is made if it does not exist; files of these names are replaced
   * @param progress called on this thread
   * @throws IOException if the data cannot be read, nothing can be written, or LightGBM fails
   */
  public static Result run(Path data, Path out, Options options, Progress progress)
      throws IOException {
    progress.at("reading " + data, 0);
    Corpus corpus = Corpus.read(data);
    progress.at("computing features", 0.05);
    UrlFeatureSource features = new UrlFeatureSource();
    Splits splits = Splits.of(corpus, features, options);
    Map<String, String> card = ModelCard.of(corpus, splits, options);

    progress.at("training n-grams", 0.4);
    Stack stack = new Stack(features.schema(), options);
    NgramModel ngrams =
        stack.ngrams(splits, new ModelVersion("phish.url.ngrams", options.version(), "", card));

    progress.at("training trees", 0.6);
    card.put("ngrams.sha256", ngrams.version().sha256());
    TreeEnsemble trees =
        stack.trees(splits, new ModelVersion("phish.url", options.version(), "", card));

    progress.at("measuring", 0.95);
    Evaluation evaluation = Evaluation.of(trees, splits.test);
    TreeEnsemble carded = trees.withVersion(withFigures(trees.version(), evaluation.metrics()));

    Files.createDirectories(out);
    try (OutputStream file = Files.newOutputStream(out.resolve("url-ngrams.phm"))) {
      ngrams.writeTo(file);
    }
    try (OutputStream file = Files.newOutputStream(out.resolve("url-trees.phm"))) {
      carded.writeTo(file);
    }
    writeJson(out.resolve("url-model.json"), carded.version(), evaluation.metrics());
    Files.writeString(
        out.resolve("url-model.md"),
        ModelCard.markdown(carded.version().toString(), card, evaluation.metrics()));
    Files.writeString(out.resolve("url-roc.svg"), Pictures.roc(evaluation));
    Files.writeString(
        out.resolve("url-reliability.svg"), Pictures.reliability(evaluation.reliability()));
    progress.at("done", 1);
    return new Result(ngrams, carded, evaluation.metrics());
  }

  /** The card with the figures that matter most. */
  private static ModelVersion withFigures(ModelVersion version, Map<String, Double> metrics) {
    Map<String, String> card = new LinkedHashMap<>(version.card());
    for (String name :
        new String[] {
          "auc",
          "tpr_at_fpr_1pct",
          "tpr_at_fpr_0.1pct",
          "tpr_at_phishing",
          "fpr_at_phishing",
          "fpr_at_suspicious",
          "ece"
        }) {
      Double value = metrics.get(name);
      if (value != null) {
        card.put("measured." + name, ModelCard.format(value));
      }
    }
    return new ModelVersion(version.id(), version.version(), "", card);
  }

  private static void writeJson(Path file, ModelVersion version, Map<String, Double> metrics)
      throws IOException {
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(Files.newBufferedWriter(file))
            .useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("id", version.id());
      json.writeStringField("version", version.version());
      json.writeObjectFieldStart("metrics");
      for (Map.Entry<String, Double> metric : metrics.entrySet()) {
        json.writeNumberField(metric.getKey(), metric.getValue());
      }
      json.writeEndObject();
      json.writeObjectFieldStart("card");
      for (Map.Entry<String, String> entry : new TreeMap<>(version.card()).entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }
}
