package io.phish.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;

/** Makes connections. They are not made again when they are lost: {@link KeptConnection} is. */
interface Connector extends AutoCloseable {

  /** A new connection for commands, ready to use. */
  CompletableFuture<? extends StatefulConnection<byte[], byte[]>> connect();

  /** A new connection to subscribe with. */
  CompletableFuture<? extends StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub();

  /** Closes all connections and ends their threads soon; does not wait for that. */
  @Override
  void close();

  /** To wherever the options say. */
  static Connector of(RedisOptions options) {
    return options.isCluster() ? new ClusterConnector(options) : new ServerConnector(options);
  }
}
