package io.phish.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one kind over a link's shared connection: all are waited for equally long, and are not
 * made while that was in vain of late, on the same node. Nothing blocks, and nothing is kept for
 * later: without a connection a call fails at once. Failures are {@link RedisCallException}s.
 *
 * <p>What follows a call runs on the link's executor, never on a thread that reads answers.
 */
final class RedisCalls {
  private final RedisLink link;
  private final String resource;
  private final Duration timeout;
  private final Breakers breakers;
  private final Deadlines deadlines;

  RedisCalls(RedisLink link, String resource, Duration timeout) {
    this.link = link;
    this.resource = resource;
    this.timeout = timeout;
    this.breakers = new Breakers("redis:" + resource, link::breakerChanged);
    this.deadlines = new Deadlines(link.timer(), timeout.toNanos());
  }

  Duration timeout() {
    return timeout;
  }

  /** Makes a call that concerns no node of a cluster in particular. */
  <T> CompletableFuture<T> call(Function<Wire, ? extends CompletionStage<T>> command) {
    return call(null, command);
  }

  /**
   * Makes a call.
   *
   * @param key one of those that it is about, which are all on the same node
   * @param command sends what it likes, without waiting
   */
  <T> CompletableFuture<T> call(
      byte @Nullable [] key, Function<Wire, ? extends CompletionStage<T>> command) {
    Wire wire = link.wire();
    if (wire == null) {
      return refused(link.problem());
    }
    String node = key == null ? null : wire.nodeOf(key);
    Breaker breaker = breakers.of(wire, node);
    if (breaker.isOpen()) {
      return refused(
          new RedisCallException(
              RedisProblem.LEFT_ALONE, "Redis is left alone for " + resource + " for now", null));
    }
    Call<T> call = new Call<>(wire, node, breaker);
    CompletionStage<T> sent;
    try {
      sent = command.apply(wire);
    } catch (RuntimeException e) {
      sent = CompletableFuture.failedStage(e);
    }
    call.begin(sent);
    return call;
  }

  private <T> CompletableFuture<T> refused(RedisCallException why) {
    link.failed(resource, why.problem());
    return CompletableFuture.failedFuture(why);
  }

  /**
   * Runs a script, all of whose keys share a tag.
   *
   * @param type what its result is read as
   */
  <T> CompletableFuture<T> eval(
      RedisScript script, ScriptOutputType type, byte[][] keys, byte[]... values) {
    return call(keys[0], wire -> eval(wire, script, type, keys, values));
  }

  /** Runs a script as part of a call. */
  static <T> CompletionStage<T> eval(
      Wire wire, RedisScript script, ScriptOutputType type, byte[][] keys, byte[]... values) {
    CompletionStage<T> byHash = wire.async().evalsha(script.hash(), type, keys, values);
    return byHash
        .handle(
            (result, e) -> {
              if (e == null) {
                return CompletableFuture.completedStage(result);
              }
              if (unwrapped(e) instanceof RedisNoScriptException) {
                CompletionStage<T> bySource =
                    wire.async().eval(script.source(), type, keys, values);
                return bySource;
              }
              return CompletableFuture.<T>failedStage(e);
            })
        .thenCompose(Function.identity());
  }

  private static Throwable unwrapped(Throwable e) {
    return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
  }

  /** A call that was made. Whoever is first settles it: the answer, the time or the caller. */
  private final class Call<T> extends CompletableFuture<T>
      implements BiConsumer<T, @Nullable Throwable> {
    private final Wire wire;
    private final @Nullable String node;
    private final Breaker breaker;
    private final AtomicBoolean isSettled = new AtomicBoolean();
    private final Deadlines.Deadline deadline;
    private @Nullable CompletionStage<T> sent;

    Call(Wire wire, @Nullable String node, Breaker breaker) {
      this.wire = wire;
      this.node = node;
      this.breaker = breaker;
      this.deadline = deadlines.start(this::timeOut);
    }

    void begin(CompletionStage<T> stage) {
      sent = stage;
      stage.whenComplete(this);
    }

    @Override
    public void accept(T answer, @Nullable Throwable e) {
      if (!isSettled.compareAndSet(false, true)) {
        return;
      }
      deadline.cancel();
      if (e != null) {
        failed(Problems.of(e));
      } else {
        breaker.onAnswer();
        link.followUp(() -> complete(answer));
      }
    }

    private void timeOut() {
      if (isSettled.compareAndSet(false, true)) {
        String message = "Redis did not answer within " + timeout.toMillis() + " ms";
        failed(new RedisCallException(RedisProblem.TIMED_OUT, message, null));
      }
    }

    private void failed(RedisCallException why) {
      RedisProblem problem = why.problem();
      switch (problem) {
        case TIMED_OUT, TOO_MUCH_PENDING, NOT_CONNECTED -> openIf(breaker.onFailure(false));
        case READ_ONLY -> link.isElsewhere(wire);
        default -> {
          if (problem.concernsAll()) {
            openIf(breaker.onFailure(true));
          } else {
            breaker.onAnswer();
          }
        }
      }
      link.followUp(
          () -> {
            link.failed(resource, problem);
            completeExceptionally(why);
            if (problem == RedisProblem.TIMED_OUT) {
              cancelSent();
            }
          });
    }

    private void openIf(boolean opened) {
      if (opened) {
        link.probeFor(breaker, node, timeout);
      }
    }

    private void cancelSent() {
      if (sent instanceof Future<?> future) {
        // What was not written yet is not sent any more.
        future.cancel(false);
      }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      if (isSettled.compareAndSet(false, true)) {
        deadline.cancel();
        // Whoever does not want to wait as long as we would is no less disappointed.
        openIf(breaker.onFailure(false));
        cancelSent();
      }
      return super.cancel(mayInterrupt);
    }
  }
}
