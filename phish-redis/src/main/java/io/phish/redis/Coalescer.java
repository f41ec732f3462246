package io.phish.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call of those that come while others are under way. Whoever comes alone waits for
 * nobody: a call is sent at once unless {@value #UNDER_WAY} are.
 *
 * @param <T> what is asked
 * @param <R> what is answered
 */
final class Coalescer<T, R> {
  /** One to be worked at the server while the other travels. */
  private static final int UNDER_WAY = 2;

  private static final int MOST_WAITING = 100_000;

  private final int most;
  private final Function<List<T>, ? extends CompletableFuture<List<R>>> call;
  private final ConcurrentLinkedQueue<Asked<T, R>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * Nothing is asked yet.
   *
   * @param most how many make one call at most
   * @param call answers in the order in which it was asked
   */
  Coalescer(int most, Function<List<T>, ? extends CompletableFuture<List<R>>> call) {
    this.most = most;
    this.call = call;
  }

  private record Asked<T, R>(T what, CompletableFuture<R> answer) {}

  /** What the call answers of this. */
  CompletableFuture<R> ask(T what) {
    if (waitingCount.incrementAndGet() > MOST_WAITING) {
      waitingCount.decrementAndGet();
      return CompletableFuture.failedFuture(
          new RedisCallException(
              RedisProblem.TOO_MUCH_PENDING, MOST_WAITING + " calls wait to be sent", null));
    }
    CompletableFuture<R> answer = new CompletableFuture<>();
    waiting.add(new Asked<>(what, answer));
    send();
    return answer;
  }

  private void send() {
    while (!waiting.isEmpty()) {
      if (underWay.incrementAndGet() > UNDER_WAY) {
        // Whoever is under way sends what waits when it is back, unless it is so just now.
        if (underWay.decrementAndGet() >= UNDER_WAY) {
          return;
        }
        continue;
      }
      List<Asked<T, R>> batch = take();
      if (batch.isEmpty()) {
        underWay.decrementAndGet();
        continue;
      }
      Future<?> unused =
          call.apply(batch.stream().map(Asked::what).toList())
              .whenComplete(
                  (answers, e) -> {
                    underWay.decrementAndGet();
                    send();
                    answer(batch, answers, e);
                  });
    }
  }

  private List<Asked<T, R>> take() {
    List<Asked<T, R>> batch = new ArrayList<>();
    for (Asked<T, R> next = waiting.poll(); next != null; next = waiting.poll()) {
      batch.add(next);
      if (batch.size() == most) {
        break;
      }
    }
    waitingCount.addAndGet(-batch.size());
    return batch;
  }

  private void answer(
      List<Asked<T, R>> batch, @Nullable List<R> answers, @Nullable Throwable failure) {
    for (int i = 0; i < batch.size(); i++) {
      if (answers != null) {
        batch.get(i).answer.complete(answers.get(i));
      } else {
        batch
            .get(i)
            .answer
            .completeExceptionally(
                failure == null ? new IllegalStateException("no answer") : failure);
      }
    }
  }
}
