package io.phish.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.BatchOptions;
import io.phish.Verdict;
import io.phish.core.engine.BatchFixtures.ByHand;
import io.phish.core.engine.BatchFixtures.Numbered;
import io.phish.subject.Subject;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** Batches on an executor that runs when it is told to. */
abstract class BatchHarness {
  final ExecutorService threads = Executors.newFixedThreadPool(4);
  final ByHand executor = new ByHand();
  final BatchPool pool = new BatchPool(executor, 2);

  /** Futures of the analyses that are asynchronous, by number. */
  final Map<Long, CompletableFuture<Verdict>> analyses = new HashMap<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  CompletableFuture<Verdict> later(Subject subject) {
    CompletableFuture<Verdict> future = new CompletableFuture<>();
    analyses.put(((Numbered) subject).number(), future);
    return future;
  }

  void answer(long number) {
    analysis(number).complete(BatchFixtures.verdict(BatchFixtures.subject(number)));
  }

  CompletableFuture<Verdict> analysis(long number) {
    CompletableFuture<Verdict> future = analyses.get(number);
    assertThat(future).as("analysis of %s", number).isNotNull();
    return future;
  }

  Batch<Long> batch(
      Iterable<Long> inputs,
      BatchOptions options,
      Function<Subject, CompletableFuture<Verdict>> analysis) {
    return new Batch<>(inputs, BatchFixtures::subject, options, analysis, pool);
  }

  static BatchOptions concurrency(int concurrency) {
    return BatchOptions.defaults().withConcurrency(concurrency);
  }

  /** Numbers that are put down as they are taken. */
  static Iterable<Long> seen(long count, List<Long> taken) {
    Iterator<Long> numbers = BatchFixtures.numbers(count).iterator();
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return numbers.hasNext();
          }

          @Override
          public Long next() {
            Long next = numbers.next();
            taken.add(next);
            return next;
          }
        };
  }

  static Throwable failure(CompletableFuture<?> future) {
    assertThat(future).isCompletedExceptionally();
    return future.handle((value, error) -> error).join();
  }
}
