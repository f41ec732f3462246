package io.phish.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import io.phish.AnalysisResult;
import io.phish.BatchOptions;
import io.phish.DetectorClosedException;
import io.phish.Verdict;
import io.phish.core.engine.BatchFixtures.ByHand;
import io.phish.core.engine.BatchFixtures.Recorder;
import io.phish.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchPublisherTest {
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final ByHand executor = new ByHand();
  private final BatchPool pool = new BatchPool(executor, 2);
  private final List<CompletableFuture<Verdict>> analyses = new ArrayList<>();
  private final Source source = new Source();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Signals what the test tells it to, good or bad. */
  private static final class Source implements Flow.Publisher<Long>, Flow.Subscription {
    final List<Long> requests = new ArrayList<>();
    final CountDownLatch asked = new CountDownLatch(1);
    final AtomicInteger cancelled = new AtomicInteger();
    private Flow.@Nullable Subscriber<? super Long> subscriber;

    @Override
    public void subscribe(Flow.Subscriber<? super Long> s) {
      subscriber = s;
      s.onSubscribe(this);
    }

    Flow.Subscriber<? super Long> to() {
      return Objects.requireNonNull(subscriber, "nobody has subscribed");
    }

    void signal(long from, long to) {
      for (long i = from; i < to; i++) {
        to().onNext(i);
      }
    }

    long requested() {
      return requests.stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void request(long n) {
      requests.add(n);
      asked.countDown();
    }

    @Override
    public void cancel() {
      cancelled.incrementAndGet();
    }
  }

  private Batch<Long> batch(
      Flow.Publisher<Long> inputs,
      int concurrency,
      Function<Subject, CompletableFuture<Verdict>> analysis) {
    return new Batch<>(
        inputs,
        BatchFixtures::subject,
        BatchOptions.defaults().withConcurrency(concurrency),
        analysis,
        pool);
  }

  private CompletableFuture<Verdict> later(Subject subject) {
    CompletableFuture<Verdict> future = new CompletableFuture<>();
    analyses.add(future);
    return future;
  }

  private void answer(int i) {
    analyses.get(i).complete(BatchFixtures.verdict(BatchFixtures.subject(i)));
  }

  private static Throwable failure(CompletableFuture<?> future) {
    assertThat(future).isCompletedExceptionally();
    return future.handle((value, error) -> error).join();
  }

  @Test
  void subscribes_at_once_and_asks_for_nothing_before_it_is_asked() {
    Recorder<Long> recorder = new Recorder<Long>().of(batch(source, 4, BatchFixtures::analysed));
    assertThat(source.to()).isNotNull();
    executor.runAll();
    assertThat(source.requested()).isZero();
    recorder.request(1);
    assertThat(source.requested()).isEqualTo(1);
  }

  @Test
  void asks_for_no_more_than_was_asked_of_it() {
    Recorder<Long> recorder = new Recorder<Long>().of(batch(source, 10, BatchFixtures::analysed));
    recorder.request(3);
    executor.runAll();
    assertThat(source.requested()).isEqualTo(3);
    source.signal(0, 3);
    executor.runAll();
    assertThat(recorder.indices()).containsExactly(0L, 1L, 2L);
    assertThat(source.requested()).isEqualTo(3);
    recorder.request(4);
    assertThat(source.requested()).isEqualTo(7);
  }

  @Test
  void asks_for_no_more_than_may_be_in_work() {
    Recorder<Long> recorder = new Recorder<Long>().of(batch(source, 4, this::later));
    recorder.request(Long.MAX_VALUE);
    executor.runAll();
    assertThat(source.requested()).isEqualTo(4);
    source.signal(0, 4);
    executor.runAll();
    assertThat(analyses).hasSize(4);
    assertThat(source.requested()).isEqualTo(4);
    answer(0);
    answer(1);
    executor.runAll();
    assertThat(recorder.indices()).containsExactly(0L, 1L);
    assertThat(source.requested()).isEqualTo(6);
  }

  @Test
  void completes_without_another_request() {
    Recorder<Long> recorder = new Recorder<Long>().of(batch(source, 4, BatchFixtures::analysed));
    recorder.request(2);
    executor.runAll();
    source.signal(0, 2);
    source.to().onComplete();
    assertThat(recorder.ended).isNotDone();
    executor.runAll();
    assertThat(recorder.indices()).containsExactly(0L, 1L);
    assertThat(recorder.ended).isCompleted();
    assertThat(source.cancelled).hasValue(0);
  }

  @Test
  void delivers_what_was_signalled_before_an_error() {
    Recorder<Long> recorder = new Recorder<Long>().of(batch(source, 4, BatchFixtures::analysed));
    recorder.request(9);
    executor.runAll();
    source.signal(0, 3);
    RuntimeException broken = new IllegalStateException("broken");
    source.to().onError(broken);
    assertThat(recorder.results).isEmpty();
    executor.runAll();
    assertThat(recorder.indices()).containsExactly(0L, 1L, 2L);
    assertThat(failure(recorder.ended)).isSameAs(broken);
  }

  @Test
  void cancels_the_publisher_when_cancelled() {
    Recorder<Long> recorder = new Recorder<Long>().of(batch(source, 4, this::later));
    recorder.request(9);
    executor.runAll();
    source.signal(0, 2);
    executor.runAll();
    recorder.cancel();
    recorder.cancel();
    assertThat(source.cancelled).hasValue(1);
    assertThat(analyses).hasSize(2).allMatch(CompletableFuture::isCancelled);
    source.signal(2, 4);
    source.to().onComplete();
    executor.runAll();
    assertThat(recorder.signals).containsExactly("subscribed");
    assertThat(analyses).hasSize(2);
  }

  @Test
  void cancels_a_publisher_that_answers_only_after_the_batch_was_cancelled() {
    List<Flow.Subscriber<? super Long>> subscribers = new ArrayList<>();
    Recorder<Long> recorder =
        new Recorder<Long>().of(batch(subscribers::add, 4, BatchFixtures::analysed)).request(1);
    executor.runAll();
    recorder.cancel();
    subscribers.get(0).onSubscribe(source);
    assertThat(source.cancelled).hasValue(1);
    assertThat(source.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_closed_detector_ends_the_batch_after_what_was_taken(boolean publisherHasCompleted) {
    DetectorClosedException closed = new DetectorClosedException();
    Recorder<Long> recorder =
        new Recorder<Long>()
            .of(batch(source, 9, subject -> CompletableFuture.failedFuture(closed)))
            .request(Long.MAX_VALUE);
    executor.runAll();
    source.signal(0, 5);
    if (publisherHasCompleted) {
      source.to().onComplete();
    }
    executor.runAll();
    assertThat(recorder.indices()).containsExactly(0L);
    assertThat(failure(recorder.ended)).isSameAs(closed);
    assertThat(source.cancelled).hasValue(publisherHasCompleted ? 0 : 1);
  }

  // Publishers that break the rules.

  @Test
  void more_than_was_asked_for_ends_the_input() {
    Recorder<Long> recorder = new Recorder<Long>().of(batch(source, 4, BatchFixtures::analysed));
    recorder.request(Long.MAX_VALUE);
    executor.runAll();
    source.signal(0, 9);
    executor.runAll();
    assertThat(recorder.indices()).containsExactly(0L, 1L, 2L, 3L);
    assertThat(failure(recorder.ended))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("more than was asked");
    assertThat(source.cancelled).hasValue(1);
  }

  @Test
  @SuppressWarnings("NullAway")
  void null_is_refused_and_ends_the_input() {
    Recorder<Long> recorder = new Recorder<Long>().of(batch(source, 4, BatchFixtures::analysed));
    recorder.request(Long.MAX_VALUE);
    executor.runAll();
    source.signal(0, 1);
    assertThatNullPointerException().isThrownBy(() -> source.to().onNext(null));
    assertThatNullPointerException().isThrownBy(() -> source.to().onError(null));
    assertThatNullPointerException().isThrownBy(() -> source.to().onSubscribe(null));
    executor.runAll();
    assertThat(recorder.indices()).containsExactly(0L);
    assertThat(failure(recorder.ended)).isInstanceOf(NullPointerException.class);
    assertThat(source.cancelled).hasValue(1);
  }

  @Test
  void what_follows_the_end_is_ignored() {
    Recorder<Long> recorder = new Recorder<Long>().of(batch(source, 4, BatchFixtures::analysed));
    recorder.request(Long.MAX_VALUE);
    executor.runAll();
    source.signal(0, 1);
    source.to().onComplete();
    source.signal(1, 3);
    source.to().onComplete();
    source.to().onError(new IllegalStateException("too late"));
    executor.runAll();
    assertThat(recorder.indices()).containsExactly(0L);
    assertThat(recorder.ended).isCompleted();
  }

  @Test
  void a_second_subscription_is_cancelled() {
    Recorder<Long> recorder = new Recorder<Long>().of(batch(source, 4, BatchFixtures::analysed));
    recorder.request(1);
    executor.runAll();
    Source second = new Source();
    source.to().onSubscribe(second);
    assertThat(second.cancelled).hasValue(1);
    assertThat(source.cancelled).hasValue(0);
    source.signal(0, 1);
    executor.runAll();
    assertThat(recorder.indices()).containsExactly(0L);
  }

  @Test
  void signals_without_a_subscription_are_no_harm() {
    RuntimeException broken = new IllegalStateException("refused");
    Recorder<Long> recorder =
        new Recorder<Long>()
            .of(
                batch(
                    subscriber -> {
                      subscriber.onNext(1L);
                      subscriber.onError(broken);
                    },
                    4,
                    BatchFixtures::analysed))
            .request(1);
    executor.runAll();
    assertThat(recorder.results).isEmpty();
    assertThat(failure(recorder.ended)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_publisher_or_subscription_that_throws_ends_the_input() {
    RuntimeException broken = new IllegalStateException("thrown");
    Recorder<Long> atOnce =
        new Recorder<Long>()
            .of(
                batch(
                    subscriber -> {
                      throw broken;
                    },
                    4,
                    BatchFixtures::analysed))
            .request(1);
    Recorder<Long> onRequest =
        new Recorder<Long>()
            .of(
                batch(
                    subscriber ->
                        subscriber.onSubscribe(
                            new Flow.Subscription() {
                              @Override
                              public void request(long n) {
                                throw broken;
                              }

                              @Override
                              public void cancel() {}
                            }),
                    4,
                    BatchFixtures::analysed))
            .request(1);
    executor.runAll();
    assertThat(failure(atOnce.ended)).isSameAs(broken);
    assertThat(failure(onRequest.ended)).isSameAs(broken);
  }

  @Test
  void signals_from_several_threads_at_once_do_no_harm() throws Exception {
    for (int round = 0; round < 200; round++) {
      Source wild = new Source();
      Recorder<Long> recorder = new Recorder<>();
      recorder
          .of(
              new Batch<>(
                  wild,
                  BatchFixtures::subject,
                  BatchOptions.defaults().withConcurrency(50),
                  BatchFixtures::analysed,
                  new BatchPool(threads, 2)))
          .request(40);
      // Until the batch has subscribed and asked.
      assertThat(wild.asked.await(30, TimeUnit.SECONDS)).isTrue();
      CyclicBarrier start = new CyclicBarrier(2);
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(() -> signal(wild, start), threads);
      signal(wild, start);
      other.get(30, TimeUnit.SECONDS);
      wild.to().onComplete();
      assertThat(recorder.ended).succeedsWithin(30, TimeUnit.SECONDS);
      assertThat(recorder.overlapped()).isFalse();
      assertThat(recorder.results).hasSize(40);
      assertThat(recorder.indices()).isSorted().doesNotHaveDuplicates();
    }
  }

  private static void signal(Source wild, CyclicBarrier start) {
    try {
      start.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    wild.signal(0, 20);
  }

  // Publishers of others.

  @Test
  void takes_everything_of_a_submission_publisher() throws Exception {
    List<Long> seen = new ArrayList<>();
    CompletableFuture<Void> done;
    try (SubmissionPublisher<Long> publisher =
        new SubmissionPublisher<>(ForkJoinPool.commonPool(), 16)) {
      done =
          new Batch<>(
                  publisher,
                  BatchFixtures::subject,
                  BatchOptions.defaults().withConcurrency(7),
                  BatchFixtures::analysed,
                  new BatchPool(threads, 3))
              .forEach(result -> seen.add(result.input()));
      await().until(publisher::hasSubscribers);
      for (long i = 0; i < 20_000; i++) {
        assertThat(publisher.submit(i)).isNotNegative();
      }
    }
    done.get(30, TimeUnit.SECONDS);
    assertThat(seen).hasSize(20_000).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void takes_everything_of_a_batch() throws Exception {
    BatchPool shared = new BatchPool(threads, 2);
    Batch<Long> first =
        new Batch<>(
            BatchFixtures.numbers(20_000),
            BatchFixtures::subject,
            BatchOptions.defaults().withConcurrency(5),
            BatchFixtures::analysed,
            shared);
    List<AnalysisResult<AnalysisResult<Long>>> results =
        new Batch<AnalysisResult<Long>>(
                first,
                result -> BatchFixtures.subject(result.input()),
                BatchOptions.defaults().withConcurrency(3).withOrdered(false),
                BatchFixtures::analysed,
                shared)
            .toList()
            .get(30, TimeUnit.SECONDS);
    assertThat(results)
        .hasSize(20_000)
        .allMatch(result -> result.index() == result.input().index());
    assertThat(shared.size()).isZero();
  }
}
