package io.phish.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection for commands, to a server or to a cluster alike.
 *
 * @param stateful the connection
 * @param async its commands; no transactions, for which there are scripts
 */
record Wire(
    StatefulConnection<byte[], byte[]> stateful, RedisClusterAsyncCommands<byte[], byte[]> async) {

  static Wire of(StatefulConnection<byte[], byte[]> connection) {
    if (connection instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster) {
      return new Wire(cluster, cluster.async());
    }
    if (connection instanceof StatefulRedisConnection<byte[], byte[]> single) {
      return new Wire(single, single.async());
    }
    throw new IllegalArgumentException("no commands on " + connection.getClass());
  }

  /** Which node of a cluster has a key; null without a cluster, or if none has. */
  @Nullable String nodeOf(byte[] key) {
    if (!(stateful instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster)) {
      return null;
    }
    RedisClusterNode node = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
    return node == null ? null : node.getNodeId();
  }

  /** The nodes of a cluster that have keys; none without a cluster. */
  List<RedisClusterNode> masters() {
    return stateful instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster
        ? cluster.getPartitions().stream().filter(node -> !node.hasNoSlots()).toList()
        : List.of();
  }

  boolean hasNode(String nodeId) {
    return masters().stream().anyMatch(node -> node.getNodeId().equals(nodeId));
  }

  /** Where a node is, for people. */
  String nodeName(String nodeId) {
    return masters().stream()
        .filter(node -> node.getNodeId().equals(nodeId))
        .map(node -> node.getUri().getHost() + ':' + node.getUri().getPort())
        .findFirst()
        .orElse(nodeId);
  }
}
