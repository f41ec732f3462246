package io.phish.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that is made anew whenever it is lost, for ever, with back-off. All that changes
 * happens on the link's one thread; anybody may look.
 *
 * @param <C> the kind of connection
 */
@SuppressWarnings("FutureReturnValueIgnored") // what comes of them is told elsewhere
final class KeptConnection<C extends StatefulConnection<byte[], byte[]>> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeptConnection.class);
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  /** So that we are back well within five seconds of the server, an attempt included. */
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

  /** What is to be done with a connection. */
  interface Keeper<C> {
    /** Does what must be done before anybody uses a new connection. If it fails, it is given up. */
    CompletionStage<?> prepare(C connection);

    /** A connection is there for use. */
    void onReady(C connection);

    /** There is none any more, or there could not be made one. */
    void onLost(RedisCallException problem);
  }

  private final String purpose;
  private final Supplier<? extends CompletableFuture<? extends C>> connect;
  private final Keeper<? super C> keeper;
  private final ScheduledExecutorService thread;
  private final long attemptNanos;

  private volatile @Nullable C current;
  private volatile RedisCallException problem =
      new RedisCallException(RedisProblem.NOT_CONNECTED, "Redis was not connected to yet", null);
  private volatile boolean isClosed;

  // Of the link's thread alone.
  private @Nullable Attempt attempt;
  private int failures;
  private long readySince;
  private boolean isScheduled;

  KeptConnection(
      String purpose,
      Supplier<? extends CompletableFuture<? extends C>> connect,
      Keeper<? super C> keeper,
      ScheduledExecutorService thread,
      Duration connectTimeout) {
    this.purpose = purpose;
    this.connect = connect;
    this.keeper = keeper;
    this.thread = thread;
    // To connect, to shake hands, to prepare.
    this.attemptNanos = connectTimeout.toNanos() * 2;
  }

  /** Begins; to be called once. */
  void start() {
    execute(this::attempt);
  }

  /** The connection, null while there is none. It may be lost at any moment. */
  @Nullable C current() {
    return current;
  }

  /** Why there is no connection, when there is none. */
  RedisCallException problem() {
    return problem;
  }

  /** Gives up a connection that does not answer, and makes another one. */
  void giveUp(C connection, RedisCallException why) {
    execute(() -> lost(connection, why));
  }

  /** Makes another connection beside one that still works, but leads to the wrong place. */
  void replace(C connection) {
    execute(
        () -> {
          if (current == connection && System.nanoTime() - readySince > LONGEST_PAUSE) {
            attempt();
          }
        });
  }

  private void execute(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("The link is closed");
    }
  }

  private void attempt() {
    if (isClosed || attempt != null) {
      return;
    }
    attempt = new Attempt();
    attempt.begin();
  }

  private void lost(C connection, RedisCallException why) {
    if (current != connection || isClosed) {
      return;
    }
    current = null;
    close(connection);
    boolean wasShort = System.nanoTime() - readySince < LONGEST_PAUSE;
    failures = wasShort ? failures + 1 : 0;
    failed(why);
  }

  private void failed(RedisCallException why) {
    problem = why;
    if (current == null) {
      log.debug("No connection to Redis for {}: {}", purpose, why.getMessage());
      keeper.onLost(why);
    }
    if (!isScheduled && !isClosed) {
      isScheduled = true;
      long bound = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(failures, 10));
      thread.schedule(
          () -> {
            isScheduled = false;
            attempt();
          },
          ThreadLocalRandom.current().nextLong(bound / 2, bound),
          TimeUnit.NANOSECONDS);
    }
  }

  private void ready(C connection) {
    C old = current;
    current = connection;
    readySince = System.nanoTime();
    log.debug("Connected to Redis for {}", purpose);
    keeper.onReady(connection);
    if (old != null) {
      thread.schedule(() -> close(old), 1, TimeUnit.SECONDS);
    }
    if (!connection.isOpen()) {
      lost(connection, lostBy(null));
    }
  }

  private static RedisCallException lostBy(@Nullable Throwable cause) {
    return new RedisCallException(
        RedisProblem.NOT_CONNECTED, "The connection to Redis was lost", cause);
  }

  /** Also of one that is lost already: until it is closed, the client keeps it and its buffers. */
  private static void close(StatefulConnection<?, ?> connection) {
    connection
        .closeAsync()
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                log.debug("A connection to Redis did not close in an orderly way", e);
              }
            });
  }

  /** Makes no more connections; whoever made this one closes it. */
  void forget() {
    isClosed = true;
    problem = new RedisCallException(RedisProblem.CLOSED, "The link to Redis is closed", null);
    current = null;
  }

  /** Does not wait. */
  @Override
  public void close() {
    C last = current;
    forget();
    if (last != null) {
      close(last);
    }
  }

  /** One attempt to connect. Over when it succeeded, failed or took too long. */
  private final class Attempt {
    private boolean isOver;
    private @Nullable C made;

    void begin() {
      thread.schedule(
          () -> fail(new RedisCallException(RedisProblem.TIMED_OUT, "No connection in time", null)),
          attemptNanos,
          TimeUnit.NANOSECONDS);
      CompletableFuture<? extends C> future;
      try {
        future = connect.get();
      } catch (RuntimeException e) {
        fail(Problems.of(e));
        return;
      }
      future.whenComplete(
          (connection, e) -> {
            try {
              thread.execute(() -> connected(connection, e));
            } catch (RejectedExecutionException closed) {
              if (connection != null) {
                KeptConnection.close(connection);
              }
            }
          });
    }

    private void connected(@Nullable C connection, @Nullable Throwable e) {
      if (connection == null) {
        fail(e == null ? lostBy(null) : Problems.of(e));
        return;
      }
      if (isOver || isClosed) {
        KeptConnection.close(connection);
        return;
      }
      made = connection;
      if (!(connection instanceof StatefulRedisClusterConnection<?, ?>)) {
        // A cluster is not lost with the node that was asked for the others.
        connection.addListener(
            new RedisConnectionStateListener() {
              @Override
              public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                execute(() -> lost(connection, lostBy(null)));
              }
            });
      }
      keeper
          .prepare(connection)
          .whenComplete((done, failure) -> execute(() -> prepared(connection, failure)));
    }

    private void prepared(C connection, @Nullable Throwable e) {
      if (isOver) {
        return;
      }
      if (e != null) {
        fail(Problems.of(e));
        return;
      }
      isOver = true;
      attempt = null;
      if (isClosed) {
        KeptConnection.close(connection);
      } else {
        ready(connection);
      }
    }

    private void fail(RedisCallException why) {
      if (!isOver) {
        isOver = true;
        attempt = null;
        if (made != null) {
          // It may never be prepared if nothing is answered on it.
          KeptConnection.close(made);
        }
        failures++;
        failed(why);
      }
    }
  }
}
