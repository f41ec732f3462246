package io.phish.redis;

import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether somebody answers: by reading a key that nobody writes, which needs all that
 * reading any other does.
 */
final class Soundness {
  private final byte[] probeKey;

  Soundness(byte[] probeKey) {
    this.probeKey = probeKey;
  }

  /**
   * The commands of whoever answers first: the server, or any node of a cluster, of which one that
   * is dead says nothing about the others.
   */
  CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>> anybody(Wire wire) {
    if (!(wire.stateful() instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster)) {
      return ask(wire.async());
    }
    List<RedisClusterNode> nodes = wire.masters();
    CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> first = new CompletableFuture<>();
    if (nodes.isEmpty()) {
      first.completeExceptionally(
          new RedisCallException(RedisProblem.CLUSTER_DOWN, "The cluster has no nodes", null));
    }
    AtomicInteger left = new AtomicInteger(nodes.size());
    for (RedisClusterNode node : nodes) {
      var unused =
          node(cluster, node.getNodeId())
              .whenComplete(
                  (commands, e) -> {
                    if (e == null) {
                      first.complete(commands);
                    } else if (left.decrementAndGet() == 0) {
                      first.completeExceptionally(e);
                    }
                  });
    }
    return first;
  }

  /** The commands of one node of a cluster, when it answers; of anybody if none is named. */
  CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>> node(
      Wire wire, @Nullable String nodeId) {
    return nodeId != null
            && wire.stateful() instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster
        ? node(cluster, nodeId)
        : anybody(wire);
  }

  private CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>> node(
      StatefulRedisClusterConnection<byte[], byte[]> cluster, String nodeId) {
    try {
      return cluster.getConnectionAsync(nodeId).thenCompose(connection -> ask(connection.async()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e); // the cluster knows the node no more
    }
  }

  private CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>> ask(
      RedisClusterAsyncCommands<byte[], byte[]> commands) {
    CompletionStage<byte[]> answer;
    try {
      answer = commands.get(probeKey);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
    return answer.handle(
        (value, e) -> {
          RedisCallException why = e == null ? null : Problems.of(e);
          if (why == null || isHealthy(why.problem())) {
            return commands;
          }
          throw why;
        });
  }

  /** Whether a server that answers this is well, but not for us or not for this. */
  private static boolean isHealthy(RedisProblem problem) {
    return problem == RedisProblem.NOT_PERMITTED
        || problem == RedisProblem.WRONG_TYPE
        || problem == RedisProblem.ELSEWHERE;
  }
}
