package io.phish.examples.cli;

import io.phish.redis.RedisLink;
import io.phish.redis.RedisOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** For commands that are of no use without Redis: waits for what it says. */
final class RedisAnswers {
  /** Nobody's mail waits for these commands. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private RedisAnswers() {}

  /**
   * A link that is up.
   *
   * @throws UncheckedIOException if the server cannot be reached
   */
  static RedisLink connect(RedisConnectionOptions redis) {
    return connect(redis.builder().waitLimit(PATIENCE).commandTimeout(PATIENCE).build());
  }

  private static RedisLink connect(RedisOptions options) {
    RedisLink link = RedisLink.open(options);
    RedisConnectionOptions.awaitConnection(link);
    Throwable problem = link.health().problem();
    if (problem != null) {
      link.close();
      throw new UncheckedIOException(new IOException("Redis: " + problem.getMessage(), problem));
    }
    return link;
  }

  /**
   * What was answered.
   *
   * @throws UncheckedIOException if nothing was; the URI, which may hold a password, is not in it
   */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UncheckedIOException(new IOException("cache: " + cause.getMessage(), cause));
    }
  }
}
