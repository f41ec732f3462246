package io.phish.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

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
}
