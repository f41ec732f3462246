package io.phish.examples.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * All models that have to be trained to know what one is worth: the one that is measured, which
 * learnt from what is older; one per group of benign sources that it did not learn from; older
 * ones; one without n-grams; and the one that is shipped, which learns from all but a twentieth of
 * the domains. Each is trained on one thread, so their number changes nothing.
 */
final class Protocol {
  /** Days up to which older models learn. */
  private static final List<String> OLDER = List.of("2025-02-01");

  private final Pool pool;
  private final UrlTrainer.Options options;
  private final Set<String> excluded;
  private final UrlTrainer.Progress progress;
  private final Split keepsBack;
  private int begun;
  private int jobs;

  Protocol(
      Pool pool, UrlTrainer.Options options, Set<String> excluded, UrlTrainer.Progress progress) {
    this.pool = pool;
    this.options = options;
    this.excluded = excluded;
    this.progress = progress;
    // Without a feed that goes on after what is learnt, domains are kept back to calibrate on.
    this.keepsBack = excluded.contains(Sources.TIMED) ? Split.MEASURED_BY_DOMAIN : Split.MEASURED;
  }

  /**
   * What was said about rows that were not learnt from; raw log-odds.
   *
   * @param shipped the model of all rows
   * @param later the timed feed's last months beside benign domains that were held back
   * @param laterWithoutPopularity the same, lists of popular sites forgotten
   * @param laterByNgrams the same by the n-grams alone
   * @param laterByHost the same by those of the host alone
   * @param laterByTrees the same by trees that know nothing of n-grams
   * @param between the month before, which calibrates, beside benign domains that were held back
   * @param unseen benign rows of each source by a model that learnt from none of its group; empty
   *     if that was not asked for
   * @param unseenWithoutPopularity the same, lists of popular sites forgotten
   * @param unseenBetween as the first, rows of other domains: these calibrate
   * @param decay by the last month learnt and by age in months
   * @param kept rows of the domains that no model ever learns from, by the shipped one
   * @param rows how many rows the shipped model learnt from, by source
   */
  record Outcome(
      Fit shipped,
      Scored later,
      Scored laterWithoutPopularity,
      Scored laterByNgrams,
      Scored laterByHost,
      Scored laterByTrees,
      Scored between,
      Scored unseen,
      Scored unseenWithoutPopularity,
      Scored unseenBetween,
      Map<String, SortedMap<Integer, Scored>> decay,
      Scored kept,
      SortedMap<String, Integer> rows) {}

  private record LeftOut(Scored unseen, Scored withoutPopularity, Scored between) {}

