package io.phish.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.phish.AnalysisBatch.Progress;
import io.phish.AnalysisResult;
import io.phish.AnalysisResult.Failure;
import io.phish.AnalysisResult.Success;
import io.phish.BatchOptions;
import io.phish.DetectorClosedException;
import io.phish.Verdict;
import io.phish.core.engine.BatchFixtures.Numbered;
import io.phish.core.engine.BatchFixtures.Recorder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a batch ends: by failures of every kind, by its subscriber, and in peace. */
@Timeout(60)
class BatchEndTest extends BatchHarness {
  @Test
  void one_failure_does_not_lose_the_rest() {
    RuntimeException thrown = new IllegalArgumentException("no subject");
    RuntimeException failed = new IllegalArgumentException("no verdict");
    Batch<Long> batch =
        new Batch<>(
            BatchFixtures.numbers(9),
            number -> {
              if (number == 1) {
                throw thrown;
              }
              return number == 2 ? nothing() : BatchFixtures.subject(number);
            },
            BatchOptions.defaults(),
            subject ->
                switch (Integer.parseInt(subject.value())) {
                  case 3 -> throw failed;
                  case 4 -> nothing();
                  case 5 -> CompletableFuture.failedFuture(new CompletionException(failed));
                  case 6 -> CompletableFuture.completedFuture(nothing());
                  case 7 -> {
                    CompletableFuture<Verdict> cancelled = new CompletableFuture<>();
                    cancelled.cancel(true);
                    yield cancelled;
                  }
                  default -> BatchFixtures.analysed(subject);
                },
            pool);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(Long.MAX_VALUE);
    executor.runAll();

    assertThat(recorder.ended).isCompleted();
    assertThat(recorder.indices()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(recorder.results.get(0)).isInstanceOf(Success.class);
    assertThat(cause(recorder, 1)).isSameAs(thrown);
    assertThat(cause(recorder, 2))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("toSubject");
    assertThat(cause(recorder, 3)).isSameAs(failed);
    assertThat(cause(recorder, 4))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("analysis");
    assertThat(cause(recorder, 5)).isSameAs(failed);
    assertThat(cause(recorder, 6))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("null");
    assertThat(cause(recorder, 7)).isInstanceOf(CancellationException.class);
    assertThat(recorder.results.get(8)).isInstanceOf(Success.class);
    assertThat(batch.progress()).isEqualTo(new Progress(9, 2, 7, true));
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <X> X nothing() {
    return null;
  }

  private static Throwable cause(Recorder<Long> recorder, int index) {
    assertThat(recorder.results.get(index)).isInstanceOf(Failure.class);
    return ((Failure<Long>) recorder.results.get(index)).cause();
  }

  @Test
  void unwraps_the_failure_of_a_late_answer() {
    Batch<Long> batch = batch(BatchFixtures.numbers(1), BatchOptions.defaults(), this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(2);
    executor.runAll();
    RuntimeException failed = new IllegalStateException("late");
    analysis(0).completeExceptionally(new CompletionException(failed));
    executor.runAll();
    assertThat(cause(recorder, 0)).isSameAs(failed);
    assertThat(recorder.ended).isCompleted();
  }

  @Test
  void fail_fast_ends_after_the_first_failure_was_delivered() {
    BatchOptions options = BatchOptions.defaults().withFailFast(true).withConcurrency(4);
    Batch<Long> batch = batch(BatchFixtures.numbers(9), options, this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(Long.MAX_VALUE);
    executor.runAll();
    RuntimeException failed = new IllegalStateException("second");
    analysis(1).completeExceptionally(failed);
    assertThat(recorder.results).isEmpty();
    answer(0);
    executor.runAll();

    assertThat(recorder.indices()).containsExactly(0L, 1L);
    assertThat(failure(recorder.ended)).isSameAs(failed);
    assertThat(analysis(2)).isCancelled();
    assertThat(analysis(3)).isCancelled();
    assertThat(batch.progress().done()).isTrue();
    assertThat(pool.size()).isZero();
  }

  // Failures of the input.

  @Test
  void delivers_what_was_read_before_the_input_failed() {
    RuntimeException broken = new IllegalStateException("disk");
    Iterable<Long> inputs =
        () ->
            new Iterator<>() {
              private long next;

              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Long next() {
                if (next == 3) {
                  throw broken;
                }
                return next++;
              }
            };
    Batch<Long> batch = batch(inputs, BatchOptions.defaults(), this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(Long.MAX_VALUE);
    executor.runAll();
    assertThat(recorder.ended).isNotDone();
    answer(2);
    answer(0);
    assertThat(recorder.ended).isNotDone();
    answer(1);

    assertThat(recorder.indices()).containsExactly(0L, 1L, 2L);
    assertThat(failure(recorder.ended)).isSameAs(broken);
    assertThat(batch.progress()).isEqualTo(new Progress(3, 3, 0, true));
  }

  @Test
  void an_iterable_without_iterator_and_one_with_a_null_are_failures_of_the_input() {
    Recorder<Long> without =
        new Recorder<Long>()
            .of(batch(BatchEndTest::nothing, BatchOptions.defaults(), BatchFixtures::analysed))
            .request(1);
    List<Long> holed = new ArrayList<>(List.of(0L, 1L));
    holed.add(nothing());
    holed.add(3L);
    Recorder<Long> withNull =
        new Recorder<Long>()
            .of(batch(holed, BatchOptions.defaults(), BatchFixtures::analysed))
            .request(9);
    executor.runAll();

    assertThat(failure(without.ended)).isInstanceOf(NullPointerException.class);
    assertThat(withNull.indices()).containsExactly(0L, 1L);
    assertThat(failure(withNull.ended)).hasMessage("input 2 is null");
  }

  @Test
  void an_empty_input_completes() {
    assertThat(
            new Batch<>(
                    List.<Long>of(),
                    BatchFixtures::subject,
                    BatchOptions.defaults(),
                    BatchFixtures::analysed,
                    new BatchPool(Runnable::run, 1))
                .toList())
        .isCompletedWithValue(List.of());
  }

  // Cancelling and closing.

  @Test
  void cancelling_cancels_what_is_in_work() {
    List<Long> taken = new ArrayList<>();
    Batch<Long> batch = batch(seen(100, taken), concurrency(5), this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(Long.MAX_VALUE);
    executor.runAll();
    answer(0);
    recorder.cancel();
    executor.runAll();

    assertThat(recorder.indices()).containsExactly(0L);
    assertThat(recorder.signals).containsExactly("subscribed", "next");
    assertThat(taken).hasSize(5);
    assertThat(analyses.values()).allMatch(CompletableFuture::isDone);
    assertThat(analysis(4)).isCancelled();
    assertThat(batch.progress().done()).isTrue();
    assertThat(pool.size()).isZero();
    recorder.request(-1);
    recorder.request(1);
    assertThat(recorder.signals).hasSize(2);
  }

  @Test
  void an_analysis_that_begins_while_the_batch_is_cancelled_is_cancelled_too() {
    Recorder<Long> recorder = new Recorder<>();
    Batch<Long> batch =
        batch(
            BatchFixtures.numbers(9),
            BatchOptions.defaults(),
            subject -> {
              CompletableFuture<Verdict> future = later(subject);
              recorder.cancel();
              return future;
            });
    recorder.of(batch).request(Long.MAX_VALUE);
    executor.runAll();
    assertThat(analyses).hasSize(1);
    assertThat(analysis(0)).isCancelled();
  }

  @Test
  void an_abort_ends_at_once_with_its_error() {
    Batch<Long> batch = batch(BatchFixtures.numbers(9), BatchOptions.defaults(), this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(5);
    executor.runAll();
    DetectorClosedException closed = new DetectorClosedException();
    answer(1);
    pool.abort(closed);

    assertThat(recorder.results).isEmpty();
    assertThat(failure(recorder.ended)).isSameAs(closed);
    assertThat(analysis(4)).isCancelled();
    assertThat(pool.size()).isZero();
    // Nor does a later one begin.
    assertThat(
            failure(batch(BatchFixtures.numbers(1), BatchOptions.defaults(), this::later).toList()))
        .isSameAs(closed);
    assertThat(pool.size()).isZero();
  }

  @Test
  void an_executor_that_refuses_ends_the_batch_after_what_is_done() {
    AtomicInteger allowed = new AtomicInteger(1);
    List<Long> taken = new ArrayList<>();
    Batch<Long> batch =
        new Batch<>(
            seen(9, taken),
            BatchFixtures::subject,
            BatchOptions.defaults(),
            this::later,
            new BatchPool(
                task -> {
                  if (allowed.getAndDecrement() <= 0) {
                    throw new RejectedExecutionException("full");
                  }
                  executor.execute(task);
                },
                2));
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(3);
    // A second worker is refused, and not missed.
    executor.runAll();
    assertThat(taken).hasSize(3);
    answer(0);
    assertThat(recorder.ended).isNotDone();

    recorder.request(3);
    assertThat(recorder.ended).isNotDone();
    answer(2);
    answer(1);
    assertThat(recorder.indices()).containsExactly(0L, 1L, 2L);
    assertThat(failure(recorder.ended))
        .isInstanceOf(DetectorClosedException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(taken).hasSize(3);
  }

  @Test
  void a_closed_detector_ends_the_batch_after_what_was_taken() {
    DetectorClosedException closed = new DetectorClosedException();
    Batch<Long> batch =
        batch(
            BatchFixtures.numbers(Long.MAX_VALUE),
            BatchOptions.defaults(),
            subject ->
                ((Numbered) subject).number() < 5
                    ? BatchFixtures.analysed(subject)
                    : CompletableFuture.failedFuture(closed));
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(Long.MAX_VALUE);
    executor.runAll();
    assertThat(recorder.indices()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(cause(recorder, 5)).isSameAs(closed);
    assertThat(failure(recorder.ended)).isSameAs(closed);
  }

  // Subscribers.

  @Test
  void refuses_a_second_subscriber() {
    Batch<Long> batch = batch(BatchFixtures.numbers(2), BatchOptions.defaults(), this::later);
    Recorder<Long> first = new Recorder<Long>().of(batch);
    Recorder<Long> second = new Recorder<Long>().of(batch).request(1);
    second.cancel();
    executor.runAll();
    assertThat(second.signals).containsExactly("subscribed", "error");
    assertThat(failure(second.ended)).isInstanceOf(IllegalStateException.class);
    assertThat(failure(batch.toList())).isInstanceOf(IllegalStateException.class);

    first.request(1);
    executor.runAll();
    answer(0);
    assertThat(first.indices()).containsExactly(0L);
  }

  @Test
  void an_illegal_request_is_an_error_that_names_it() {
    Batch<Long> batch = batch(BatchFixtures.numbers(2), BatchOptions.defaults(), this::later);
    Recorder<Long> recorder = new Recorder<Long>().of(batch).request(1);
    executor.runAll();
    recorder.request(0);
    assertThat(failure(recorder.ended))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("request(0)")
        .hasMessageContaining("3.9");
    assertThat(analysis(0)).isCancelled();
  }

  @Test
  void a_subscriber_that_throws_is_cancelled() {
    for (String when : List.of("onSubscribe", "onNext", "onComplete")) {
      analyses.clear();
      Batch<Long> batch = batch(BatchFixtures.numbers(2), BatchOptions.defaults(), this::later);
      List<String> signals = new ArrayList<>();
      batch.subscribe(
          new Flow.Subscriber<AnalysisResult<Long>>() {
            private void signal(String name) {
              signals.add(name);
              if (name.equals(when)) {
                throw new IllegalStateException(name);
              }
            }

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
              subscription.request(9);
              signal("onSubscribe");
            }

            @Override
            public void onNext(AnalysisResult<Long> result) {
              signal("onNext");
            }

            @Override
            public void onError(Throwable error) {
              signal("onError");
            }

            @Override
            public void onComplete() {
              signal("onComplete");
            }
          });
      executor.runAll();
      analyses.keySet().stream().sorted().forEach(this::answer);
      executor.runAll();
      assertThat(signals.get(signals.size() - 1)).isEqualTo(when);
      assertThat(batch.progress().done()).isTrue();
      assertThat(pool.size()).isZero();
      assertThat(analyses.values()).allMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void delivers_nothing_before_on_subscribe_has_returned() {
    List<String> order = new ArrayList<>();
    new Batch<>(
            BatchFixtures.numbers(1),
            BatchFixtures::subject,
            BatchOptions.defaults(),
            BatchFixtures::analysed,
            new BatchPool(Runnable::run, 2))
        .subscribe(
            new Flow.Subscriber<AnalysisResult<Long>>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(9);
                order.add("subscribed");
              }

              @Override
              public void onNext(AnalysisResult<Long> result) {
                order.add("next");
              }

              @Override
              public void onError(Throwable error) {
                order.add("error");
              }

              @Override
              public void onComplete() {
                order.add("complete");
              }
            });
    assertThat(order).containsExactly("subscribed", "next", "complete");
  }

  // Convenience.

  @Test
  void for_each_takes_every_result() {
    List<Long> taken = new ArrayList<>();
    CompletableFuture<Void> done =
        batch(BatchFixtures.numbers(3), BatchOptions.defaults(), BatchFixtures::analysed)
            .forEach(result -> taken.add(result.index()));
    assertThat(done).isNotDone();
    executor.runAll();
    assertThat(done).isCompletedWithValue(null);
    assertThat(taken).containsExactly(0L, 1L, 2L);
  }

  @Test
  void cancelling_the_future_cancels_the_batch() {
    Batch<Long> batch = batch(BatchFixtures.numbers(3), BatchOptions.defaults(), this::later);
    CompletableFuture<List<AnalysisResult<Long>>> list = batch.toList();
    executor.runAll();
    list.cancel(false);
    assertThat(analyses.values()).hasSize(3).allMatch(CompletableFuture::isCancelled);
    assertThat(batch.progress().done()).isTrue();
  }

  @Test
  void a_consumer_that_throws_cancels_the_batch_and_fails_the_future() {
    RuntimeException thrown = new IllegalStateException("consumer");
    Batch<Long> batch = batch(BatchFixtures.numbers(3), BatchOptions.defaults(), this::later);
    CompletableFuture<Void> done =
        batch.forEach(
            result -> {
              throw thrown;
            });
    executor.runAll();
    answer(0);
    assertThat(failure(done)).isSameAs(thrown);
    assertThat(analysis(1)).isCancelled();
    assertThat(analysis(2)).isCancelled();
    assertThat(batch.progress()).isEqualTo(new Progress(3, 1, 0, true));
  }

  @Test
  void for_each_fails_as_the_batch_fails() {
    BatchOptions options = BatchOptions.defaults().withFailFast(true);
    RuntimeException failed = new IllegalStateException("first");
    CompletableFuture<Void> done =
        batch(BatchFixtures.numbers(3), options, subject -> CompletableFuture.failedFuture(failed))
            .forEach(result -> {});
    executor.runAll();
    assertThat(failure(done)).isSameAs(failed);
  }

  @Test
  void a_list_cannot_be_changed() {
    List<AnalysisResult<Long>> list =
        new Batch<>(
                BatchFixtures.numbers(2),
                BatchFixtures::subject,
                BatchOptions.defaults(),
                BatchFixtures::analysed,
                new BatchPool(Runnable::run, 1))
            .toList()
            .join();
    assertThat(list).hasSize(2);
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(list::clear);
  }

  @Test
  void arguments_are_checked() {
    Batch<Long> batch = batch(BatchFixtures.numbers(2), BatchOptions.defaults(), this::later);
    assertThatNullPointerException().isThrownBy(() -> batch.subscribe(nothing()));
    assertThatNullPointerException().isThrownBy(() -> batch.forEach(nothing()));
    assertThatNullPointerException()
        .isThrownBy(() -> batch(nothing(), BatchOptions.defaults(), this::later));
    assertThatIllegalArgumentException().isThrownBy(() -> new BatchPool(executor, 0));
    // None of these used the one subscription.
    assertThat(batch.toList()).isNotDone();
  }
}
