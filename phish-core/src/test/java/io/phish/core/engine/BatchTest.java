package io.phish.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.AnalysisBatch.Progress;
import io.phish.AnalysisResult;
import io.phish.AnalysisResult.Success;
import io.phish.BatchOptions;
import io.phish.Verdict;
import io.phish.core.engine.BatchFixtures.Recorder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchTest extends BatchHarness {

  @Test
  void does_nothing_before_a_result_is_asked_for() {
    Iterable<Long> untouchable =
        () -> {
          throw new AssertionError("the input was touched");
        };
    Batch<Long> batch = batch(untouchable, BatchOptions.defaults(), this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch);
    executor.runAll();

    assertThat(recorder.signals).containsExactly("subscribed");
    assertThat(batch.progress()).isEqualTo(new Progress(0, 0, 0, false));
  }

  @Test
  void takes_no_more_inputs_than_results_were_asked_for() {
    List<Long> taken = new ArrayList<>();
    Batch<Long> batch = batch(seen(10, taken), BatchOptions.defaults(), BatchFixtures::analysed);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(3);
    executor.runAll();

    assertThat(taken).containsExactly(0L, 1L, 2L);
    assertThat(recorder.indices()).containsExactly(0L, 1L, 2L);
    assertThat(batch.progress()).isEqualTo(new Progress(3, 3, 0, false));

    recorder.request(1);
    executor.runAll();
    assertThat(recorder.indices()).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void has_no_more_in_flight_than_the_concurrency() {
    List<Long> taken = new ArrayList<>();
    Batch<Long> batch = batch(seen(10, taken), concurrency(3), this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(Long.MAX_VALUE);
    executor.runAll();
    assertThat(taken).hasSize(3);

    // A result that waits for an earlier one still has its place.
    answer(1);
    executor.runAll();
    assertThat(taken).hasSize(3);
    assertThat(batch.progress()).isEqualTo(new Progress(3, 0, 0, false));

    answer(0);
    assertThat(recorder.indices()).containsExactly(0L, 1L);
    executor.runAll();
    assertThat(taken).hasSize(5);
  }

  @Test
  void each_result_makes_room_for_one_more() {
    Batch<Long> batch = batch(BatchFixtures.numbers(100), concurrency(8), this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(Long.MAX_VALUE);
    executor.runAll();
    for (long i = 0; i < 90; i++) {
      assertThat(analyses).hasSize((int) i + 8);
      answer(i);
      executor.runAll();
      assertThat(recorder.results).hasSize((int) i + 1);
    }
  }

  @Test
  void delivers_what_is_there_before_it_asks_for_the_next_input() throws Exception {
    LinkedBlockingQueue<Long> lines = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<Long> out = new LinkedBlockingQueue<>();
    // One worker: nobody else could deliver.
    CompletableFuture<Void> done =
        new Batch<>(
                blocking(lines),
                BatchFixtures::subject,
                BatchOptions.defaults(),
                BatchFixtures::analysed,
                new BatchPool(threads, 1))
            .forEach(result -> out.add(result.index()));

    for (long i = 0; i < 100; i++) {
      lines.add(i);
      assertThat(out.poll(30, TimeUnit.SECONDS)).isEqualTo(i);
    }
    lines.add(-1L);
    done.get(30, TimeUnit.SECONDS);
  }

  @Test
  void delivers_late_answers_while_the_input_blocks() throws Exception {
    LinkedBlockingQueue<Long> lines = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<Long> out = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<CompletableFuture<Verdict>> asked = new LinkedBlockingQueue<>();
    CompletableFuture<Void> done =
        new Batch<>(
                blocking(lines),
                BatchFixtures::subject,
                BatchOptions.defaults(),
                subject -> {
                  CompletableFuture<Verdict> future = new CompletableFuture<>();
                  asked.add(future);
                  return future;
                },
                new BatchPool(threads, 1))
            .forEach(result -> out.add(result.index()));

    for (long i = 0; i < 100; i++) {
      lines.add(i);
      CompletableFuture<Verdict> future = asked.poll(30, TimeUnit.SECONDS);
      assertThat(future).isNotNull();
      future.complete(BatchFixtures.verdict(BatchFixtures.subject(i)));
      assertThat(out.poll(30, TimeUnit.SECONDS)).isEqualTo(i);
    }
    lines.add(-1L);
    done.get(30, TimeUnit.SECONDS);
  }

  @Test
  void keeps_no_second_thread_waiting_for_a_slow_input() throws Exception {
    LinkedBlockingQueue<Long> lines = new LinkedBlockingQueue<>();
    CountDownLatch other = new CountDownLatch(1);
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      CompletableFuture<Void> done =
          new Batch<>(
                  blocking(lines),
                  BatchFixtures::subject,
                  BatchOptions.defaults(),
                  BatchFixtures::analysed,
                  new BatchPool(two, 2))
              .forEach(result -> {});
      lines.add(0L);
      two.execute(other::countDown);
      assertThat(other.await(30, TimeUnit.SECONDS)).isTrue();
      lines.add(-1L);
      done.get(30, TimeUnit.SECONDS);
    } finally {
      two.shutdownNow();
    }
  }

  /** What is put into the queue; ends at a negative number. */
  private static Iterable<Long> blocking(LinkedBlockingQueue<Long> lines) {
    return () ->
        new Iterator<>() {
          private long next;

          @Override
          public boolean hasNext() {
            try {
              next = lines.take();
              return next >= 0;
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }

          @Override
          public Long next() {
            return next;
          }
        };
  }

  @Test
  void analyses_on_several_threads_at_once() throws Exception {
    CyclicBarrier allAtOnce = new CyclicBarrier(4);
    List<AnalysisResult<Long>> results =
        new Batch<>(
                BatchFixtures.numbers(8),
                (Long number) -> {
                  meet(allAtOnce);
                  return BatchFixtures.subject(number);
                },
                BatchOptions.defaults(),
                BatchFixtures::analysed,
                new BatchPool(threads, 4))
            .toList()
            .get(30, TimeUnit.SECONDS);
    assertThat(results).hasSize(8).allMatch(Success.class::isInstance);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void calls_in_no_more_workers_than_allowed() {
    Batch<Long> batch = batch(BatchFixtures.numbers(100), concurrency(10), this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch);
    for (int i = 0; i < 10; i++) {
      recorder.request(10);
    }
    assertThat(executor.waiting()).isEqualTo(2);
    executor.runAll();
    assertThat(analyses).hasSize(10);
  }

  @Test
  void gives_way_to_others_on_a_shared_executor() {
    Batch<Long> batch =
        new Batch<>(
            BatchFixtures.numbers(Long.MAX_VALUE),
            BatchFixtures::subject,
            BatchOptions.defaults(),
            BatchFixtures::analysed,
            new BatchPool(executor, 1));
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(Long.MAX_VALUE);
    AtomicInteger turns = new AtomicInteger();
    executor.execute(turns::incrementAndGet);
    executor.runOne();
    assertThat(recorder.results).hasSizeBetween(1, 1_000);
    executor.runOne();
    assertThat(turns).hasValue(1);
    assertThat(executor.waiting()).isEqualTo(1);
  }

  @Test
  void goes_on_when_it_cannot_give_way() {
    AtomicInteger allowed = new AtomicInteger(1);
    CompletableFuture<List<AnalysisResult<Long>>> list =
        new Batch<>(
                BatchFixtures.numbers(1_000),
                BatchFixtures::subject,
                BatchOptions.defaults(),
                BatchFixtures::analysed,
                new BatchPool(
                    task -> {
                      if (allowed.getAndDecrement() <= 0) {
                        throw new RejectedExecutionException("full");
                      }
                      executor.execute(task);
                    },
                    1))
            .toList();
    executor.runAll();
    assertThat(list).isCompletedWithValueMatching(results -> results.size() == 1_000);
  }

  @Test
  void does_not_call_ever_deeper_on_an_executor_that_runs_at_once() {
    AtomicInteger depth = new AtomicInteger();
    AtomicInteger deepest = new AtomicInteger();
    AtomicInteger count = new AtomicInteger();
    CompletableFuture<Void> done =
        new Batch<>(
                BatchFixtures.numbers(100_000),
                BatchFixtures::subject,
                concurrency(7),
                BatchFixtures::analysed,
                new BatchPool(
                    task -> {
                      deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
                      task.run();
                      depth.decrementAndGet();
                    },
                    3))
            .forEach(result -> count.incrementAndGet());
    assertThat(done).isCompleted();
    assertThat(count).hasValue(100_000);
    assertThat(deepest.get()).isLessThanOrEqualTo(3);
  }

  // Order.

  @Test
  void delivers_in_input_order() {
    Batch<Long> batch = batch(BatchFixtures.numbers(3), BatchOptions.defaults(), this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(Long.MAX_VALUE);
    executor.runAll();
    answer(2);
    answer(1);
    assertThat(recorder.results).isEmpty();
    answer(0);
    assertThat(recorder.indices()).containsExactly(0L, 1L, 2L);
    assertThat(recorder.ended).isCompleted();
  }

  @Test
  void delivers_as_they_are_ready() {
    BatchOptions options = concurrency(3).withOrdered(false);
    Batch<Long> batch = batch(BatchFixtures.numbers(8), options, this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(Long.MAX_VALUE);
    executor.runAll();
    // The first one hangs while many others go round.
    for (long i : new long[] {2, 1, 3, 4, 6, 5, 7, 0}) {
      answer(i);
      executor.runAll();
    }
    assertThat(recorder.indices()).containsExactly(2L, 1L, 3L, 4L, 6L, 5L, 7L, 0L);
    assertThat(recorder.results.get(0).input()).isEqualTo(2L);
    assertThat(recorder.ended).isCompleted();
  }

  // Failures of one input.
}
