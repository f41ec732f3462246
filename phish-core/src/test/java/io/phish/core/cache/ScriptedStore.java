package io.phish.core.cache;

import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that does what a test tells it to, and what a store in memory does otherwise. */
final class ScriptedStore implements CacheStore {
  final MemoryCacheStore memory;
  final List<String> calls = new CopyOnWriteArrayList<>();
  private final String name;
  private volatile @Nullable Supplier<@Nullable CompletionStage<?>> script;

  ScriptedStore(String name, Clock clock) {
    this.name = name;
    this.memory = MemoryCacheStore.ofMegabytes(32, clock);
  }

  /** What every call does from now on; null for what it should. */
  void script(@Nullable Supplier<@Nullable CompletionStage<?>> script) {
    this.script = script;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // to return rubbish is what this is for
  private <T> CompletionStage<T> run(String call, Supplier<CompletionStage<T>> normal) {
    calls.add(call);
    Supplier<@Nullable CompletionStage<?>> current = script;
    return current == null ? normal.get() : (CompletionStage<T>) current.get();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
    return run("get", () -> memory.get(key));
  }

  @Override
  public CompletionStage<Map<CacheKey, CacheEntry>> getAll(Collection<CacheKey> keys) {
    return run("getAll " + keys.size(), () -> memory.getAll(keys));
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
    return run("put", () -> memory.put(key, entry));
  }

  @Override
  public CompletionStage<Void> putAll(Map<CacheKey, CacheEntry> entries) {
    return run("putAll " + entries.size(), () -> memory.putAll(entries));
  }

  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    return run("remove", () -> memory.remove(key));
  }

  @Override
  public CompletionStage<Void> clear() {
    return run("clear", memory::clear);
  }

  @Override
  public CacheStatistics statistics() {
    return memory.statistics();
  }

  @Override
  public void close() {
    calls.add("close");
    if (script != null) {
      throw new IllegalStateException("meant to");
    }
    memory.close();
  }
}
