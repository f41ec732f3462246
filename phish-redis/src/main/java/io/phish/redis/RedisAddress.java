package io.phish.redis;

import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.phish.ConfigurationException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a URI says, checked. Lettuce's own messages are not passed on, for they quote the URI.
 *
 * @param isCluster whether the nodes are some of a cluster
 * @param uris what Lettuce makes of it; ours alone, for they can be changed
 */
record RedisAddress(boolean isCluster, List<RedisURI> uris) {
  private static final List<String> SCHEMES =
      List.of(
          "redis",
          "rediss",
          "redis-sentinel",
          "rediss-sentinel",
          "redis-cluster",
          "rediss-cluster");

  static RedisAddress parse(String text) {
    Objects.requireNonNull(text, "uri");
    int colon = text.indexOf("://");
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme)) {
      throw new ConfigurationException(
          "The URI of Redis begins with '"
              + (colon < 0 ? "no scheme" : scheme)
              + "'; write one of "
              + String.join("://, ", SCHEMES)
              + "://");
    }
    boolean isCluster = scheme.endsWith("-cluster");
    String lettuce =
        (isCluster ? scheme.substring(0, scheme.indexOf('-')) : scheme) + text.substring(colon);
    List<RedisURI> uris = new ArrayList<>();
    try {
      if (isCluster) {
        uris.addAll(RedisClusterURIUtil.toRedisURIs(URI.create(lettuce)));
      } else {
        uris.add(RedisURI.create(lettuce));
      }
    } catch (RuntimeException e) {
      throw new ConfigurationException(
          "The URI of Redis after '" + scheme + "://' cannot be read; see RedisOptions for forms");
    }
    RedisAddress address = new RedisAddress(isCluster, List.copyOf(uris));
    address.check(scheme);
    return address;
  }

  private void check(String scheme) {
    boolean isSentinel = scheme.endsWith("-sentinel");
    for (RedisURI uri : uris) {
      boolean hasHost = uri.getHost() != null && !uri.getHost().isEmpty();
      if (!isSentinel && !hasHost) {
        throw new ConfigurationException("The URI of Redis names no host");
      }
      if (isSentinel && (uri.getSentinels().isEmpty() || uri.getSentinelMasterId() == null)) {
        throw new ConfigurationException(
            "The URI of Redis must name a Sentinel and, after '#', the master");
      }
      if (isCluster && uri.getDatabase() != 0) {
        throw new ConfigurationException("A cluster of Redis has no database but 0");
      }
      if (scheme.startsWith("rediss")) {
        if (!uri.getVerifyMode().equals(SslVerifyMode.FULL)) {
          throw new ConfigurationException(
              "verifyPeer cannot be switched off; trust the server's authority by a CA file");
        }
        uri.getSentinels().forEach(sentinel -> sentinel.applySsl(uri));
      }
    }
  }

  /** Uses these credentials in place of what the URI says. */
  void authenticate(
      @Nullable RedisCredentialsProvider credentials,
      @Nullable RedisCredentialsProvider sentinelCredentials) {
    for (RedisURI uri : uris) {
      if (credentials != null) {
        uri.setCredentialsProvider(credentials);
      }
      if (sentinelCredentials != null) {
        uri.getSentinels()
            .forEach(sentinel -> sentinel.setCredentialsProvider(sentinelCredentials));
      }
    }
  }

  /** Hosts and ports, the database or the master's name; nothing secret. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (RedisURI uri : uris) {
      List<RedisURI> nodes = uri.getSentinels().isEmpty() ? List.of(uri) : uri.getSentinels();
      for (RedisURI node : nodes) {
        text.append(text.isEmpty() ? "" : ",").append(node.getHost()).append(':');
        text.append(node.getPort());
      }
      if (!uri.getSentinels().isEmpty()) {
        text.append('#').append(uri.getSentinelMasterId());
      }
    }
    if (isCluster) {
      text.append(" (cluster)");
    }
    if (uris.get(0).isSsl()) {
      text.append(" (TLS)");
    }
    return text.toString();
  }
}
