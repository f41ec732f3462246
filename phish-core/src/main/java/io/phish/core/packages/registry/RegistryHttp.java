package io.phish.core.packages.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.phish.core.http.Http;
import io.phish.core.http.Lane;
import io.phish.core.resilience.RateLimit;
import io.phish.spi.CacheStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What all questions have in common: connections, servers, what is kept. */
final class RegistryHttp implements AutoCloseable {
  /** How many requests one server gets at once: what HTTP/2 servers take on one connection. */
  private static final int PERMITS = 64;

  /** Registries are few; those that they redirect to are not many more. */
  private static final int MAX_LANES = 1_024;

  private static final int CACHE_OCTETS = 32 << 20;

  private final Settings settings;
  private final ReplyCache cache;
  private final Cache<LaneKey, Lane> lanes = Caffeine.newBuilder().maximumSize(MAX_LANES).build();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Http http;
  private volatile boolean closed;

  RegistryHttp(Settings settings) {
    this.settings = settings;
    CacheStore store = settings.cache();
    this.cache =
        store == null ? ReplyCache.inMemory(CACHE_OCTETS) : ReplyCache.in(store, settings.clock());
  }

  Settings settings() {
    return settings;
  }

  ReplyCache cache() {
    return cache;
  }

  /**
   * Asks.
   *
   * @return a reply, whatever its status; fails with a {@link RegistryException}. To cancel it ends
   *     the exchange
   */
  CompletableFuture<Reply> ask(Question question) {
    return new Exchange(this, question).begin();
  }

  /** Opened at first use, null after {@link #close}. */
  @Nullable Http http() {
    Http opened = http;
    if (opened != null || closed) {
      return closed ? null : opened;
    }
    lock.lock();
    try {
      if (http == null && !closed) {
        http = new Http("phish-registry", settings.tls());
      }
      return http;
    } finally {
      lock.unlock();
    }
  }

  Lane lane(Origin origin, List<RateLimit.Window> rate, Http opened) {
    return lanes.get(
        new LaneKey(origin, rate),
        key ->
            new Lane(
                origin.toString(), PERMITS, rate, opened, settings.nanoTime(), settings.clock()));
  }

  private record LaneKey(Origin origin, List<RateLimit.Window> rate) {}

  /** Nanoseconds that one exchange may take. */
  long time(long deadline) {
    return Math.min(
        settings.requestTimeout().toNanos(), deadline - settings.nanoTime().getAsLong());
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (http != null) {
        http.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
