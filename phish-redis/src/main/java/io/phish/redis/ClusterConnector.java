package io.phish.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.concurrent.CompletableFuture;

/** Connects to a cluster, whose nodes Lettuce keeps track of from then on. */
final class ClusterConnector implements Connector {
  private final ClientResources resources = LettuceOptions.resources();
  private final RedisClusterClient client;

  ClusterConnector(RedisOptions options) {
    this.client = RedisClusterClient.create(resources, options.uris());
    client.setOptions(LettuceOptions.cluster(options));
  }

  @Override
  public CompletableFuture<? extends StatefulConnection<byte[], byte[]>> connect() {
    return client
        .refreshPartitionsAsync()
        .thenCompose(done -> client.connectAsync(ByteArrayCodec.INSTANCE))
        .toCompletableFuture();
  }

  @Override
  public CompletableFuture<? extends StatefulRedisPubSubConnection<byte[], byte[]>>
      connectPubSub() {
    return client
        .refreshPartitionsAsync()
        .thenCompose(done -> client.connectPubSubAsync(ByteArrayCodec.INSTANCE))
        .toCompletableFuture();
  }

  @Override
  public void close() {
    Shutdown.of(client, resources);
  }
}
