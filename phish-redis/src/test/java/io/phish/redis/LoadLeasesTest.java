package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.ExtractorReport.Status;
import io.phish.Verdict;
import io.phish.core.cache.MemoryCacheStore;
import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheScope;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.LoadTurn;
import io.phish.spi.LoadTurns;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import io.phish.subject.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several instances miss one entry. */
@Timeout(120)
class LoadLeasesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final CacheKey KEY = CacheKey.of("test@1", "key");
  private static final Text SUBJECT = Subject.text("cold");
  private static final FeatureSchema SCHEMA =
      FeatureSchema.of(Feature.ratio("risk", "how risky it is"));

  private final List<RedisCacheStore> stores = new ArrayList<>();
  private TestRedis redis;

  @BeforeEach
  void empty() {
    redis = TestRedis.shared();
  }

  @AfterEach
  void close() {
    stores.forEach(RedisCacheStore::close);
  }

  private RedisCacheStore store(TestRedis server, Duration lease) {
    // Longer than any pause of a busy machine: here it is not about the server's time.
    RedisOptions options = RedisOptions.builder(server.uri()).waitLimit(LONG).build();
    RedisCacheSettings settings = RedisCacheSettings.defaults().withLoadLease(lease);
    RedisCacheStore store = RedisCacheStore.open(options, settings);
    stores.add(store);
    Links.awaitUp(store.link(), Duration.ofSeconds(20));
    return store;
  }

  private static CompletionStage<LoadTurn> take(RedisCacheStore store, Duration patience) {
    LoadTurns turns = store.loadTurns().orElseThrow();
    return turns.take(KEY, patience, entry -> entry.value()[0] == 1);
  }

  private static <T> T join(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static CacheEntry entry(int value) {
    return new CacheEntry(new byte[] {(byte) value}, Instant.now().plus(Duration.ofHours(1)));
  }

  private static LoadTurn.Ours told(LoadTurn turn) {
    assertThat(turn).isInstanceOf(LoadTurn.Ours.class).isNotSameAs(LoadTurn.Ours.UNTOLD);
    return (LoadTurn.Ours) turn;
  }

  @Test
  void nobody_waits_for_another_unless_that_is_asked_for() {
    try (RedisCacheStore store = RedisCacheStore.open(RedisOptions.of(redis.uri()))) {
      assertThat(store.loadTurns()).isEmpty();
    }
  }

  @Test
  void who_comes_second_is_given_what_the_first_put() throws Exception {
    RedisCacheStore first = store(redis, LONG);
    RedisCacheStore second = store(redis, LONG);
    LoadTurn.Ours turn = told(join(take(first, LONG)));
    CompletionStage<LoadTurn> waiting = take(second, LONG);
    await().until(() -> second.loadWaits() == 1);
    join(first.put(KEY, entry(0))); // which nobody wants
    assertThat(waiting.toCompletableFuture()).isNotDone();

    join(first.put(KEY, entry(1)));
    turn.end().run();

    assertThat(join(waiting)).isEqualTo(new LoadTurn.Made(join(second.get(KEY)).orElseThrow()));
    assertThat(join(take(second, LONG))).isInstanceOf(LoadTurn.Made.class);
    await().until(() -> redis.send("KEYS *lease*").startsWith("*0"));
  }

  @Test
  void who_comes_second_has_the_turn_when_the_first_gave_up() throws Exception {
    RedisCacheStore first = store(redis, LONG);
    RedisCacheStore second = store(redis, LONG);
    LoadTurn.Ours turn = told(join(take(first, LONG)));
    CompletionStage<LoadTurn> waiting = take(second, LONG);
    await().until(() -> second.loadWaits() == 1);
    turn.end().run();
    told(join(waiting));
  }

  @Test
  void a_turn_ends_by_itself_and_whoever_had_it_takes_it_from_nobody() throws Exception {
    Duration lease = Duration.ofMillis(300);
    RedisCacheStore dead = store(redis, lease);
    RedisCacheStore next = store(redis, LONG);
    long begin = System.nanoTime();
    LoadTurn.Ours lost = told(join(take(dead, LONG)));
    told(join(take(next, LONG)));
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(lease.minusMillis(5));

    lost.end().run();
    // Answers come in order: by the second, the turn was tried to be let go of, even if the server
    // had to be sent the script first.
    join(dead.put(KEY, entry(0)));
    join(dead.put(KEY, entry(0)));
    assertThat(redis.send("KEYS *lease*")).startsWith("*1");
  }

  @Test
  void patience_ends_though_the_turn_of_another_goes_on() throws Exception {
    told(join(take(store(redis, LONG), LONG)));
    RedisCacheStore impatient = store(redis, LONG);
    assertThat(join(take(impatient, Duration.ofMillis(50)))).isSameAs(LoadTurn.Ours.UNTOLD);
  }

  @Test
  void it_is_everybodys_turn_without_a_server() throws Exception {
    try (TestRedis own = TestRedis.start()) {
      RedisCacheStore store = store(own, LONG);
      own.kill();
      await().until(() -> !store.link().health().isUp());
      assertThat(join(take(store, LONG))).isSameAs(LoadTurn.Ours.UNTOLD);
    }
  }

  /** A detector with a cache of its own before the shared one, and what its extractor says. */
  private final class Instance implements AutoCloseable {
    final RedisCacheStore shared;
    final CompletableFuture<Observation> answer = new CompletableFuture<>();
    final AtomicInteger asked = new AtomicInteger();
    final Detector detector;

    Instance(TestRedis server, Duration timeout) {
      this.shared = store(server, LONG);
      ExtractorDescriptor<Text> descriptor =
          ExtractorDescriptor.builder("test.slow", Text.class)
              .schema(SCHEMA)
              .cost(Cost.IO)
              .timeout(timeout)
              .contactsNetwork(true)
              .cachePolicy(CachePolicy.of(CacheScope.SUBJECT, Duration.ofHours(1)))
              .build();
      this.detector =
          Detector.builder()
              .discover(false)
              .verdictCache(0, Duration.ofMinutes(1))
              .cache(MemoryCacheStore.ofMegabytes(1), shared)
              .extractor(
                  new FeatureExtractor<Text>() {
                    @Override
                    public ExtractorDescriptor<Text> descriptor() {
                      return descriptor;
                    }

                    @Override
                    public CompletionStage<Observation> extract(
                        Text subject, ExtractionContext context) {
                      asked.incrementAndGet();
                      return answer;
                    }
                  })
              .build();
    }

    CompletableFuture<Verdict> analyze() {
      return detector.analyze(
          SUBJECT, AnalysisOptions.defaults().withMode(AnalysisMode.ONLINE).withDeadline(LONG));
    }

    void answer() {
      answer.complete(Observation.of(FeatureVector.of(SCHEMA, 0.5)));
    }

    @Override
    public void close() {
      detector.close();
    }
  }

  private static Status status(CompletableFuture<Verdict> verdict) throws Exception {
    return join(verdict).extractors().get(0).status();
  }

  @Test
  void two_detectors_that_miss_one_key_ask_once() throws Exception {
    try (Instance a = new Instance(redis, LONG);
        Instance b = new Instance(redis, LONG)) {
      CompletableFuture<Verdict> first = a.analyze();
      await().until(() -> a.asked.get() == 1);
      List<CompletableFuture<Verdict>> others = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        others.add(b.analyze());
      }
      await().until(() -> b.shared.loadWaits() == 1);
      assertThat(first).isNotDone();
      assertThat(others).noneMatch(CompletableFuture::isDone);

      a.answer();

      assertThat(status(first)).isEqualTo(Status.OK);
      for (CompletableFuture<Verdict> other : others) {
        assertThat(status(other)).isEqualTo(Status.CACHED);
      }
      assertThat(a.asked.get() + b.asked.get()).isEqualTo(1);
      assertThat(status(b.analyze())).isEqualTo(Status.CACHED);
    }
  }

  @Test
  void a_detector_goes_on_in_time_when_another_hangs() throws Exception {
    try (Instance a = new Instance(redis, LONG);
        Instance b = new Instance(redis, Duration.ofSeconds(4))) {
      CompletableFuture<Verdict> hangs = a.analyze();
      await().until(() -> a.asked.get() == 1);
      b.answer();
      // Its extractor has four seconds: half of them it waits.
      assertThat(status(b.analyze())).isEqualTo(Status.OK);
      assertThat(b.shared.loadWaits()).isEqualTo(1);
      assertThat(b.asked).hasValue(1);
      a.answer();
      assertThat(status(hangs)).isEqualTo(Status.OK);
    }
  }

  @Test
  void a_detector_that_fails_lets_the_other_try() throws Exception {
    try (Instance a = new Instance(redis, LONG);
        Instance b = new Instance(redis, LONG)) {
      CompletableFuture<Verdict> fails = a.analyze();
      await().until(() -> a.asked.get() == 1);
      CompletableFuture<Verdict> waits = b.analyze();
      await().until(() -> b.shared.loadWaits() == 1);
      b.answer();
      a.answer.completeExceptionally(new IllegalStateException("meant to"));
      assertThat(status(fails)).isEqualTo(Status.FAILED);
      assertThat(status(waits)).isEqualTo(Status.OK);
    }
  }

  @Test
  void detectors_go_on_at_once_when_the_server_dies() throws Exception {
    try (TestRedis own = TestRedis.start();
        Instance a = new Instance(own, LONG);
        Instance b = new Instance(own, LONG)) {
      own.kill();
      await().until(() -> !a.shared.link().health().isUp() && !b.shared.link().health().isUp());
      CompletableFuture<Verdict> first = a.analyze();
      CompletableFuture<Verdict> second = b.analyze();
      // Neither waits for the other.
      await().until(() -> a.asked.get() == 1 && b.asked.get() == 1);
      a.answer();
      b.answer();
      assertThat(status(first)).isEqualTo(Status.OK);
      assertThat(status(second)).isEqualTo(Status.OK);
    }
  }
}
