package io.phish.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.concurrent.CompletableFuture;

/** Connects to one server, or to what Sentinel says is the master at that moment. */
final class ServerConnector implements Connector {
  private final ClientResources resources = LettuceOptions.resources();
  private final RedisClient client = RedisClient.create(resources);
  private final RedisURI uri;

  ServerConnector(RedisOptions options) {
    this.uri = options.uris().get(0);
    client.setOptions(LettuceOptions.server(options));
  }

  @Override
  public CompletableFuture<? extends StatefulConnection<byte[], byte[]>> connect() {
    return client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
  }

  @Override
  public CompletableFuture<? extends StatefulRedisPubSubConnection<byte[], byte[]>>
      connectPubSub() {
    return client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
  }

  @Override
  public void close() {
    Shutdown.of(client, resources);
  }
}
