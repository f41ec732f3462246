package com.example.contract;

import io.phish.contract.RateLimiterContract;
import io.phish.spi.RateDecision;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Limiters that break the contract in one way each. */
final class BrokenLimiters {
  private BrokenLimiters() {}

  static class NoBurst implements RateLimiterContract {
    @Override
    public RateLimiter create(Clock clock) {
      return new PlainLimiter(clock) {
        @Override
        long capacity(RateWindow window) {
          return window.costMicros(1);
        }
      };
    }
  }

  /** As most write it: the whole number at once, and refilled at the full rate. */
  static class TokenBucket implements RateLimiterContract {
    @Override
    public RateLimiter create(Clock clock) {
      return new PlainLimiter(clock) {
        @Override
        long cost(RateWindow window, int permits) {
          return permits * (window.length().toNanos() / 1_000 / window.permits());
        }
      };
    }
  }

  static class CountsRefusals implements RateLimiterContract {
    @Override
    public RateLimiter create(Clock clock) {
      return new PlainLimiter(clock) {
        @Override
        boolean takes(RateDecision decision) {
          return true;
        }
      };
    }
  }

  static class OneKey implements RateLimiterContract {
    @Override
    public RateLimiter create(Clock clock) {
      return new PlainLimiter(clock) {
        @Override
        String key(String key, RateWindow window) {
          return "" + window;
        }
      };
    }
  }

  static class OnePermitForAll implements RateLimiterContract {
    @Override
    public RateLimiter create(Clock clock) {
      return new PlainLimiter(clock) {
        @Override
        long cost(RateWindow window, int permits) {
          return window.costMicros(1);
        }
      };
    }
  }

  static class WrapsAround implements RateLimiterContract {
    @Override
    public RateLimiter create(Clock clock) {
      return new PlainLimiter(clock) {
        @Override
        long cost(RateWindow window, int permits) {
          return (int) window.costMicros(permits);
        }
      };
    }
  }

  static class DoesNotWait implements RateLimiterContract {
    @Override
    public RateLimiter create(Clock clock) {
      return new PlainLimiter(clock) {
        @Override
        CompletionStage<RateDecision> after(long wait, RateDecision decision) {
          return CompletableFuture.completedFuture(decision);
        }
      };
    }
  }

  static class Races implements RateLimiterContract {
    @Override
    public RateLimiter create(Clock clock) {
      return new PlainLimiter(clock) {
        @Override
        synchronized CompletionStage<RateDecision> decide(
            String key, List<RateWindow> windows, int permits, Duration longestWait) {
          // Two halves that do not know of each other.
          String half = key + (Thread.currentThread().getId() & 1);
          return super.decide(half, windows, permits, longestWait);
        }
      };
    }
  }

  static class TakesAnything implements RateLimiterContract {
    @Override
    public RateLimiter create(Clock clock) {
      return new PlainLimiter(clock) {
        @Override
        void check(String key, List<RateWindow> windows, int permits, Duration longestWait) {}
      };
    }
  }

  static class NeverCloses implements RateLimiterContract {
    @Override
    public RateLimiter create(Clock clock) {
      return new PlainLimiter(clock) {
        @Override
        public void close() {}

        @Override
        CompletionStage<RateDecision> after(long wait, RateDecision decision) {
          return CompletableFuture.completedFuture(decision);
        }
      };
    }
  }
}
