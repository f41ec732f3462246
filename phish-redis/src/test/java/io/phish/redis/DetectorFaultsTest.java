package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.ExtractorReport;
import io.phish.Verdict;
import io.phish.core.cache.MemoryCacheStore;
import io.phish.core.url.DomainCanonicalizer;
import io.phish.event.BreakerChanged;
import io.phish.event.BreakerChanged.State;
import io.phish.redis.server.FaultProxy;
import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheKey;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheScope;
import io.phish.spi.CacheStore;
import io.phish.spi.Cost;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.subject.Domain;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a detector says while its shared cache does not do what it should: the same as ever. */
class DetectorFaultsTest {
  private static final int HOSTS = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Far above what a starved machine needs, so that nothing but a hang makes a part missing. */
  private static final AnalysisOptions OPTIONS =
      AnalysisOptions.defaults().withDeadline(Duration.ofSeconds(60));

  /**
   * Calls that may have been under way when the breaker opened, each of which waits for the limit:
   * that they are no more than this is what bounds the time that is lost.
   */
  private static final int MOST_WAITS = 2 * Breaker.THRESHOLD;

  private static FeatureExtractor<Domain> extractor(LongAdder asked) {
    return FeatureExtractor.of(
        ExtractorDescriptor.builder("test.look-up", Domain.class)
            .cost(Cost.IO)
            .timeout(Duration.ofSeconds(30))
            .cachePolicy(CachePolicy.of(CacheScope.HOST, Duration.ofHours(1)))
            .apiVersion(ExtractorDescriptor.API_VERSION)
            .build(),
        (domain, context) -> {
          asked.increment();
          double weight = Math.floorMod(domain.value().hashCode(), 41) / 10.0 - 2.05;
          return Observation.of(Finding.of("seen", weight, "saw " + domain.value()));
        });
  }

  private static Detector detector(LongAdder asked, CacheStore... stores) {
    return Detector.builder()
        .discover(false)
        .extractor(extractor(asked))
        .cache(stores)
        .verdictCache(0, Duration.ofMinutes(1))
        .build();
  }

  /** What the first host is kept under. */
  private static CacheKey key() {
    Domain first = Subject.domain("host-0.example");
    ExtractorDescriptor<Domain> descriptor = extractor(new LongAdder()).descriptor();
    return Objects.requireNonNull(
        descriptor
            .cachePolicy()
            .key(descriptor.cacheSpace(), first, new DomainCanonicalizer().canonicalize(first)));
  }

  private static Subject host(int number) {
    return Subject.domain("host-" + number + ".example");
  }

  /** Everything of a verdict but how long it took and where it came from. */
  private static String text(Verdict verdict) {
    List<String> parts = new ArrayList<>();
    parts.add(verdict.label() + " " + verdict.probability() + " " + verdict.coverage());
    verdict.reasons().forEach(reason -> parts.add(reason.toString()));
    return String.join("\n", parts);
  }

  /** What a detector without Redis says. */
  private static final Map<Integer, String> EXPECTED = new HashMap<>();

  /** Not with the class: what a lambda of it does on another thread would wait for that. */
  @BeforeAll
  static void analyze_without_redis() {
    try (Detector without = detector(new LongAdder())) {
      for (int i = 0; i < 1_000; i++) {
        EXPECTED.put(i, text(without.analyze(host(i), OPTIONS).join()));
      }
    }
    assertThat(EXPECTED.values()).noneMatch(text -> text.startsWith("UNKNOWN"));
  }

  /** A detector over memory and Redis, and what was heard of Redis. */
  private static final class Rig implements AutoCloseable, RedisListener {
    private final Map<RedisProblem, LongAdder> problems = new EnumMap<>(RedisProblem.class);
    private final List<BreakerChanged> breakers = new CopyOnWriteArrayList<>();
    private final LongAdder asked = new LongAdder();
    private final AtomicInteger fresh = new AtomicInteger(HOSTS);
    private final RedisLink link;
    private final RedisCacheStore store;
    private final Detector detector;

    Rig(String uri) {
      for (RedisProblem problem : RedisProblem.values()) {
        problems.put(problem, new LongAdder());
      }
      link = RedisLink.open(RedisOptions.of(uri), this);
      store = RedisCacheStore.on(link);
      detector = detector(asked, MemoryCacheStore.ofMegabytes(4), store);
    }

    @Override
    public void failed(String resource, RedisProblem problem) {
      if (resource.equals("cache")) {
        count(problem).increment();
      }
    }

    @Override
    public void breakerChanged(BreakerChanged change) {
      breakers.add(change);
    }

