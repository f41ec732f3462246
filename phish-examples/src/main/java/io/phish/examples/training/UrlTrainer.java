package io.phish.examples.training;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.model.Calibration;
import io.phish.core.model.NamePriors;
import io.phish.core.model.NgramModel;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.ModelVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Trains the models that judge a URL: hashed n-grams, and trees over the features of the extractor
 * {@code phish.url} and the log-odds of the n-grams; and measures them as {@link Protocol} says.
 * The same data, options and seed give the same files to the byte.
 */
public final class UrlTrainer {
  private UrlTrainer() {}

  /**
   * What may be chosen.
   *
   * @param seed of everything that is random
   * @param version what to call the models
   * @param name the files begin with it
   * @param excluded sources that are not learnt from, by the names of their files without {@code
   *     benign_} or {@code phish_}; they are measured on nevertheless
   * @param permissive whether sources without a permissive licence are excluded, too
   * @param leaveOneOut whether models without each group of benign sources are trained, to measure
   *     and to calibrate on sources that were not learnt from
   * @param prior share of phishing among the URLs that will be judged, within 0 and 1
   * @param threads how many models are trained at once; the result is the same
   * @param recipe what was chosen by measuring
   */
  public record Options(
      long seed,
      String version,
      String name,
      Set<String> excluded,
      boolean permissive,
      boolean leaveOneOut,
      double prior,
      int threads,
      Recipe recipe) {

    /** Copies the set. */
    public Options {
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(recipe, "recipe");
      excluded = Set.copyOf(excluded);
      if (threads < 1) {
        throw new IllegalArgumentException("threads is " + threads);
      }
    }

    /** What the shipped models are trained with. */
    public static Options of(long seed) {
      return new Options(
          seed, "seed-" + seed, "url", Set.of(), false, true, 0.1, 1, Recipe.shipped());
    }

    /** The same under another name. */
    public Options withVersion(String newVersion) {
      return new Options(
          seed, newVersion, name, excluded, permissive, leaveOneOut, prior, threads, recipe);
    }

    /** The same without some sources. */
    public Options withExcluded(Set<String> newExcluded) {
      return new Options(
          seed, version, name, newExcluded, permissive, leaveOneOut, prior, threads, recipe);
    }

    /** The same from permissively licensed sources alone, as files of another name. */
    public Options withPermissiveSources() {
      return new Options(
          seed,
          version,
          "url-permissive",
          excluded,
          true,
          leaveOneOut,
          prior,
          threads,
          Recipe.permissive());
    }

    /** The same with or without the models that leave sources out. */
    public Options withLeaveOneOut(boolean leaves) {
      return new Options(seed, version, name, excluded, permissive, leaves, prior, threads, recipe);
    }

    /** The same for another share of phishing. */
    public Options withPrior(double newPrior) {
      return new Options(
          seed, version, name, excluded, permissive, leaveOneOut, newPrior, threads, recipe);
    }

    /** The same, so many models at once. */
    public Options withThreads(int newThreads) {
      return new Options(
          seed, version, name, excluded, permissive, leaveOneOut, prior, newThreads, recipe);
    }

    /** The same by another recipe. */
    public Options withRecipe(Recipe newRecipe) {
      return new Options(
          seed, version, name, excluded, permissive, leaveOneOut, prior, threads, newRecipe);
    }
  }