  Outcome run() throws IOException {
    ExecutorService executor = Executors.newFixedThreadPool(options.threads());
    try {
      return run(executor);
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

  private Outcome run(ExecutorService executor) throws ExecutionException, InterruptedException {
    Set<String> groups = options.leaveOneOut() ? groups() : Set.of();
    jobs = 3 + groups.size() + OLDER.size();
    Future<Fit> measured = executor.submit(() -> fit("measured", keepsBack, Set.of()));
    Future<Fit> shipped = executor.submit(() -> fit("shipped", Split.SHIPPED, Set.of()));
    Future<Fit> trees = executor.submit(this::withoutNgrams);
    List<Future<LeftOut>> leftOut = new ArrayList<>();
    for (String group : groups) {
      leftOut.add(executor.submit(() -> leaveOut(group)));
    }
    Map<String, Future<Fit>> older = new LinkedHashMap<>();
    for (String day : OLDER) {
      older.put(
          day, executor.submit(() -> fit("up to " + day, keepsBack.withUntil(day), Set.of())));
    }

    Fit fit = measured.get();
    Set<String> learnt = pool.domains(rows(keepsBack, Set.of()));
    IntPredicate test = row -> isLater(row, learnt) || isHeldBack(row, learnt);
    IntPredicate calibration = row -> isBetween(row, learnt) || isHeldBack(row, learnt);
    Fit alone = trees.get();
    Map<String, SortedMap<Integer, Scored>> decay = new LinkedHashMap<>();
    for (Map.Entry<String, Future<Fit>> model : older.entrySet()) {
      decay.put(model.getKey(), decay(model.getValue().get(), model.getKey()));
    }
    decay.put(keepsBack.until(), decay(fit, keepsBack.until()));
    Fit last = shipped.get();
    return new Outcome(
        last,
        scored(test, fit::score),
        scored(test, fit::scoreWithoutPopularity),
        scored(test, fit::ngramScore),
        scored(test, fit::hostScore),
        scored(test, alone::score),
        scored(calibration, fit::score),
        merged(leftOut, LeftOut::unseen),
        merged(leftOut, LeftOut::withoutPopularity),
        merged(leftOut, LeftOut::between),
        decay,
        scored(this::isKept, last::score),
        counts(rows(Split.SHIPPED, Set.of())));
  }

  /** None if there is one only: without it there would be nothing benign to learn from. */
  private Set<String> groups() {
    Set<String> groups = new TreeSet<>();
    for (int row = 0; row < pool.size(); row++) {
      Example example = pool.example(row);
      if (!example.phishing() && example.isSeen() && !excluded.contains(example.source())) {
        groups.add(Sources.groupOf(example.source()));
      }
    }
    return groups.size() > 1 ? groups : Set.of();
  }

  private Fit fit(String name, Split split, Set<String> without) throws IOException {
    began("training the model " + name);
    return Fit.of(pool, rows(split, without), options.recipe(), options.seed());
  }

  private Fit withoutNgrams() throws IOException {
    began("training trees without n-grams");
    int[] rows = rows(keepsBack, Set.of());
    return Fit.withoutNgrams(pool, rows, options.recipe(), options.seed());
  }

  private LeftOut leaveOut(String group) throws IOException {
    Set<String> without = new TreeSet<>();
    for (int row = 0; row < pool.size(); row++) {
      if (Sources.groupOf(pool.example(row).source()).equals(group)) {
        without.add(pool.example(row).source());
      }
    }
    Fit fit = fit("without " + String.join(", ", without), keepsBack, without);
    Set<String> learnt = pool.domains(rows(keepsBack, without));
    IntPredicate left =
        row -> without.contains(pool.example(row).source()) && isHeldBack(row, learnt);
    IntPredicate measures = row -> left.test(row) && !calibrates(row);
    IntPredicate calibrates = row -> left.test(row) && calibrates(row);
    return new LeftOut(
        scored(measures, fit::score),
        scored(measures, fit::scoreWithoutPopularity),
        scored(calibrates, fit::score));
  }

  private synchronized void began(String step) {
    progress.at(step, 0.05 + 0.9 * begun++ / jobs);
  }

  private int[] rows(Split split, Set<String> without) {
    return pool.rows(
        row -> {
          Example example = pool.example(row);
          return split.learnsFrom(example)
              && !excluded.contains(example.source())
              && !without.contains(example.source())
              && options.recipe().weights().of(example) > 0;
        });
  }

  private boolean isLater(int row, Set<String> learnt) {
    Example example = pool.example(row);
    return Split.isTimed(example, Split.TEST_FROM, Split.TEST_UNTIL)
        && !learnt.contains(example.domain());
  }

  /** The month before; of a model that learns from no timed feed, its own domains kept back. */
  private boolean isBetween(int row, Set<String> learnt) {
    Example example = pool.example(row);
    if (!example.phishing() || learnt.contains(example.domain())) {
      return false;
    }
    return excluded.contains(Sources.TIMED)
        ? !excluded.contains(example.source())
        : Split.isTimed(example, Split.CALIBRATION_FROM, Split.TEST_FROM);
  }

  private boolean isHeldBack(int row, Set<String> learnt) {
    Example example = pool.example(row);
    return !example.phishing() && example.isSeen() && !learnt.contains(example.domain());
  }

  /** Of a source that is left out, half of the domains calibrate and half are measured on. */
  private boolean calibrates(int row) {
    return Split.partOf(pool.example(row).domain()) % 2 == 1;
  }

  private boolean isKept(int row) {
    Example example = pool.example(row);
    return example.isSeen()
        && Split.partOf(example.domain()) == 0
        && (!example.phishing() || Split.isTimed(example, Split.TEST_FROM, Split.TEST_UNTIL));
  }

  private Scored scored(IntPredicate chosen, IntToDoubleFunction score) {
    Scored.Builder scored = new Scored.Builder();
    for (int row : pool.rows(chosen)) {
      Example example = pool.example(row);
      scored.add(example.phishing(), example.source(), score.applyAsDouble(row));
    }
    return scored.build();
  }

  private SortedMap<Integer, Scored> decay(Fit fit, String until) {
    Set<String> learnt = pool.domains(rows(keepsBack.withUntil(until), Set.of()));
    Scored benign = scored(row -> isHeldBack(row, learnt), fit::scoreWithoutPopularity);
    SortedMap<Integer, Scored> ages = new TreeMap<>();
    int first = month(until);
    for (int month = first; month < month(Split.TEST_UNTIL); month++) {
      String from = day(month);
      String to = day(month + 1);
      Scored phishing =
          scored(
              row ->
                  Split.isTimed(pool.example(row), from, to)
                      && !learnt.contains(pool.example(row).domain()),
              fit::scoreWithoutPopularity);
      if (phishing.phishing().length > 0) {
        ages.put(month - first + 1, benign.withPhishing(phishing.phishing()));
      }
    }
    return ages;
  }

  private static int month(String day) {
    return 12 * Integer.parseInt(day.substring(0, 4)) + Integer.parseInt(day.substring(5, 7)) - 1;
  }

  private static String day(int month) {
    return "%d-%02d-01".formatted(month / 12, month % 12 + 1);
  }

  private static Scored merged(List<Future<LeftOut>> parts, Function<LeftOut, Scored> which)
      throws ExecutionException, InterruptedException {
    Scored.Builder all = new Scored.Builder();
    for (Future<LeftOut> part : parts) {
      which
          .apply(part.get())
          .sources()
          .forEach(
              (source, scores) -> {
                for (double score : scores) {
                  all.add(false, source, score);
                }
              });
    }
    return all.build();
  }

  private SortedMap<String, Integer> counts(int[] rows) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (int row : rows) {
      Example example = pool.example(row);
      String made = example.isSeen() ? "" : "+" + example.origin();
      counts.merge(
          (example.phishing() ? "phish_" : "benign_") + example.source() + made, 1, Integer::sum);
    }
    return counts;
  }
}
