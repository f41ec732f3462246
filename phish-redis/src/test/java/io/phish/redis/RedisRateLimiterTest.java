package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.core.limit.MemoryRateLimiter;
import io.phish.redis.server.TestRedis;
import io.phish.spi.RateDecision;
import io.phish.spi.RateDecision.Granted;
import io.phish.spi.RateDecision.Refused;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisRateLimiterTest {
  private static final List<RateWindow> FOUR_A_DAY =
      List.of(new RateWindow(4, Duration.ofDays(1), 4));

  private TestRedis server;
  private RedisLink link;

  @BeforeEach
  void start() {
    server = TestRedis.start();
    link = Links.connected(Links.patient(server.uri()).build());
  }

  @AfterEach
  void stop() {
    link.close();
    server.close();
  }

  private static RateDecision ask(RateLimiter limiter) {
    return limiter.tryAcquire("k", FOUR_A_DAY).toCompletableFuture().join();
  }

  @Test
  void eight_processes_are_never_granted_more_than_the_windows_hold(@TempDir Path folder)
      throws Exception {
    List<Process> processes = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        Path file = folder.resolve("p" + i);
        files.add(file);
        processes.add(LimitedProcess.start(server.uri(), "k", 4_000, i < 6 ? 0 : 200, file));
      }
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> files.stream().allMatch(f -> Files.exists(Path.of(f + ".ready"))));
      for (Process process : processes) {
        process.getOutputStream().write('x');
        process.getOutputStream().flush();
      }
      for (int i = 0; i < 8; i++) {
        assertThat(processes.get(i).waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(processes.get(i).exitValue()).as(() -> readAll(folder)).isZero();
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    List<long[]> grants = new ArrayList<>();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        grants.add(Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray());
      }
    }
    assertThat(grants).hasSizeGreaterThan(100);
    for (RateWindow window : LimitedProcess.WINDOWS) {
      assertThat(mostWithin(grants, window.length())).isLessThanOrEqualTo(window.permits());
    }
  }

  private static String readAll(Path folder) {
    try (var files = Files.list(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".err")).toList()) {
        text.append(Files.readString(file));
      }
      return text.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /**
   * The most grants that fell into a time of this length for certain: one was made at some moment
   * between the question and the answer.
   */
  private static int mostWithin(List<long[]> grants, Duration length) {
    List<long[]> bySent = new ArrayList<>(grants);
    bySent.sort(Comparator.comparingLong(grant -> grant[0]));
    int most = 0;
    for (int i = 0; i < bySent.size(); i++) {
      long end = bySent.get(i)[0] + TimeUnit.NANOSECONDS.toMicros(length.toNanos());
      int count = 0;
      for (int j = i; j < bySent.size() && bySent.get(j)[0] < end; j++) {
        count += bySent.get(j)[1] < end ? 1 : 0;
      }
      most = Math.max(most, count);
    }
    return most;
  }

  @Test
  void refuses_while_redis_is_away_and_goes_on_when_it_is_back() {
    try (RedisRateLimiter limiter = new RedisRateLimiter(link)) {
      assertThat(ask(limiter)).isEqualTo(new Granted(3, false));
      server.kill();
      assertThat(ask(limiter)).isEqualTo(new Refused(Duration.ofSeconds(1), true));
      server.restart();
      await().until(() -> !ask(limiter).isLocal());
    }
  }

  @Test
  void a_fallback_grants_this_instances_share_while_redis_is_away() {
    Recording local = new Recording();
    try (RateLimiter limiter = new RedisRateLimiter(link).withFallback(local, 2)) {
      assertThat(ask(limiter)).isEqualTo(new Granted(3, false));
      server.kill();
      await().until(() -> ask(limiter).equals(new Granted(7, true)));
      assertThat(local.windows).containsExactly(new RateWindow(2, Duration.ofDays(1), 2));
    }
    assertThat(local.isClosed).isFalse();
  }

  @Test
  void a_server_that_does_not_answer_costs_the_configured_wait() {
    RedisOptions hasty =
        RedisOptions.builder(server.uri()).waitLimit(Duration.ofMillis(500)).build();
    try (RedisLink other = Links.connected(hasty);
        RedisRateLimiter limiter = new RedisRateLimiter(other)) {
      server.pause();
      assertThat(ask(limiter)).isEqualTo(new Refused(Duration.ofSeconds(1), true));
      server.resume();
      await().until(() -> !ask(limiter).isLocal());
    }
  }

  @Test
  void a_key_is_gone_when_nothing_counts_any_more() {
    List<RateWindow> windows =
        List.of(
            new RateWindow(10, Duration.ofMillis(300), 5),
            new RateWindow(10, Duration.ofMillis(200), 5));
    try (RedisRateLimiter limiter = new RedisRateLimiter(link)) {
      byte[] key = link.keys().key("rate", "short");
      assertThat(limiter.tryAcquire("short", windows).toCompletableFuture().join())
          .isInstanceOf(Granted.class);
      long ttl = Links.commands(link).pttl(key).toCompletableFuture().join();
      assertThat(ttl).isBetween(-2L, 300L).isNotEqualTo(-1);
      await().until(() -> Links.commands(link).exists(key).toCompletableFuture().join() == 0);
    }
  }

  @Test
  void a_decision_is_one_command_whether_it_grants_refuses_or_waits() {
    List<RateWindow> windows =
        List.of(
            new RateWindow(50, Duration.ofSeconds(1), 10),
            new RateWindow(500, Duration.ofDays(1), 60));
    try (RedisRateLimiter limiter = new RedisRateLimiter(link)) {
      assertThat(ask(limiter)).isInstanceOf(Granted.class); // from now on the script is known
      assertThat(server.send("CONFIG RESETSTAT")).startsWith("+OK");
      for (int i = 0; i < 200; i++) {
        Duration wait = Duration.ofMillis(i % 2 == 0 ? 0 : 30);
        assertThat(limiter.acquire("many", windows, 1, wait).toCompletableFuture().join().isLocal())
            .isFalse();
      }
      String statistics = server.send("INFO commandstats");
      assertThat(statistics).contains("cmdstat_evalsha:calls=200,");
      assertThat(statistics).doesNotContain("cmdstat_eval:", "cmdstat_script");
    }
  }

  @Test
  void a_script_that_the_server_forgot_is_sent_again() {
    try (RedisRateLimiter limiter = new RedisRateLimiter(link)) {
      for (int left = 3; left >= 0; left--) {
        assertThat(ask(limiter)).isEqualTo(new Granted(left, false));
        assertThat(server.send("SCRIPT FLUSH")).startsWith("+OK");
      }
      assertThat(ask(limiter)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void without_redis_an_instance_grants_no_more_than_its_share() {
    try (RateLimiter local = new MemoryRateLimiter();
        RateLimiter limiter = new RedisRateLimiter(link).withFallback(local, 2)) {
      server.kill();
      int granted = 0;
      for (int i = 0; i < 100; i++) {
        RateDecision decision = ask(limiter);
        assertThat(decision.isLocal()).isTrue();
        granted += decision instanceof Granted ? 1 : 0;
      }
      assertThat(granted).isEqualTo(2);
    }
  }

  private static final class Recording implements RateLimiter {
    private volatile List<RateWindow> windows = List.of();
    private volatile boolean isClosed;

    @Override
    public CompletionStage<RateDecision> acquire(
        String key, List<RateWindow> given, int permits, Duration longestWait) {
      windows = given;
      return CompletableFuture.completedFuture(new Granted(7, false));
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