    LongAdder count(RedisProblem problem) {
      return Objects.requireNonNull(problems.get(problem));
    }

    /** Analyses one after the other. */
    void analyze(int from, int to) {
      IntStream.range(from, to).forEach(i -> check(i, detector.analyze(host(i), OPTIONS).join()));
    }

    /** Analyses all at once. */
    CompletableFuture<Void> begin(int from, int to) {
      return CompletableFuture.allOf(
          IntStream.range(from, to)
              .mapToObj(
                  i -> detector.analyze(host(i), OPTIONS).thenAccept(verdict -> check(i, verdict)))
              .toArray(CompletableFuture<?>[]::new));
    }

    private static void check(int number, Verdict verdict) {
      assertThat(text(verdict)).isEqualTo(EXPECTED.get(number));
      assertThat(verdict.extractors())
          .extracting(ExtractorReport::status)
          .allMatch(ExtractorReport.Status::isAnswer);
    }

    /** Analyses what is new until somebody else finds it in Redis. */
    void awaitUse(TestRedis redis) {
      redis.send("FLUSHALL");
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                int next = fresh.updateAndGet(i -> i + 1 < EXPECTED.size() ? i + 1 : HOSTS);
                analyze(next, next + 1);
                return !redis.send("DBSIZE").startsWith(":0");
              });
    }

    void awaitUp() {
      Links.awaitUp(link, PATIENCE);
    }

    /** What is written is written behind the analysis. */
    void awaitCount(RedisProblem problem) {
      Awaitility.await().atMost(PATIENCE).until(() -> count(problem).sum() > 0);
    }

    void assertNoWait() {
      assertThat(count(RedisProblem.TIMED_OUT).sum()).isLessThanOrEqualTo(MOST_WAITS);
    }

    @Override
    public void close() {
      detector.close();
      link.close();
    }
  }

  @Test
  void absent_at_the_start() {
    TestRedis redis = TestRedis.shared();
    try (FaultProxy network = new FaultProxy(redis.port())) {
      network.refuse(true);
      try (Rig rig = new Rig(network.uri())) {
        rig.analyze(0, HOSTS);
        assertThat(rig.asked.sum()).isEqualTo(HOSTS);
        assertThat(rig.count(RedisProblem.NOT_CONNECTED).sum()).isPositive();
        assertThat(rig.count(RedisProblem.TIMED_OUT).sum()).isZero();

        rig.analyze(0, HOSTS);
        assertThat(rig.asked.sum()).as("the cache in memory goes on").isEqualTo(HOSTS);

        network.refuse(false);
        rig.awaitUp();
        rig.awaitUse(redis);
      }
    }
  }

  @Test
  void killed_in_the_middle_and_back_later() throws Exception {
    TestRedis.shared();
    try (TestRedis redis = TestRedis.start();
        Rig rig = new Rig(redis.uri())) {
      rig.awaitUp();
      rig.awaitUse(redis);
      CompletableFuture<Void> all = rig.begin(0, 400);
      redis.kill();
      all.get(60, TimeUnit.SECONDS);
      rig.begin(400, 800).get(60, TimeUnit.SECONDS);
      assertThat(
              rig.count(RedisProblem.NOT_CONNECTED).sum()
                  + rig.count(RedisProblem.TIMED_OUT).sum()
                  + rig.count(RedisProblem.LEFT_ALONE).sum())
          .isPositive();

      redis.restart();
      rig.awaitUse(redis);
    }
  }

  @Test
  void slow() {
    TestRedis redis = TestRedis.shared();
    try (FaultProxy network = new FaultProxy(redis.port());
        Rig rig = new Rig(network.uri())) {
      rig.awaitUp();
      rig.awaitUse(redis);
      rig.count(RedisProblem.TIMED_OUT).reset();

      network.delay(Duration.ofSeconds(5));
      rig.analyze(0, HOSTS);
      assertThat(rig.breakers)
          .contains(new BreakerChanged("redis:cache", State.CLOSED, State.OPEN));
      rig.analyze(HOSTS, 4 * HOSTS);
      rig.assertNoWait();

      network.delay(Duration.ZERO);
      network.reset();
      rig.awaitUse(redis);
      assertThat(rig.breakers)
          .contains(new BreakerChanged("redis:cache", State.OPEN, State.CLOSED));
    }
  }

  @Test
  void wanting_a_password() {
    TestRedis.shared();
    try (TestRedis redis = TestRedis.start();
        Rig rig = new Rig(redis.uri())) {
      rig.awaitUp();
      rig.awaitUse(redis);
      rig.count(RedisProblem.TIMED_OUT).reset();
      redis.send("CONFIG SET requirepass open-sesame");
      redis.send("AUTH open-sesame\r\nCLIENT KILL TYPE normal");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                RedisCallException problem = rig.link.health().problem();
                return problem != null && problem.problem() == RedisProblem.NOT_AUTHENTICATED;
              });

      rig.analyze(0, HOSTS);
      assertThat(rig.count(RedisProblem.NOT_AUTHENTICATED).sum()).isPositive();
      rig.assertNoWait();

      redis.send("AUTH open-sesame\r\nCONFIG SET requirepass \"\"");
      rig.awaitUp();
      rig.awaitUse(redis);
    }
  }

  @Test
  void read_only() {
    TestRedis.shared();
    try (TestRedis redis = TestRedis.start();
        Rig rig = new Rig(redis.uri())) {
      rig.awaitUp();
      rig.awaitUse(redis);
      redis.send("REPLICAOF 127.0.0.1 1");
      rig.analyze(0, HOSTS);
      rig.awaitCount(RedisProblem.READ_ONLY);

      redis.send("REPLICAOF NO ONE");
      rig.awaitUse(redis);
    }
  }

  @Test
  void out_of_memory() {
    TestRedis.shared();
    try (TestRedis redis = TestRedis.start("maxmemory-policy noeviction");
        Rig rig = new Rig(redis.uri())) {
      rig.awaitUp();
      rig.awaitUse(redis);
      redis.send("CONFIG SET maxmemory 1");
      rig.analyze(0, HOSTS);
      rig.awaitCount(RedisProblem.OUT_OF_MEMORY);

      redis.send("CONFIG SET maxmemory 0");
      rig.awaitUse(redis);
    }
  }

  @Test
  void flushed_again_and_again() throws Exception {
    TestRedis redis = TestRedis.shared();
    try (Rig rig = new Rig(redis.uri())) {
      rig.awaitUp();
      rig.awaitUse(redis);
      for (int round = 0; round < 5; round++) {
        CompletableFuture<Void> all = rig.begin(0, 200);
        redis.send("FLUSHALL");
        all.get(60, TimeUnit.SECONDS);
      }
      rig.awaitUse(redis);
    }
  }

  @Test
  void full_of_values_that_nobody_can_read() throws Exception {
    TestRedis redis = TestRedis.shared();
    try (Rig first = new Rig(redis.uri())) {
      first.awaitUp();
      first.awaitUse(redis);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                first.detector.analyze(host(0), OPTIONS.withForceRefresh(true)).join();
                return redis.send("EXISTS phish:1:cache:" + key()).startsWith(":1");
              });
    }
    try (RedisLink link = Links.connected(RedisOptions.of(redis.uri()))) {
      Wire wire = Objects.requireNonNull(link.wire());
      for (byte[] name : wire.async().keys("phish:1:cache:*").get(30, TimeUnit.SECONDS)) {
        byte[] newer = {'P', 'C', 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17};
        wire.async().set(name, newer).get(30, TimeUnit.SECONDS);
      }
    }
    try (Rig second = new Rig(redis.uri())) {
      second.awaitUp();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                Rig.check(0, second.detector.analyze(host(0), OPTIONS).join());
                return second.store.unreadable() > 0 || second.asked.sum() == 0;
              });
      assertThat(second.asked.sum()).as("it was looked up anew").isPositive();
      assertThat(second.count(RedisProblem.REFUSED).sum()).isZero();
    }
  }

  @Test
  void cut_again_and_again() throws Exception {
    TestRedis redis = TestRedis.shared();
    try (FaultProxy network = new FaultProxy(redis.port());
        Rig rig = new Rig(network.uri())) {
      for (int round = 0; round < 8; round++) {
        rig.awaitUp();
        CompletableFuture<Void> all = rig.begin(100 * round, 100 * round + 100);
        if (round % 2 == 0) {
          network.cut();
        } else {
          network.reset();
        }
        all.get(60, TimeUnit.SECONDS);
      }
      rig.awaitUse(redis);
      assertThat(redis.send("PING")).startsWith("+PONG");
    }
  }

  @Test
  void what_one_instance_looked_up_another_finds() {
    TestRedis redis = TestRedis.shared();
    try (Rig one = new Rig(redis.uri());
        Rig other = new Rig(redis.uri())) {
      one.awaitUp();
      other.awaitUp();
      one.awaitUse(redis);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                int next = one.fresh.incrementAndGet();
                one.analyze(next, next + 1);
                long before = other.asked.sum();
                other.analyze(next, next + 1);
                return other.asked.sum() == before;
              });
    }
  }
}