  /** Hears how training goes on. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A step begins. One call at a time, but on any thread.
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
   * Trains, measures and writes {@code NAME-ngrams.phm}, {@code NAME-endings.phm}, {@code
   * NAME-trees.phm}, {@code NAME-model.json}, {@code NAME-model.md} and the pictures {@code
   * NAME-*.svg}.
   *
   * @param data holds {@code urls/(phish|benign)_SOURCE.tsv.gz}
   * @param out is made if it does not exist; files of these names are replaced
   * @param progress hears of the steps
   * @throws IOException if the data cannot be read, nothing can be written, or LightGBM fails
   */
  public static Result run(Path data, Path out, Options options, Progress progress)
      throws IOException {
    progress.at("reading " + data, 0);
    Corpus corpus = Corpus.read(data);
    Set<String> excluded = excluded(corpus, options);
    progress.at("computing features", 0.01);
    Pool pool = pool(corpus, data, excluded, options);
    Protocol.Outcome outcome = new Protocol(pool, options, excluded, progress).run();
    progress.at("measuring", 0.97);
    Scored calibrating = calibrating(outcome);
    if (!calibrating.hasBothLabels()) {
      throw new IOException("no rows to calibrate on: see the README of the data for the split");
    }
    Calibration calibration = Calibrator.fit(calibrating, options.prior());
    Evaluation evaluation = Evaluation.of(outcome, calibration);

    String id = options.name().equals("url") ? "phish.url" : "phish.url.permissive";
    Map<String, String> card = ModelCard.of(corpus, excluded, outcome.rows(), options);
    NgramModel ngrams =
        Fit.reread(
            outcome
                .shipped()
                .ngrams()
                .withVersion(new ModelVersion(id + ".ngrams", options.version(), "", card)));
    NamePriors endings =
        Fit.reread(
            outcome
                .shipped()
                .endings()
                .withVersion(new ModelVersion(id + ".endings", options.version(), "", card)));
    card.put("ngrams.sha256", ngrams.version().sha256());
    card.put("endings.sha256", endings.version().sha256());
    card.putAll(ModelCard.headline(evaluation.metrics()));
    TreeEnsemble trees =
        outcome
            .shipped()
            .trees()
            .withCalibration(calibration)
            .withVersion(new ModelVersion(id, options.version(), "", card));
    write(out, options.name(), ngrams, endings, trees, card, evaluation);
    progress.at("done", 1);
    return new Result(ngrams, trees, evaluation.metrics());
  }

  private static Set<String> excluded(Corpus corpus, Options options) {
    Set<String> excluded = new HashSet<>(options.excluded());
    if (options.permissive()) {
      for (Corpus.Source source : corpus.sources()) {
        if (!Licences.isPermissive(source.licence())) {
          excluded.add(source.name());
        }
      }
    }
    return excluded;
  }

  static Pool pool(Corpus corpus, Path data, Set<String> excluded, Options options)
      throws IOException {
    Pool pool = new Pool(new UrlFeatureSource(Map.of()));
    SplittableRandom random = new SplittableRandom(options.seed());
    for (Corpus.Source source : corpus.sources()) {
      boolean isSampled = source.name().equals(Sources.SAMPLED);
      int left = source.rows().size();
      int wanted = isSampled ? Math.min(left, options.recipe().sample()) : left;
      for (Corpus.Row row : source.rows()) {
        // Selection sampling (Knuth, algorithm S): keeps the order.
        if (random.nextInt(left--) < wanted) {
          wanted--;
          pool.add(source.name(), row.date(), row.phishing(), row.url());
        }
      }
    }
    Augment.apply(pool, data, excluded, options);
    return pool;
  }

  /** Sources that were left out are what a host has: none of ours. */
  private static Scored calibrating(Protocol.Outcome outcome) {
    return outcome.unseenBetween().sources().isEmpty()
        ? outcome.between()
        : outcome.unseenBetween().withPhishing(outcome.between().phishing());
  }

  private static void write(
      Path out,
      String name,
      NgramModel ngrams,
      NamePriors endings,
      TreeEnsemble trees,
      Map<String, String> card,
      Evaluation evaluation)
      throws IOException {
    Files.createDirectories(out);
    try (OutputStream file = Files.newOutputStream(out.resolve(name + "-ngrams.phm"))) {
      ngrams.writeTo(file);
    }
    try (OutputStream file = Files.newOutputStream(out.resolve(name + "-endings.phm"))) {
      endings.writeTo(file);
    }
    try (OutputStream file = Files.newOutputStream(out.resolve(name + "-trees.phm"))) {
      trees.writeTo(file);
    }
    writeJson(out.resolve(name + "-model.json"), trees.version(), evaluation.metrics());
    Files.writeString(
        out.resolve(name + "-model.md"),
        ModelCard.markdown(
            trees.version().toString(),
            name,
            card,
            evaluation.metrics(),
            evaluation.pictures().keySet()));
    for (Map.Entry<String, String> picture : evaluation.pictures().entrySet()) {
      Files.writeString(out.resolve(name + '-' + picture.getKey() + ".svg"), picture.getValue());
    }
  }

  static void writeJson(Path file, ModelVersion version, Map<String, Double> metrics)
      throws IOException {
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(Files.newBufferedWriter(file))
            .useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("id", version.id());
      json.writeStringField("version", version.version());
      json.writeObjectFieldStart("metrics");
      for (Map.Entry<String, Double> metric : new LinkedHashMap<>(metrics).entrySet()) {
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
