package io.phish.examples.training;

import io.phish.core.model.CalibratedStack;
import io.phish.core.model.Calibration;
import io.phish.core.model.TreeEnsemble;
import io.phish.examples.training.DomainProtocol.Grouping;
import io.phish.examples.training.DomainProtocol.Repeat;
import io.phish.spi.ModelVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Trains the models that judge a domain by what the DNS and its registration say, and the stack
 * that weighs them and the URL model against each other; and measures them as {@link
 * DomainProtocol} says. The same data, options and seed give the same files to the byte.
 */
public final class DomainTrainer {
  private static final List<Grouping> GROUPED = List.of(Grouping.OWNER, Grouping.DOMAIN);

  private DomainTrainer() {}

  /**
   * What may be chosen.
   *
   * @param seed of everything that is random
   * @param version what to call the models
   * @param comparisons whether models that are not shipped are trained, too, to compare with
   * @param prior share of phishing for which the probabilities shall hold, within 0 and 1
   * @param threads how many models are trained at once; the result is the same
   * @param recipe what was chosen by measuring; of it the trees count
   */
  public record Options(
      long seed, String version, boolean comparisons, double prior, int threads, Recipe recipe) {

    /** Checks what can be. */
    public Options {
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(recipe, "recipe");
      if (threads < 1) {
        throw new IllegalArgumentException("threads is " + threads);
      }
    }

    /** What the shipped models are trained with. */
    public static Options of(long seed) {
      return new Options(
          seed, "seed-" + seed, true, 0.1, 1, Recipe.shipped().withTrees(120, 12, 0.05));
    }

    /** The same under another name. */
    public Options withVersion(String newVersion) {
      return new Options(seed, newVersion, comparisons, prior, threads, recipe);
    }

    /** The same with or without models that are not shipped. */
    public Options withComparisons(boolean compares) {
      return new Options(seed, version, compares, prior, threads, recipe);
    }

    /** The same, so many models at once. */
    public Options withThreads(int newThreads) {
      return new Options(seed, version, comparisons, prior, newThreads, recipe);
    }
  }

  /**
   * What came of it.
   *
   * @param dns the model of what the DNS says
   * @param registration the model of what a registry says
   * @param stack how they and the URL model are weighed
   * @param metrics measured on rows that were not learnt from, by name; unmodifiable
   */
  public record Result(
      TreeEnsemble dns,
      TreeEnsemble registration,
      CalibratedStack stack,
      Map<String, Double> metrics) {}

  /**
   * Trains, measures and writes {@code dns-trees.phm}, {@code registration-trees.phm} and {@code
   * stack.phm}, and of each its card, its figures and pictures.
   *
   * @param data holds {@code domains/domainradar_dev.csv.gz}, and {@code urls} if the hosts that
   *     the URL model has learnt from are to be left out of the stack
   * @param out is made if it does not exist; files of these names are replaced
   * @param progress hears of the steps
   * @throws IOException if the data cannot be read, nothing can be written, or LightGBM fails
   */
  public static Result run(Path data, Path out, Options options, UrlTrainer.Progress progress)
      throws IOException {
    progress.at("reading " + data, 0);
    DomainCorpus corpus = DomainCorpus.read(data);
    DomainProtocol protocol = new DomainProtocol(corpus, options);
    if (!protocol.hasBothLabels()) {
      throw new IOException(data + " has no rows of phishing, or none that are benign");
    }
    Map<Grouping, Map<String, List<Repeat>>> measured = measure(protocol, options, progress);

    progress.at("fitting", 0.95);
    Map<String, List<Repeat>> byOwner = Objects.requireNonNull(measured.get(Grouping.OWNER));
    List<Repeat> ofDns = Objects.requireNonNull(byOwner.get("dns"));
    List<Repeat> ofRegistration = Objects.requireNonNull(byOwner.get("registration"));
    Calibration dnsCalibration = Calibrator.fit(protocol.pooled(ofDns), options.prior());
    Calibration registrationCalibration =
        Calibrator.fit(protocol.pooled(ofRegistration), options.prior());
    CalibratedStack stack =
        protocol.stack(ofDns, ofRegistration, dnsCalibration, registrationCalibration);
    List<DomainRow> rows = corpus.counting();
    int[] all = IntStream.range(0, rows.size()).toArray();
    TreeEnsemble dns =
        DomainProtocol.dns()
            .train(rows, all, options.recipe(), options.seed())
            .withCalibration(dnsCalibration);
    TreeEnsemble registration =
        DomainProtocol.registration()
            .train(rows, all, options.recipe(), options.seed())
            .withCalibration(registrationCalibration);

    progress.at("measuring", 0.97);
    DomainEvaluation evaluation = new DomainEvaluation(protocol, options.prior());
    protocol.counts(evaluation);
    for (Map.Entry<Grouping, Map<String, List<Repeat>>> grouped : measured.entrySet()) {
      grouped
          .getValue()
          .forEach((name, repeats) -> evaluation.model(name, grouped.getKey(), repeats));
      if (GROUPED.contains(grouped.getKey())) {
        protocol.measureStack(evaluation, grouped.getKey(), grouped.getValue());
      }
    }
    for (String label : List.of("malware", "dga")) {
      protocol.others(evaluation, corpus.labelled(label), label, dns, registration, stack);
    }
    Result result = named(corpus, options, evaluation, dns, registration, stack);
    DomainFiles.write(out, result, evaluation);
    progress.at("done", 1);
    return result;
  }

