package io.phish.redis;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Removes what was looked up from the cache that instances share: of some extractors, or all. Keys
 * of others, and what else this library keeps, stay. Takes time linear in the number of keys of the
 * database, in steps between which the server serves others; what is put in meanwhile may stay.
 *
 * <p>The stores in memory of all instances let go of what is removed, as {@link RedisCacheStore}
 * says. Safe for any number of threads; nothing blocks.
 */
public final class RedisCachePurge {
  private final RedisLink link;
  private final Predicate<String> spaces;

  /**
   * A purge.
   *
   * @param link stays its maker's
   * @param spaces whether entries of a {@linkplain io.phish.spi.CacheKey#space space} go
   */
  public RedisCachePurge(RedisLink link, Predicate<String> spaces) {
    this.link = Objects.requireNonNull(link, "link");
    this.spaces = Objects.requireNonNull(spaces, "spaces");
  }

  /** Removes, and says how many entries went. */
  public CompletionStage<Long> run() {
    return sweep(
        (wire, names) -> wire.async().unlink(names.toArray(byte[][]::new)).toCompletableFuture());
  }

  /** Says how many entries would go. */
  public CompletionStage<Long> count() {
    return sweep((wire, names) -> CompletableFuture.completedFuture((long) names.size()));
  }

  private CompletionStage<Long> sweep(Step step) {
    AtomicLong sum = new AtomicLong();
    return new CacheSweep(link)
        .over((wire, page) -> onPage(wire, page, step).thenApply(count -> add(sum, count)))
        .thenApply(all -> sum.get());
  }

  private static boolean add(AtomicLong sum, long count) {
    sum.addAndGet(count);
    return true;
  }

  private CompletionStage<Long> onPage(Wire wire, Map<String, List<byte[]>> page, Step step) {
    CompletableFuture<Long> sum = CompletableFuture.completedFuture(0L);
    for (Map.Entry<String, List<byte[]>> space : page.entrySet()) {
      if (spaces.test(space.getKey())) {
        sum = sum.thenCombine(step.on(wire, space.getValue()), Long::sum);
      }
    }
    return sum;
  }

  /** What is done with some names. */
  @FunctionalInterface
  private interface Step {
    CompletableFuture<Long> on(Wire wire, List<byte[]> names);
  }
}
