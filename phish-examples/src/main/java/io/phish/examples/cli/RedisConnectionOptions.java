package io.phish.examples.cli;

import io.phish.redis.RedisLink;
import io.phish.redis.RedisOptions;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which Redis, and who asks. */
final class RedisConnectionOptions {
  @Option(
      names = "--redis",
      paramLabel = "URI",
      description =
          "Share what was looked up with others, over Redis: redis://HOST, rediss:// for TLS,"
              + " redis-sentinel://HOST#MASTER or redis-cluster://HOST. The password is read from"
              + " the variable PHISH_REDIS_PASSWORD, the user from PHISH_REDIS_USER.")
  private @Nullable String uri;

  @Option(
      names = "--redis-ca",
      paramLabel = "FILE",
      description = "The authorities in PEM that are trusted with TLS to Redis.")
  private @Nullable Path authorities;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @SuppressWarnings("NullAway.Init") // picocli sets the command
  RedisConnectionOptions() {}

  boolean isGiven() {
    return uri != null;
  }

  /**
   * Where it is.
   *
   * @throws ParameterException if it was not said, or makes no sense
   */
  RedisOptions options() {
    return builder().build();
  }

  /** The same, to be changed. */
  RedisOptions.Builder builder() {
    if (uri == null) {
      throw wrong("--redis URI is missing: redis://localhost:6379");
    }
    try {
      RedisOptions.Builder options = RedisOptions.builder(uri);
      String password = System.getenv("PHISH_REDIS_PASSWORD");
      if (password != null) {
        options.credentials(System.getenv("PHISH_REDIS_USER"), () -> password);
      }
      if (authorities != null) {
        options.caFile(authorities);
      }
      return options;
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** A command is over before a connection is made behind its back, so it waits a little. */
  static void awaitConnection(RedisLink link) {
    try {
      link.whenConnected().toCompletableFuture().get(3, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LoggerFactory.getLogger(RedisConnectionOptions.class).warn("Going on without Redis", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
