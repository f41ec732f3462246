package io.phish.examples.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A cache in memory before one in Redis.
 *
 * @param <K> what it knows an entry by
 */
interface TwoTier<K> extends AutoCloseable {
  String name();

  /** What an entry is known by, as whoever asks for it has it at hand. */
  K key(String name);

  /** Writes, and waits until Redis has it. */
  void put(K key, byte[] value, Duration ttl);

  /** Reads, and waits for it. */
  byte @Nullable [] get(K key);

  /** Whether {@link #getAsync} waits for nothing. */
  boolean mayBeAsynchronous();

  CompletableFuture<?> getAsync(K key);

  @Override
  void close();
}
