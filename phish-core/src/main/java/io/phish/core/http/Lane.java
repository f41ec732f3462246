package io.phish.core.http;

import io.phish.core.http.LaneException.Kind;
import io.phish.core.resilience.Backoff;
import io.phish.core.resilience.Bulkhead;
import io.phish.core.resilience.CircuitBreaker;
import io.phish.core.resilience.RateLimit;
import io.phish.core.resilience.RetryBudget;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one server: so many requests at once, none beyond its rate, none while it asked to be
 * left alone or keeps failing; and what failed is tried again, within the deadline and a budget.
 * Safe for any number of threads.
 */
public final class Lane {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  /** For a server that is overrun and does not say for how long. */
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

  /** How often a request is sent altogether. */
  private static final int TRIES = 3;

  private static final int QUEUE = 20_000;

  private static final Backoff BACKOFF = Backoff.of(Duration.ofMillis(200), Duration.ofSeconds(2));

  private final Bulkhead bulkhead;
  private final CircuitBreaker breaker;
  private final RateLimit limit;
  private final ReentrantLock limitLock = new ReentrantLock();
  private final RetryBudget budget = new RetryBudget(0.1, 10);
  private final AtomicLong closedUntil;
  private final Http http;
  private final LongSupplier nanoTime;
  private final InstantSource clock;

  /**
   * A way that nobody has gone.
   *
   * @param name of the server
   * @param permits how many requests it gets at once
   * @param rate how often it may be asked
   */
  public Lane(
      String name,
      int permits,
      List<RateLimit.Window> rate,
      Http http,
      LongSupplier nanoTime,
      InstantSource clock) {
    int most = permits;
    for (RateLimit.Window window : rate) {
      most = Math.min(most, window.calls());
    }
    this.bulkhead = new Bulkhead(most, QUEUE);
    this.breaker =
        new CircuitBreaker(name, CircuitBreaker.Settings.DEFAULT, nanoTime, change -> {});
    this.limit = new RateLimit(rate);
    this.http = http;
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.closedUntil = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * Sends a request when it is its turn.
   *
   * @param request sends it; called on any thread, perhaps several times
   * @param deadline on the monotonic clock: what would have to wait longer is not sent
   * @return the last reply, whatever its status; fails with a {@link LaneException} if none was
   *     asked for, else as the request does. To cancel it ends the exchange
   */
  public CompletableFuture<HttpResponse<byte[]>> send(
      Supplier<CompletableFuture<HttpResponse<byte[]>>> request, long deadline) {
    Call call = new Call(request, deadline);
    if (!bulkhead.submit(call)) {
      call.fail(Kind.BUSY, "too many requests wait for it");
    }
    return call.result;
  }

  private long untilFree(long now) {
    long closed = closedUntil.get() - now;
    if (closed > 0) {
      return closed;
    }
    limitLock.lock();
    try {
      return limit.tryAcquire(now);
    } finally {
      limitLock.unlock();
    }
  }

  private void leave() {
    limitLock.lock();
    try {
      limit.release(nanoTime.getAsLong());
    } finally {
      limitLock.unlock();
    }
  }

  private final class Call extends Bulkhead.Ticket {
    private final Supplier<CompletableFuture<HttpResponse<byte[]>>> request;
    private final long deadline;
    private final Work<HttpResponse<byte[]>> result = new Work<>();
    private int tries;

    Call(Supplier<CompletableFuture<HttpResponse<byte[]>>> request, long deadline) {
      this.request = request;
      this.deadline = deadline;
      CompletableFuture<?> unused =
          result.whenComplete(
              (reply, failure) -> {
                if (!bulkhead.withdraw(this)) {
                  bulkhead.release(this);
                }
              });
    }

    private void fail(Kind kind, String message) {
      result.completeExceptionally(new LaneException(kind, message));
    }

    @Override
    protected void run() {
      if (result.isDone()) {
        bulkhead.release(this);
        return;
      }
      long now = nanoTime.getAsLong();
      long wait = untilFree(now);
      if (wait == 0) {
        start(now);
      } else if (wait == Long.MAX_VALUE || now + wait - deadline >= 0) {
        fail(Kind.THROTTLED, "it may not be asked for another " + words(wait));
      } else {
        later(wait);
      }
    }

    private void later(long nanos) {
      result.running(http.schedule(this::run, nanos));
    }

    private void start(long began) {
      long permit = breaker.tryAcquire();
      if (permit == CircuitBreaker.REFUSED) {
        leave();
        fail(Kind.CIRCUIT_OPEN, "it failed too often of late");
        return;
      }
      if (tries++ == 0) {
        budget.onCall();
      }
      CompletableFuture<HttpResponse<byte[]>> exchange = request.get();
      CompletableFuture<?> unused =
          exchange.whenComplete(
              (reply, failure) -> {
                leave();
                long elapsed = nanoTime.getAsLong() - began;
                if (failure != null) {
                  failed(unwrap(failure), permit, elapsed);
                } else {
                  replied(reply, permit, elapsed);
                }
              });
      result.running(exchange);
    }

    private void failed(Throwable failure, long permit, long elapsed) {
      if (result.isDone()) {
        // Whoever asked went away, or the time for all of it was up.
        breaker.onIgnored(permit);
      } else if (failure instanceof LimitedBody.TooLargeException) {
        breaker.onSuccess(permit, elapsed);
        result.completeExceptionally(failure);
      } else {
        breaker.onFailure(permit, elapsed);
        if (!isTriedAgain()) {
          result.completeExceptionally(failure);
        }
      }
    }

    private void replied(HttpResponse<byte[]> reply, long permit, long elapsed) {
      Duration pause = pause(reply);
      if (pause != null) {
        breaker.onIgnored(permit);
        long until = nanoTime.getAsLong() + pause.toNanos();
        closedUntil.accumulateAndGet(until, (a, b) -> a - b >= 0 ? a : b);
        if (tries >= TRIES) {
          result.complete(reply);
        } else {
          run();
        }
      } else if (reply.statusCode() >= 500) {
        breaker.onFailure(permit, elapsed);
        if (!isTriedAgain()) {
          result.complete(reply);
        }
      } else {
        breaker.onSuccess(permit, elapsed);
        result.complete(reply);
      }
    }

    private boolean isTriedAgain() {
      if (tries >= TRIES) {
        return false;
      }
      long wait = BACKOFF.nanos(tries - 1);
      if (nanoTime.getAsLong() + wait - deadline >= 0 || !budget.tryRetry()) {
        return false;
      }
      later(wait);
      return true;
    }

    /** For how long the server wants to be left alone, null if it does not. */
    private @Nullable Duration pause(HttpResponse<byte[]> reply) {
      Duration said =
          reply
              .headers()
              .firstValue("Retry-After")
              .map(field -> RetryAfter.parse(field, clock.instant()))
              .orElse(null);
      if (reply.statusCode() == UNAVAILABLE) {
        return said;
      }
      if (reply.statusCode() != TOO_MANY_REQUESTS) {
        return null;
      }
      return said == null ? DEFAULT_RETRY_AFTER : said;
    }
  }

  private static String words(long nanos) {
    Duration wait = Duration.ofNanos(Math.min(nanos, RetryAfter.MAX.toNanos()));
    return Math.max(1, wait.toSeconds()) + " s";
  }

  /** What a stage failed with, without what stages wrap it in. */
  public static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }
}