  private static Result named(
      DomainCorpus corpus,
      Options options,
      DomainEvaluation evaluation,
      TreeEnsemble dns,
      TreeEnsemble registration,
      CalibratedStack stack) {
    DomainCard card = new DomainCard(corpus, options, evaluation.figures());
    String version = options.version();
    return new Result(
        dns.withVersion(new ModelVersion(DomainProtocol.DNS, version, "", card.dns())),
        registration.withVersion(
            new ModelVersion(DomainProtocol.REGISTRATION, version, "", card.registration())),
        stack.withVersion(new ModelVersion("phish.stack", version, "", card.stack(stack))),
        evaluation.figures());
  }

  /** All repeats of all models, by how rows are grouped. */
  private static Map<Grouping, Map<String, List<Repeat>>> measure(
      DomainProtocol protocol, Options options, UrlTrainer.Progress progress) throws IOException {
    ExecutorService executor = Executors.newFixedThreadPool(options.threads());
    try {
      Map<Grouping, Map<String, Future<List<Repeat>>>> futures = new EnumMap<>(Grouping.class);
      List<Future<List<Repeat>>> inOrder = new ArrayList<>();
      Map<String, DomainFolds.View> views = protocol.views();
      for (Grouping grouping : Grouping.values()) {
        views.forEach(
            (name, view) -> {
              boolean isShipped = name.equals("dns") || name.equals("registration");
              if ((isShipped && GROUPED.contains(grouping)) || options.comparisons()) {
                Future<List<Repeat>> future =
                    executor.submit(() -> protocol.repeats(view, grouping));
                futures.computeIfAbsent(grouping, g -> new LinkedHashMap<>()).put(name, future);
                inOrder.add(future);
              }
            });
      }
      for (int i = 0; i < inOrder.size(); i++) {
        progress.at("training in folds", 0.1 + 0.85 * i / inOrder.size());
        inOrder.get(i).get();
      }
      Map<Grouping, Map<String, List<Repeat>>> measured = new EnumMap<>(Grouping.class);
      for (Map.Entry<Grouping, Map<String, Future<List<Repeat>>>> grouped : futures.entrySet()) {
        Map<String, List<Repeat>> repeats = new LinkedHashMap<>();
        for (Map.Entry<String, Future<List<Repeat>>> model : grouped.getValue().entrySet()) {
          repeats.put(model.getKey(), model.getValue().get());
        }
        measured.put(grouped.getKey(), repeats);
      }
      return measured;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("training failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      executor.shutdownNow();
    }
  }

  /** Writes one model file. */
  @FunctionalInterface
  interface Model {
    void writeTo(OutputStream out) throws IOException;
  }

  static void write(Path file, Model model) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      model.writeTo(out);
    }
  }
}
