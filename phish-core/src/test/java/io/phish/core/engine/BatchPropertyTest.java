package io.phish.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.AnalysisBatch.Progress;
import io.phish.AnalysisResult;
import io.phish.AnalysisResult.Failure;
import io.phish.AnalysisResult.Success;
import io.phish.BatchOptions;
import io.phish.Verdict;
import io.phish.core.engine.BatchFixtures.Numbered;
import io.phish.core.engine.BatchFixtures.Recorder;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class BatchPropertyTest {
  private static final int ROUNDS = 150;
  private static final ExecutorService threads = Executors.newFixedThreadPool(4);
  private static final ExecutorService others = Executors.newFixedThreadPool(3);

  @AfterAll
  static void stop() {
    threads.shutdownNow();
    others.shutdownNow();
  }

  private static ConditionFactory soon() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
  }

  /** One batch of a random shape, that counts what it sees. */
  private static final class Trial {
    final long count;
    final int concurrency;
    final boolean ordered;
    final long seed;
    final Batch<Long> batch;
    final BatchPool pool;
    final Recorder<Long> recorder = new Recorder<>();
    final AtomicLong taken = new AtomicLong();
    final AtomicLong asked = new AtomicLong();
    final AtomicInteger inWork = new AtomicInteger();
    final AtomicInteger mostInWork = new AtomicInteger();
    final AtomicLong mostTaken = new AtomicLong();
    final AtomicLong delivered = new AtomicLong();
    final Queue<CompletableFuture<Verdict>> futures = new ConcurrentLinkedQueue<>();
    private final int asynchronous;
    private final int failing;

    /** From where on some futures never complete unless they are cancelled. */
    volatile long hangsFrom = Long.MAX_VALUE;

    Trial(long seed, long count) {
      SplittableRandom random = new SplittableRandom(seed);
      this.seed = seed;
      this.count = count;
      this.concurrency = random.nextInt(1, 65);
      this.ordered = random.nextBoolean();
      this.asynchronous = random.nextInt(3) * 50;
      this.failing = random.nextInt(3) * 20;
      this.pool =
          new BatchPool(random.nextInt(8) == 0 ? Runnable::run : threads, random.nextInt(1, 5));
      BatchOptions options =
          BatchOptions.defaults().withConcurrency(concurrency).withOrdered(ordered);
      this.batch =
          random.nextBoolean()
              ? new Batch<>(inputs(), this::subject, options, this::analyse, pool)
              : new Batch<>(
                  BatchFixtures.publisher(inputs()), this::subject, options, this::analyse, pool);
      recorder.onNext = result -> delivered.incrementAndGet();
    }

    private Iterable<Long> inputs() {
      Iterator<Long> numbers = BatchFixtures.numbers(count).iterator();
      return () ->
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return numbers.hasNext();
            }

            @Override
            public Long next() {
              long now = taken.incrementAndGet();
              assertThat(now).isLessThanOrEqualTo(asked.get());
              long ahead = now - delivered.get();
              mostTaken.accumulateAndGet(ahead, Math::max);
              return numbers.next();
            }
          };
    }

    private int dice(long number, int salt) {
      return new SplittableRandom(seed * 31 + number * 7 + salt).nextInt(100);
    }

    private boolean fails(long number) {
      return dice(number, 1) < failing;
    }

    private Subject subject(long number) {
      mostInWork.accumulateAndGet(inWork.incrementAndGet(), Math::max);
      if (fails(number) && dice(number, 2) < 30) {
        inWork.decrementAndGet();
        throw new IllegalArgumentException("no subject");
      }
      return BatchFixtures.subject(number);
    }

    private CompletableFuture<Verdict> analyse(Subject subject) {
      long number = ((Numbered) subject).number();
      CompletableFuture<Verdict> future = new CompletableFuture<>();
      if (dice(number, 3) < asynchronous) {
        futures.add(future);
        if (number < hangsFrom || dice(number, 4) < 70) {
          others.execute(() -> complete(future, subject));
        }
      } else {
        complete(future, subject);
      }
      return future;
    }

    private void complete(CompletableFuture<Verdict> future, Subject subject) {
      inWork.decrementAndGet();
      if (fails(((Numbered) subject).number())) {
        future.completeExceptionally(new IllegalStateException("no verdict"));
      } else {
        future.complete(BatchFixtures.verdict(subject));
      }
    }

    void request(long n) {
      asked.addAndGet(n);
      recorder.request(n);
    }

    void verifyBounds() {
      assertThat(recorder.overlapped()).isFalse();
      assertThat(mostInWork.get()).isLessThanOrEqualTo(concurrency);
      // One more is being delivered.
      assertThat(mostTaken.get()).isLessThanOrEqualTo(concurrency + 1L);
    }

    void verifyAll() {
      assertThat(recorder.ended).succeedsWithin(60, TimeUnit.SECONDS);
      verifyBounds();
      List<Long> indices = recorder.indices();
      assertThat(ordered ? indices : indices.stream().sorted().toList())
          .isEqualTo(LongStream.range(0, count).boxed().toList());
      for (AnalysisResult<Long> result : recorder.results) {
        assertThat(result.input()).isEqualTo(result.index());
        assertThat(result).isInstanceOf(fails(result.index()) ? Failure.class : Success.class);
      }
      long failures = LongStream.range(0, count).filter(this::fails).count();
      assertThat(batch.progress()).isEqualTo(new Progress(count, count - failures, failures, true));
      assertThat(pool.size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void gives_each_input_one_result_when_all_are_asked_for_at_once(long seed) {
    for (int round = 0; round < ROUNDS; round++) {
      Trial trial = new Trial(seed * 1_000 + round, round % 10 == 0 ? 2_000 : round);
      trial.recorder.of(trial.batch);
      trial.asked.set(Long.MAX_VALUE);
      trial.recorder.request(Long.MAX_VALUE);
      trial.verifyAll();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void gives_each_input_one_result_when_asked_from_within(long seed) {
    for (int round = 0; round < ROUNDS; round++) {
      Trial trial = new Trial(seed * 1_000 + round, round % 10 == 0 ? 2_000 : round);
      SplittableRandom random = new SplittableRandom(seed + round);
      AtomicLong due = new AtomicLong();
      trial.recorder.onNext =
          result -> {
            trial.delivered.incrementAndGet();
            if (due.decrementAndGet() == 0) {
              long n = random.nextLong(1, 20);
              due.set(n);
              trial.request(n);
            }
          };
      trial.recorder.of(trial.batch);
      due.set(1);
      trial.request(1);
      trial.verifyAll();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void gives_each_input_one_result_when_asked_from_several_threads(long seed) {
    for (int round = 0; round < ROUNDS; round++) {
      Trial trial = new Trial(seed * 1_000 + round, round % 10 == 0 ? 2_000 : round);
      trial.recorder.of(trial.batch);
      CompletableFuture<?>[] askers = new CompletableFuture<?>[3];
      for (int i = 0; i < askers.length; i++) {
        SplittableRandom random = new SplittableRandom(seed + round + i);
        askers[i] =
            CompletableFuture.runAsync(
                () -> {
                  // One more than there are, so that the end is met too.
                  for (long left = trial.count + 1; left > 0; ) {
                    long n = random.nextLong(1, left + 1);
                    trial.request(n);
                    left -= n;
                  }
                });
      }
      trial.verifyAll();
      CompletableFuture.allOf(askers).join();
    }
  }

  /** Requests fall into every moment of a worker's going home. */
  @Test
  @SuppressWarnings("ThreadPriorityCheck") // Parking would always come too late.
  void a_request_is_never_overlooked() throws Exception {
    long count = 5_000;
    AtomicLong delivered = new AtomicLong();
    Recorder<Long> recorder = new Recorder<>();
    recorder.onNext = result -> delivered.incrementAndGet();
    recorder.of(
        new Batch<>(
            BatchFixtures.numbers(count),
            BatchFixtures::subject,
            BatchOptions.defaults(),
            BatchFixtures::analysed,
            new BatchPool(threads, 1)));
    Future<?> asker =
        others.submit(
            () -> {
              SplittableRandom random = new SplittableRandom(5);
              for (long i = 0; i <= count; i++) {
                recorder.request(1);
                while (delivered.get() <= i && i < count && !Thread.interrupted()) {
                  Thread.yield();
                }
                for (int spins = random.nextInt(200); spins > 0; spins--) {
                  Thread.onSpinWait();
                }
              }
            });
    assertThat(recorder.ended).succeedsWithin(60, TimeUnit.SECONDS);
    asker.get(60, TimeUnit.SECONDS);
    assertThat(delivered).hasValue(count);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void cancelling_midway_leaves_nothing_in_flight(long seed) {
    for (int round = 0; round < ROUNDS; round++) {
      Trial trial = new Trial(seed * 1_000 + round, Long.MAX_VALUE);
      SplittableRandom random = new SplittableRandom(seed + round);
      long after = random.nextLong(1, 200);
      boolean within = random.nextBoolean();
      trial.hangsFrom = after;
      CompletableFuture<Void> reached = new CompletableFuture<>();
      trial.recorder.onNext =
          result -> {
            if (trial.delivered.incrementAndGet() == after) {
              if (within) {
                trial.recorder.cancel();
              } else {
                others.execute(trial.recorder::cancel);
              }
              reached.complete(null);
            }
          };
      trial.recorder.of(trial.batch);
      trial.asked.set(Long.MAX_VALUE);
      trial.recorder.request(Long.MAX_VALUE);

      assertThat(reached).succeedsWithin(60, TimeUnit.SECONDS);
      soon().until(() -> trial.pool.size() == 0);
      soon().until(() -> trial.futures.stream().allMatch(CompletableFuture::isDone));
      trial.verifyBounds();
      assertThat(trial.recorder.ended).isNotDone();
      assertThat(trial.batch.progress().done()).isTrue();
      if (within) {
        assertThat(trial.recorder.results).hasSize((int) after);
      }
    }
  }

  @Test
  void a_million_inputs_are_never_held_at_once() {
    for (boolean ordered : new boolean[] {true, false}) {
      AtomicLong taken = new AtomicLong();
      AtomicLong delivered = new AtomicLong();
      AtomicLong most = new AtomicLong();
      Iterable<Long> numbers = BatchFixtures.numbers(1_000_000);
      CompletableFuture<Void> done =
          new Batch<>(
                  numbers,
                  (Long number) -> {
                    most.accumulateAndGet(taken.incrementAndGet() - delivered.get(), Math::max);
                    return BatchFixtures.subject(number);
                  },
                  BatchOptions.defaults().withOrdered(ordered),
                  BatchFixtures::analysed,
                  new BatchPool(threads, 4))
              .forEach(result -> delivered.incrementAndGet());
      assertThat(done).succeedsWithin(60, TimeUnit.SECONDS);
      assertThat(delivered).hasValue(1_000_000);
      assertThat(most.get()).isLessThanOrEqualTo(257);
    }
  }

  @Test
  void inputs_that_fill_the_heap_several_times_are_let_go() {
    int size = 1 << 20;
    long count = 3 * Runtime.getRuntime().maxMemory() / size;
    Iterator<Long> numbers = BatchFixtures.numbers(count).iterator();
    Iterable<byte[]> inputs =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return numbers.hasNext();
              }

              @Override
              public byte[] next() {
                return new byte[size + (int) (numbers.next() % 2)];
              }
            };
    AtomicLong bytes = new AtomicLong();
    CompletableFuture<Void> done =
        new Batch<>(
                inputs,
                (byte[] input) -> BatchFixtures.subject(input.length),
                BatchOptions.defaults().withConcurrency(16),
                subject ->
                    CompletableFuture.supplyAsync(() -> BatchFixtures.verdict(subject), others),
                new BatchPool(threads, 4))
            .forEach(result -> bytes.addAndGet(result.input().length));
    assertThat(done).succeedsWithin(60, TimeUnit.SECONDS);
    assertThat(bytes.get()).isGreaterThanOrEqualTo(count * size);
  }
}
