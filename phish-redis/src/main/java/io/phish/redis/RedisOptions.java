package io.phish.redis;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.phish.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how to talk to it. Immutable.
 *
 * <pre>{@code
 * redis://host:6379/0                          one server
 * rediss://host:6380                           with TLS
 * redis-sentinel://a:26379,b:26379/0#main      the master that Sentinel calls "main"
 * redis-cluster://a:6379,b:6379                a cluster, from some of its nodes
 * rediss-sentinel://…  rediss-cluster://…      both with TLS
 * }</pre>
 *
 * <p>A user and a password may stand in the URI ({@code redis://user:password@host}), but are
 * better given by {@link Builder#credentials}: URIs end up in logs. Neither is in {@link #toString}
 * or in a message of this library.
 *
 * <p>With TLS, the server's certificate must be valid, come from an authority that is trusted and
 * name the host; that cannot be switched off.
 */
public final class RedisOptions {
  /** What part of every key says how the rest is to be read. */
  static final int SCHEMA_VERSION = 1;

  /** How many threads run what follows calls, unless an executor for that is given. */
  public static final int THREADS = 16;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RedisAddress address;
  private final @Nullable Path caFile;
  private final @Nullable Path certificate;
  private final @Nullable Path privateKey;
  private final Duration waitLimit;
  private final Duration commandTimeout;
  private final Duration connectTimeout;
  private final int maximumPending;
  private final String prefix;
  private final boolean resp2;
  private final @Nullable Executor executor;

  private RedisOptions(Builder builder) {
    // Parsed anew, for what Lettuce makes of it can be changed, and is.
    this.address = RedisAddress.parse(builder.uri);
    address.authenticate(builder.credentials, builder.sentinelCredentials);
    this.caFile = builder.caFile;
    this.certificate = builder.certificate;
    this.privateKey = builder.privateKey;
    this.waitLimit = builder.waitLimit;
    this.commandTimeout = builder.commandTimeout;
    this.connectTimeout = builder.connectTimeout;
    this.maximumPending = builder.maximumPending;
    this.prefix = builder.prefix;
    this.resp2 = builder.resp2;
    this.executor = builder.executor;
    address
        .uris()
        .forEach(
            uri -> {
              uri.setTimeout(connectTimeout);
              uri.setClientName(builder.clientName);
              uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(connectTimeout));
            });
  }

  /**
   * The default options for a URI.
   *
   * @throws ConfigurationException if it is malformed or asks for what is not done
   */
  public static RedisOptions of(String uri) {
    return builder(uri).build();
  }

  /**
   * Configures how to talk to the Redis at a URI.
   *
   * @throws ConfigurationException if it is malformed or asks for what is not done
   */
  public static Builder builder(String uri) {
    RedisAddress.parse(uri);
    return new Builder(uri);
  }

  /** The nodes to start from; more than one for a cluster only. */
  List<RedisURI> uris() {
    return address.uris();
  }

  boolean isCluster() {
    return address.isCluster();
  }

  boolean isSentinel() {
    return !address.uris().get(0).getSentinels().isEmpty();
  }

  @Nullable Path caFile() {
    return caFile;
  }

  @Nullable Path certificate() {
    return certificate;
  }

  @Nullable Path privateKey() {
    return privateKey;
  }

  /** How long a call that somebody's analysis depends on is waited for. */
  public Duration waitLimit() {
    return waitLimit;
  }

  /** How long any other call is waited for. */
  public Duration commandTimeout() {
    return commandTimeout;
  }

  /** How long it may take to connect, with TLS and authentication each. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /** How many commands of one connection may wait for their answers. */
  public int maximumPending() {
    return maximumPending;
  }

  /** What all keys begin with, before {@code :1:}, the version of what they mean. */
  public String prefix() {
    return prefix;
  }

  /** Where what follows calls is run; null for threads of the link's own. */
  @Nullable Executor executor() {
    return executor;
  }

  boolean isResp2() {
    return resp2;
  }

  /** The hosts, not the user, and never the password. */
  @Override
  public String toString() {
    return "RedisOptions[" + address + ", prefix=" + prefix + ", waitLimit=" + waitLimit + "]";
  }

  /** Configures {@link RedisOptions}. Not safe for several threads. */
  public static final class Builder {
    private final String uri;
    private @Nullable RedisCredentialsProvider credentials;
    private @Nullable RedisCredentialsProvider sentinelCredentials;
    private @Nullable Path caFile;
    private @Nullable Path certificate;
    private @Nullable Path privateKey;
    private Duration waitLimit = Duration.ofMillis(20);
    private Duration commandTimeout = Duration.ofSeconds(2);
    private Duration connectTimeout = Duration.ofSeconds(2);
    private int maximumPending = 65_536;
    private String prefix = "phish";
    private String clientName = "phish";
    private boolean resp2;
    private @Nullable Executor executor;

    private Builder(String uri) {
      this.uri = uri;
    }

    /**
     * Who we are, in place of what the URI says.
     *
     * @param user of the server's access control list; null for its default user
     * @param password asked for at each connection, so that it may change; must be quick
     */
    public Builder credentials(@Nullable String user, Supplier<String> password) {
      this.credentials = provider(user, password);
      return this;
    }

    /** Who we are for Sentinel; by default nobody. */
    public Builder sentinelCredentials(@Nullable String user, Supplier<String> password) {
      this.sentinelCredentials = provider(user, password);
      return this;
    }

    private static RedisCredentialsProvider provider(
        @Nullable String user, Supplier<String> password) {
      Objects.requireNonNull(password, "password");
      return RedisCredentialsProvider.from(() -> RedisCredentials.just(user, password.get()));
    }

    /**
     * The certificates in PEM of the authorities that are trusted with TLS; those of the Java
     * platform by default.
     *
     * @throws ConfigurationException if the file cannot be read
     */
    public Builder caFile(Path caFile) {
      this.caFile = readable(caFile, "authorities");
      return this;
    }

    /**
     * Who we are with TLS, for a server that wants to know; nobody by default.
     *
     * @param certificate in PEM
     * @param privateKey in PEM (PKCS #8), not encrypted
     * @throws ConfigurationException if one of the files cannot be read
     */
    public Builder clientCertificate(Path certificate, Path privateKey) {
      this.certificate = readable(certificate, "client's certificate");
      this.privateKey = readable(privateKey, "client's private key");
      return this;
    }

    private static Path readable(Path file, String what) {
      if (!Files.isReadable(file)) {
        throw new ConfigurationException("Cannot read the " + what + " in " + file);
      }
      return file;
    }

    /**
     * How long a call that somebody's analysis depends on is waited for: a millisecond to a minute;
     * 20 ms by default. When it is exceeded a few times in a row, such calls fail at once until the
     * server is seen to be quicker.
     */
    public Builder waitLimit(Duration waitLimit) {
      this.waitLimit = within(waitLimit, "waitLimit");
      return this;
    }

    /** How long any other call is waited for: a millisecond to a minute; 2 s by default. */
    public Builder commandTimeout(Duration commandTimeout) {
      this.commandTimeout = within(commandTimeout, "commandTimeout");
      return this;
    }

    /**
     * How long it may take to connect, and again to agree on TLS and to authenticate: a millisecond
     * to a minute; 2 s by default.
     */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = within(connectTimeout, "connectTimeout");
      return this;
    }

    private static Duration within(Duration duration, String name) {
      if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(MINUTE) > 0) {
        throw new IllegalArgumentException(
            name + " " + duration + " is not within a millisecond and a minute");
      }
      return duration;
    }

    /**
     * How many commands of one connection may wait for their answers, 16 to 1,000,000; 65,536 by
     * default. One more fails at once.
     */
    public Builder maximumPending(int maximumPending) {
      if (maximumPending < 16 || maximumPending > 1_000_000) {
        throw new IllegalArgumentException(
            "maximumPending " + maximumPending + " is not within 16 and 1,000,000");
      }
      this.maximumPending = maximumPending;
      return this;
    }

    /**
     * What all keys begin with; {@code phish} by default. Instances with different prefixes share
     * nothing.
     *
     * @param prefix 1 to 64 characters from {@code [A-Za-z0-9._-]}
     */
    public Builder prefix(String prefix) {
      this.prefix = RedisKeys.checked(prefix, "prefix");
      return this;
    }

    /**
     * What the server's {@code CLIENT LIST} calls us; {@code phish} by default.
     *
     * @param clientName 1 to 64 characters from {@code [A-Za-z0-9._-]}
     */
    public Builder clientName(String clientName) {
      this.clientName = RedisKeys.checked(clientName, "clientName");
      return this;
    }

    /**
     * Speaks RESP2 even if the server speaks RESP3, for proxies that know no other. Then instances
     * do not hear what others change.
     */
    public Builder resp2() {
      this.resp2 = true;
      return this;
    }

    /**
     * Where what follows calls is run; by default up to {@link RedisOptions#THREADS} threads of the
     * link's own, so that as many of its users may block at once. {@code Runnable::run} saves the
     * hand-over, some microseconds per call; then it is on the threads that read answers that what
     * follows runs, and if it blocks, all calls wait.
     */
    public Builder executor(Executor executor) {
      this.executor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /** The options. */
    public RedisOptions build() {
      return new RedisOptions(this);
    }
  }
}
