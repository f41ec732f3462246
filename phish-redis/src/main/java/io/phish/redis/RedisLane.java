package io.phish.redis;

import io.lettuce.core.api.StatefulConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection of its own, for commands that wait at the server and would hold up all others. One
 * that does not answer in time is given up, for nothing else on it would be answered either.
 */
final class RedisLane implements AutoCloseable {
  private final RedisLink link;
  private final KeptConnection<StatefulConnection<byte[], byte[]>> connection;

  RedisLane(RedisLink link, String purpose) {
    this.link = link;
    this.connection =
        link.connection(
            purpose,
            new KeptConnection.Keeper<>() {
              @Override
              public CompletionStage<?> prepare(StatefulConnection<byte[], byte[]> fresh) {
                return CompletableFuture.completedFuture(null);
              }

              @Override
              public void onReady(StatefulConnection<byte[], byte[]> ready) {
                link.connected(purpose);
              }

              @Override
              public void onLost(RedisCallException problem) {
                link.disconnected(purpose, problem);
              }
            });
  }

  /** Whether there is a connection. */
  boolean isConnected() {
    return connection.current() != null;
  }

  /**
   * Makes a call.
   *
   * @param timeout how long the server may take, its own waiting included
   * @param command sends what it likes, without waiting
   */
  <T> CompletableFuture<T> call(
      Duration timeout, Function<Wire, ? extends CompletionStage<T>> command) {
    StatefulConnection<byte[], byte[]> now = connection.current();
    if (now == null) {
      return CompletableFuture.failedFuture(connection.problem());
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    AtomicBoolean isSettled = new AtomicBoolean();
    @Nullable ScheduledFuture<?> timer;
    try {
      timer =
          link.timer()
              .schedule(
                  () -> {
                    if (isSettled.compareAndSet(false, true)) {
                      RedisCallException why =
                          new RedisCallException(
                              RedisProblem.TIMED_OUT, "Redis did not answer in " + timeout, null);
                      connection.giveUp(now, why);
                      link.followUp(() -> result.completeExceptionally(why));
                    }
                  },
                  timeout.toNanos(),
                  TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new RedisCallException(RedisProblem.CLOSED, "The link to Redis is closed", e));
    }
    CompletionStage<T> sent;
    try {
      sent = command.apply(Wire.of(now));
    } catch (RuntimeException e) {
      sent = CompletableFuture.failedStage(e);
    }
    sent.whenComplete(
        (answer, e) -> {
          if (!isSettled.compareAndSet(false, true)) {
            return;
          }
          timer.cancel(false);
          RedisCallException why = e == null ? null : Problems.of(e);
          link.followUp(
              () -> {
                if (why == null) {
                  result.complete(answer);
                } else {
                  result.completeExceptionally(why);
                }
              });
        });
    return result;
  }

  @Override
  public void close() {
    connection.close();
  }
}
