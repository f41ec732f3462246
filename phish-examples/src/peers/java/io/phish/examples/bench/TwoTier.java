package io.phish.examples.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A cache in memory before one in Redis. */
interface TwoTier extends AutoCloseable {
  String name();

  /** Writes, and waits until Redis has it. */
  void put(String key, byte[] value, Duration ttl);

  /** Reads, and waits for it. */
  byte @Nullable [] get(String key);

  /** Whether {@link #getAsync} waits for nothing. */
  boolean mayBeAsynchronous();

  CompletableFuture<?> getAsync(String key);

  @Override
  void close();
}
