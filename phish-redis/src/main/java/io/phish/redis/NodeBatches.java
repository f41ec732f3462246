package io.phish.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Splits what is about many keys by the nodes of a cluster, for a call to each: one that does not
 * answer costs the others nothing.
 */
final class NodeBatches {
  private NodeBatches() {}

  /**
   * What is about the keys of each node, in the order given; all of it together without a cluster,
   * and without a connection.
   *
   * @param name the key that one of them is about
   */
  static <T> Collection<List<T>> of(
      RedisLink link, Collection<T> all, Function<? super T, byte[]> name) {
    Wire wire = link.options().isCluster() ? link.wire() : null;
    if (wire == null) {
      return List.of(List.copyOf(all));
    }
    Map<String, List<T>> byNode = new LinkedHashMap<>();
    for (T one : all) {
      String node = wire.nodeOf(name.apply(one));
      byNode.computeIfAbsent(node == null ? "" : node, n -> new ArrayList<>()).add(one);
    }
    return byNode.values();
  }

  /**
   * What those calls found that succeeded, when all are over. Fails, with what the first of them
   * failed with, only if none did.
   */
  static <K, V> CompletableFuture<Map<K, V>> found(List<CompletableFuture<Map<K, V>>> calls) {
    Map<K, V> all = new ConcurrentHashMap<>();
    CompletableFuture<?>[] told =
        calls.stream()
            .map(call -> call.handle((found, e) -> keep(found, all)))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(told)
        .thenCompose(
            over ->
                calls.stream().allMatch(CompletableFuture::isCompletedExceptionally)
                    ? calls.get(0)
                    : CompletableFuture.completedFuture(all));
  }

  private static <K, V> boolean keep(@Nullable Map<K, V> found, Map<K, V> all) {
    if (found != null) {
      all.putAll(found);
    }
    return found != null;
  }
}
