package io.phish.core.resilience;

import io.phish.spi.RateDecision;
import io.phish.spi.RateDecision.Granted;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A limit that counts together with that of others, asked after the own one. A limiter is a host's,
 * and not trusted to behave: one that fails stands in nobody's way, as the own limit holds anyhow.
 * Safe for any number of threads.
 */
public final class SharedLimit {
  private static final Logger LOG = LoggerFactory.getLogger(SharedLimit.class);
  private static final Duration LEAST_LENGTH = Duration.ofMillis(1);

  private final RateLimiter limiter;
  private final AtomicBoolean isReported = new AtomicBoolean();

  /** What a limiter says, whatever it does. */
  public SharedLimit(RateLimiter limiter) {
    this.limiter = Objects.requireNonNull(limiter, "limiter");
  }

  /** Windows as a limiter knows them: of each a tenth at once. */
  public static List<RateWindow> windows(List<RateLimit.Window> windows) {
    return windows.stream()
        .map(
            window ->
                RateWindow.of(
                    window.calls(),
                    window.length().compareTo(LEAST_LENGTH) < 0 ? LEAST_LENGTH : window.length()))
        .toList();
  }

  /**
   * Asks for one permit.
   *
   * @param longestWait what is out of range is brought into it
   * @return never fails; may never be complete
   */
  public CompletableFuture<RateDecision> ask(
      String key, List<RateWindow> windows, Duration longestWait) {
    Duration wait = longestWait.isNegative() ? Duration.ZERO : longestWait;
    if (wait.compareTo(RateLimiter.MAX_WAIT) > 0) {
      wait = RateLimiter.MAX_WAIT;
    }
    CompletableFuture<RateDecision> answer = new CompletableFuture<>();
    try {
      CompletionStage<RateDecision> stage = limiter.acquire(key, windows, 1, wait);
      CompletionStage<RateDecision> unused =
          stage.whenComplete((decision, failure) -> answer.complete(checked(decision, failure)));
    } catch (RuntimeException e) {
      answer.complete(checked(null, e));
    }
    return answer;
  }

  private RateDecision checked(@Nullable RateDecision decision, @Nullable Throwable failure) {
    if (decision != null) {
      return decision;
    }
    if (isReported.compareAndSet(false, true)) {
      LOG.warn("A shared rate limiter failed, and the own limits hold alone", failure);
    }
    return new Granted(0, true);
  }
}
