package io.phish.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection that all calls of a queue share. It is made with the first call, and again with
 * the first after an attempt that failed; one that is lost comes back by itself. Calls fail at once
 * while there is none, and after the time-out if there is no answer.
 */
final class QueueConnection implements AutoCloseable {
  /** What may wait for an answer: beyond that calls fail. */
  private static final int MAX_PENDING = 20_000;

  private final RedisClient client;
  private final RedisURI uri;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection;
  private boolean closed;

  QueueConnection(RedisURI uri, Duration timeout) {
    this.uri = uri;
    this.client = RedisClient.create();
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(MAX_PENDING)
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .build());
  }

  /** What the server answers to a script: an array. */
  CompletableFuture<List<Object>> run(QueueScript script, byte[] key, List<byte[]> values) {
    byte[][] keys = {key};
    byte[][] args = values.toArray(byte[][]::new);
    return with(
        commands -> {
          CompletableFuture<List<Object>> known =
              commands
                  .<List<Object>>evalsha(script.hash(), ScriptOutputType.MULTI, keys, args)
                  .toCompletableFuture();
          return known.exceptionallyCompose(
              e ->
                  isMissing(e)
                      ? commands.eval(script.source(), ScriptOutputType.MULTI, keys, args)
                      : CompletableFuture.failedFuture(e));
        });
  }

  private static boolean isMissing(Throwable e) {
    Throwable cause = e instanceof CompletionException ? e.getCause() : e;
    return cause instanceof RedisNoScriptException;
  }

  /** Calls the server. */
  <T> CompletableFuture<T> with(
      Function<RedisAsyncCommands<byte[], byte[]>, CompletableFuture<T>> call) {
    return connected().thenCompose(each -> call.apply(each.async()));
  }

  private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connected() {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(new IllegalStateException("the job queue is closed"));
      }
      CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current = connection;
      if (current == null || current.isCompletedExceptionally()) {
        current = client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
        connection = current;
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  /** Does not wait. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      lock.unlock();
    }
    Future<?> unused = client.shutdownAsync();
  }
}
