package io.phish.core.registration.rdap;

import io.phish.core.http.Http;
import io.phish.core.http.RetryAfter;
import io.phish.core.http.Work;
import io.phish.core.resilience.Bulkhead;
import io.phish.core.resilience.CircuitBreaker;
import io.phish.core.resilience.RateLimit;
import io.phish.core.resilience.SharedLimit;
import io.phish.spi.RateDecision;
import io.phish.spi.RateDecision.Refused;
import io.phish.spi.RateWindow;
import java.net.URI;
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
 * One server and how it is treated: no more requests at once than a browser would send, none beyond
 * its rate, none while it asked to be left alone or keeps failing. Safe for any number of threads.
 */
final class RdapServer {
  /** What a browser sends at once over HTTP/2 is far more; over HTTP/1.1 it is six. */
  private static final int PERMITS = 16;

  private static final int QUEUE = 20_000;

  /** How often a question is asked again of a server that wanted to be left alone. */
  private static final int TRIES = 3;

  /** For a server that is overrun and does not say for how long. */
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

  private final Bulkhead bulkhead;
  private final CircuitBreaker breaker;
  private final RateLimit limit;
  private final ReentrantLock limitLock = new ReentrantLock();
  private final AtomicLong closedUntil;
  private final String name;

  /** Null if nobody else's requests count. */
  private final @Nullable SharedLimit shared;

  private final List<RateWindow> windows;
  private final Http http;
  private final LongSupplier nanoTime;
  private final InstantSource clock;

  RdapServer(
      String name,
      List<RateLimit.Window> rate,
      @Nullable SharedLimit shared,
      Http http,
      LongSupplier nanoTime,
      InstantSource clock) {
    int permits = PERMITS;
    for (RateLimit.Window window : rate) {
      permits = Math.min(permits, window.calls());
    }
    this.bulkhead = new Bulkhead(permits, QUEUE);
    this.breaker =
        new CircuitBreaker(name, CircuitBreaker.Settings.DEFAULT, nanoTime, change -> {});
    this.limit = new RateLimit(rate);
    this.name = name;
    this.shared = rate.isEmpty() ? null : shared;
    this.windows = SharedLimit.windows(rate);
    this.http = http;
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.closedUntil = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * What came of one hop.
   *
   * @param reply null if there is none
   * @param end why there is none, null if there is one
   */
  record Hop(@Nullable Reply reply, @Nullable RdapOutcome end) {}

  /**
   * Asks, when it is its turn.
   *
   * @param request sends the question; called on any thread
   * @param deadline on the monotonic clock: what would have to wait longer is not asked
   */
  CompletableFuture<Hop> ask(URI uri, Supplier<CompletableFuture<Reply>> request, long deadline) {
    Call call = new Call(uri, request, deadline);
    if (!bulkhead.submit(call)) {
      call.end(RdapOutcome.Reason.BUSY, "too many questions wait for this server");
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

  /** It was not asked after all. */
  private void giveBack() {
    limitLock.lock();
    try {
      limit.giveBack();
    } finally {
      limitLock.unlock();
    }
  }

  private final class Call extends Bulkhead.Ticket {
    private final URI uri;
    private final Supplier<CompletableFuture<Reply>> request;
    private final long deadline;
    private final Work<Hop> result = new Work<>();
    private int tries;

    Call(URI uri, Supplier<CompletableFuture<Reply>> request, long deadline) {
      this.uri = uri;
      this.request = request;
      this.deadline = deadline;
      CompletableFuture<?> unused =
          result.whenComplete(
              (hop, failure) -> {
                if (!bulkhead.withdraw(this)) {
                  bulkhead.release(this);
                }
              });
    }

    private void end(RdapOutcome.Reason reason, String message) {
      result.complete(new Hop(null, new RdapOutcome.Failed(uri, reason, message)));
    }

    @Override
    protected void run() {
      if (result.isDone()) {
        bulkhead.release(this);
        return;
      }
      long now = nanoTime.getAsLong();
      long wait = untilFree(now);
      if (wait == 0 && shared != null) {
        awaitTurn(shared, now);
      } else if (wait == 0) {
        start(now);
      } else if (wait == Long.MAX_VALUE || now + wait - deadline >= 0 || tries >= TRIES) {
        Duration longest = Duration.ofNanos(Math.min(wait, RetryAfter.MAX.toNanos()));
        result.complete(new Hop(null, new RdapOutcome.Throttled(uri, longest)));
      } else {
        result.running(http.schedule(this::run, wait));
      }
    }

    /** The own limit allows it: asks those who share it. */
    private void awaitTurn(SharedLimit limiter, long now) {
      CompletableFuture<RateDecision> turn =
          limiter.ask("rdap:" + name, windows, Duration.ofNanos(deadline - now));
      result.running(turn);
      CompletableFuture<?> unused =
          turn.whenComplete(
              (decision, failure) -> {
                if (failure != null || result.isDone()) {
                  giveBack(); // there is a result meanwhile: its time was up, or it was cancelled
                } else if (decision instanceof Refused refused) {
                  giveBack();
                  result.complete(
                      new Hop(null, new RdapOutcome.Throttled(uri, refused.retryAfter())));
                } else {
                  start(nanoTime.getAsLong());
                }
              });
    }

    private void start(long began) {
      long permit = breaker.tryAcquire();
      if (permit == CircuitBreaker.REFUSED) {
        leave();
        end(RdapOutcome.Reason.CIRCUIT_OPEN, "the server failed too often of late");
        return;
      }
      CompletableFuture<Reply> exchange = request.get();
      CompletableFuture<?> unused =
          exchange.whenComplete(
              (reply, failure) -> {
                leave();
                long elapsed = nanoTime.getAsLong() - began;
                if (failure != null) {
                  if (result.isCancelled()) {
                    breaker.onIgnored(permit);
                  } else {
                    breaker.onFailure(permit, elapsed);
                  }
                  result.completeExceptionally(unwrap(failure));
                } else {
                  take(reply, permit, elapsed);
                }
              });
      result.running(exchange);
    }

    private void take(Reply reply, long permit, long elapsed) {
      Duration pause = pause(reply);
      if (pause != null) {
        breaker.onIgnored(permit);
        long until = nanoTime.getAsLong() + pause.toNanos();
        closedUntil.accumulateAndGet(until, (a, b) -> a - b >= 0 ? a : b);
        tries++;
        run();
        return;
      }
      if (reply.status() >= 500) {
        breaker.onFailure(permit, elapsed);
      } else {
        breaker.onSuccess(permit, elapsed);
      }
      result.complete(new Hop(reply, null));
    }

    /**
     * For how long the server wants to be left alone (RFC 7480, section 5.5), null if it does not.
     */
    private @Nullable Duration pause(Reply reply) {
      String field = reply.header("Retry-After");
      Duration said = field == null ? null : RetryAfter.parse(field, clock.instant());
      if (reply.status() == 503) {
        return said;
      }
      if (reply.status() != Errors.TOO_MANY_REQUESTS) {
        return null;
      }
      return said == null ? DEFAULT_RETRY_AFTER : said;
    }
  }

  static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }
}
