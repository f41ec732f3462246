package io.phish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.redis.server.TestRedis;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What follows a call may be anything. */
class RedisHandOverTest {
  private static CacheKey key(int i) {
    return CacheKey.of("test@1", "key " + i);
  }

  @Test
  void code_that_blocks_after_some_calls_holds_up_no_other_one() throws Exception {
    int blocked = RedisOptions.THREADS - 1;
    CountDownLatch begun = new CountDownLatch(blocked);
    CountDownLatch release = new CountDownLatch(1);
    List<CompletableFuture<String>> blocking = new ArrayList<>();
    try (TestRedis redis = TestRedis.start();
        RedisLink link = Links.connected(Links.patient(redis.uri()).build());
        RedisCacheStore store = RedisCacheStore.on(link);
        SessionStore sessions = new RedisSessionStore(link, SessionLimits.DEFAULT)) {
      // Nothing is answered before everybody said what follows.
      redis.pause();
      for (int i = 0; i < blocked; i++) {
        CompletionStage<Optional<CacheEntry>> get = store.get(key(i));
        blocking.add(
            get.thenApply(
                    entry -> {
                      begun.countDown();
                      awaitRelease(release);
                      return Thread.currentThread().getName();
                    })
                .toCompletableFuture());
      }
      redis.resume();
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      try {
        for (int i = 0; i < 200; i++) {
          assertThat(store.get(key(i)).toCompletableFuture().get(30, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(sessions.count("acme").toCompletableFuture().get(30, TimeUnit.SECONDS)).isZero();
      } finally {
        release.countDown();
      }
      for (CompletableFuture<String> each : blocking) {
        assertThat(each.get(30, TimeUnit.SECONDS)).startsWith("phish-redis-answers-");
      }
    }
  }

  private static void awaitRelease(CountDownLatch release) {
    try {
      assertThat(release.await(120, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void runs_what_follows_where_it_is_told_to() throws Exception {
    ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    try (RedisLink link =
            Links.connected(Links.patient(TestRedis.shared().uri()).executor(tasks::add).build());
        RedisCacheStore store = RedisCacheStore.on(link)) {
      CompletableFuture<Optional<CacheEntry>> get = store.get(key(0)).toCompletableFuture();
      org.awaitility.Awaitility.await().until(() -> !tasks.isEmpty());
      assertThat(get).isNotDone();
      tasks.remove().run();
      assertThat(get.get(0, TimeUnit.SECONDS)).isEmpty();
    }
  }
}
