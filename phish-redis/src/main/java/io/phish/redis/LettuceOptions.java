package io.phish.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What our options are in Lettuce's words. */
final class LettuceOptions {
  private static final Duration REFRESH = Duration.ofSeconds(5);

  private LettuceOptions() {}

  /** Threads of this link's own, so that nobody else's callbacks hold up its answers. */
  static ClientResources resources() {
    return DefaultClientResources.builder()
        .ioThreadPoolSize(2)
        .computationThreadPoolSize(2)
        .commandLatencyRecorder(CommandLatencyRecorder.disabled())
        .commandLatencyPublisherOptions(
            io.lettuce.core.event.DefaultEventPublisherOptions.disabled())
        .reconnectDelay(
            Delay.fullJitter(
                Duration.ofMillis(10), Duration.ofSeconds(1), 10, TimeUnit.MILLISECONDS))
        .build();
  }

  /**
   * For one server. A lost connection is not made again by Lettuce, which would send once more what
   * was not answered: a job would be enqueued twice.
   */
  static ClientOptions server(RedisOptions options) {
    return common(ClientOptions.builder(), options).autoReconnect(false).build();
  }

  /** For a cluster, whose nodes come and go. Nothing is sent once more there either. */
  static ClusterClientOptions cluster(RedisOptions options) {
    ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
    common(builder, options);
    // Connections to nodes are made when they are first needed: their first calls wait for that,
    // as many as may be pending, and until they time out.
    builder.disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS);
    builder.replayFilter(command -> true);
    return builder
        .validateClusterNodeMembership(false)
        .topologyRefreshOptions(
            ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(REFRESH)
                .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                .build())
        .build();
  }

  private static ClientOptions.Builder common(ClientOptions.Builder builder, RedisOptions options) {
    if (options.isResp2()) {
      builder.protocolVersion(ProtocolVersion.RESP2);
    }
    return builder
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(options.maximumPending())
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        // We time calls ourselves: Lettuce's wheel turns every 100 ms.
        .timeoutOptions(TimeoutOptions.create())
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(options.connectTimeout())
                .keepAlive(true)
                .tcpNoDelay(true)
                .build())
        .sslOptions(ssl(options));
  }

  private static SslOptions ssl(RedisOptions options) {
    SslOptions.Builder builder =
        SslOptions.builder().jdkSslProvider().handshakeTimeout(options.connectTimeout());
    if (options.caFile() != null) {
      builder.trustManager(options.caFile().toFile());
    }
    if (options.certificate() != null && options.privateKey() != null) {
      builder.keyManager(
          options.certificate().toFile(), options.privateKey().toFile(), new char[0]);
    }
    return builder.build();
  }
}
