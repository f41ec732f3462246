package io.phish.core.resilience;

import io.phish.event.BreakerChanged;
import io.phish.event.BreakerChanged.State;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops calling a resource that fails or drags, and tries it again with a few calls after a while.
 *
 * <pre>{@code
 * long permit = breaker.tryAcquire();
 * if (permit == CircuitBreaker.REFUSED) {
 *   return refused();
 * }
 * long start = System.nanoTime();
 * // ... and when the call has ended, exactly one of
 * breaker.onSuccess(permit, System.nanoTime() - start);
 * breaker.onFailure(permit, System.nanoTime() - start);
 * breaker.onIgnored(permit);
 * }</pre>
 *
 * <p>Closed, it judges the last calls, however long ago they were. Open, it refuses. The first call
 * after the open time makes it half-open, where no more than a set number of calls is let through
 * altogether; when these have ended, or as soon as their outcome cannot change any more, it closes
 * or opens again.
 *
 * <p>A permit belongs to the state in which it was given: what a call admitted before a change
 * comes to is not held against the state after it. Every permit must be given back exactly once, or
 * a half-open breaker waits for it for ever.
 *
 * <p>Safe for any number of threads, and does not allocate. While the calls of a closed breaker go
 * well, neither taking nor giving back a permit takes a lock.
 */
public final class CircuitBreaker {

  /** What {@link #tryAcquire} gives when the call is not to be made. */
  public static final long REFUSED = -1;

  private static final byte FAILED = 1;
  private static final byte SLOW = 2;

  private final String resource;
  private final Settings settings;
  private final long slowNanos;
  private final long openNanos;
  private final LongSupplier nanoTime;
  private final Observer onChange;

  private final Object lock = new Object();

  /**
   * How many changes there were, times four, plus the state: what a permit is. One field, so that
   * one read sees a state together with its number.
   */
  private volatile long phase;

  /** Closed, and the window is full of quick successes: one more would change nothing. */
  private volatile boolean flawless;

  private volatile long openedAt;

  // Guarded by the lock. The window is what came of the last calls of this phase: of up to
  // settings.window() when closed, of up to settings.trials() when half-open.
  private final byte[] window;
  private int next;
  private int recorded;
  private int failed;
  private int slow;
  private int trialsRunning;

  /**
   * A closed breaker.
   *
   * @param resource what it protects, for events
   * @param settings when it opens and closes
   * @param nanoTime a monotonic clock; {@code System::nanoTime} but for tests
   * @param onChange hears of every change
   */
  public CircuitBreaker(
      String resource, Settings settings, LongSupplier nanoTime, Observer onChange) {
    this.resource = Objects.requireNonNull(resource, "resource");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    this.onChange = Objects.requireNonNull(onChange, "onChange");
    this.slowNanos = settings.slowCall().toNanos();
    this.openNanos = settings.open().toNanos();
    this.window = new byte[Math.max(settings.window(), settings.trials())];
  }

  /** What this breaker protects. */
  public String resource() {
    return resource;
  }

  /** The state. One that is open stays so until the first call after the open time. */
  public State state() {
    return stateOf(phase);
  }

  /**
   * Asks whether a call may be made.
   *
   * @return a permit to be given back when the call has ended, or {@link #REFUSED}
   */
  public long tryAcquire() {
    long seen = phase;
    State state = stateOf(seen);
    if (state == State.CLOSED) {
      return seen;
    }
    if (state == State.OPEN && nanoTime.getAsLong() - openedAt < openNanos) {
      return REFUSED;
    }
    return tryAcquireTrial();
  }

  private long tryAcquireTrial() {
    BreakerChanged change = null;
    long permit;
    synchronized (lock) {
      if (state() == State.OPEN && nanoTime.getAsLong() - openedAt >= openNanos) {
        change = changeTo(State.HALF_OPEN);
      }
      permit =
          switch (state()) {
            case CLOSED -> phase;
            case OPEN -> REFUSED;
            case HALF_OPEN -> {
              if (trialsRunning + recorded >= settings.trials()) {
                yield REFUSED;
              }
              trialsRunning++;
              yield phase;
            }
          };
    }
    tell(change);
    return permit;
  }

  /**
   * The call did what it should.
   *
   * @param permit what {@link #tryAcquire} gave
   * @param elapsedNanos how long the call took
   */
  public void onSuccess(long permit, long elapsedNanos) {
    boolean isSlow = elapsedNanos >= slowNanos;
    if (!isSlow && flawless) {
      return;
    }
    record(permit, isSlow ? SLOW : 0);
  }

  /**
   * The call failed, timed out included.
   *
   * @param permit what {@link #tryAcquire} gave
   * @param elapsedNanos how long the call took
   */
  public void onFailure(long permit, long elapsedNanos) {
    record(permit, elapsedNanos >= slowNanos ? FAILED | SLOW : FAILED);
  }

  /**
   * The call ended in a way that says nothing of the resource, for example because its caller went
   * away. Counts for nothing.
   *
   * @param permit what {@link #tryAcquire} gave
   */
  public void onIgnored(long permit) {
    synchronized (lock) {
      if (permit == phase && state() == State.HALF_OPEN) {
        trialsRunning--;
      }
    }
  }

  private void record(long permit, int outcome) {
    BreakerChanged change;
    synchronized (lock) {
      if (permit != phase) {
        return;
      }
      if (state() == State.CLOSED) {
        remember(outcome, settings.window());
        change = judgeClosed();
      } else {
        trialsRunning--;
        remember(outcome, settings.trials());
        change = judgeTrials();
      }
    }
    tell(change);
  }

  private void remember(int outcome, int size) {
    if (recorded == size) {
      failed -= window[next] & FAILED;
      slow -= (window[next] & SLOW) >> 1;
    } else {
      recorded++;
    }
    failed += outcome & FAILED;
    slow += (outcome & SLOW) >> 1;
    window[next] = (byte) outcome;
    next = next + 1 == size ? 0 : next + 1;
  }

  private @Nullable BreakerChanged judgeClosed() {
    if (recorded >= settings.minimumCalls() && isBad(recorded)) {
      return changeTo(State.OPEN);
    }
    flawless = recorded == settings.window() && failed == 0 && slow == 0;
    return null;
  }

  private @Nullable BreakerChanged judgeTrials() {
    // Bad trials only become more: measured against all of them, these may be enough already.
    if (isBad(settings.trials())) {
      return changeTo(State.OPEN);
    }
    return recorded == settings.trials() ? changeTo(State.CLOSED) : null;
  }

  private boolean isBad(int calls) {
    return failed >= settings.failureRate() * calls || slow >= settings.slowRate() * calls;
  }

  private BreakerChanged changeTo(State to) {
    State from = state();
    if (to == State.OPEN) {
      openedAt = nanoTime.getAsLong();
    }
    flawless = false;
    next = 0;
    recorded = 0;
    failed = 0;
    slow = 0;
    trialsRunning = 0;
    phase = (((phase >> 2) + 1) << 2) | bitsOf(to);
    return new BreakerChanged(resource, from, to);
  }

  private void tell(@Nullable BreakerChanged change) {
    if (change != null) {
      onChange.changed(change);
    }
  }

  private static int bitsOf(State state) {
    return switch (state) {
      case CLOSED -> 0;
      case OPEN -> 1;
      case HALF_OPEN -> 2;
    };
  }

  private static State stateOf(long phase) {
    return switch ((int) phase & 3) {
      case 0 -> State.CLOSED;
      case 1 -> State.OPEN;
      default -> State.HALF_OPEN;
    };
  }

  /** Hears that a breaker changed. */
  @FunctionalInterface
  public interface Observer {
    /**
     * Called on the thread whose call brought the change about, outside any lock; so two changes
     * close together may be heard in either order. Must not throw.
     */
    void changed(BreakerChanged change);
  }

  /**
   * When a breaker opens and closes.
   *
   * @param window how many of the last calls are judged, at least 1
   * @param minimumCalls how many calls there must be before any judgement, 1 to {@code window}
   * @param failureRate the share of failed calls from which on it opens, above 0 and at most 1
   * @param slowRate the share of slow calls from which on it opens, above 0 and at most 1
   * @param slowCall from when on a call is slow, above 0
   * @param open how long it stays open, above 0
   * @param trials how many calls are let through when half-open, at least 1
   */
  public record Settings(
      int window,
      int minimumCalls,
      double failureRate,
      double slowRate,
      Duration slowCall,
      Duration open,
      int trials) {

    /**
     * Opens for ten seconds when half of the last 50 calls (of at least ten) failed or nine in ten
     * took two seconds; closes after three trials. Ten seconds, so that a resource that is back is
     * used again well within half a minute.
     */
    public static final Settings DEFAULT =
        new Settings(50, 10, 0.5, 0.9, Duration.ofSeconds(2), Duration.ofSeconds(10), 3);

    /**
     * Checks ranges.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Settings {
      require(window >= 1, "window", window, "at least 1");
      require(
          minimumCalls >= 1 && minimumCalls <= window, "minimumCalls", minimumCalls, "1 to window");
      require(failureRate > 0 && failureRate <= 1, "failureRate", failureRate, "above 0, up to 1");
      require(slowRate > 0 && slowRate <= 1, "slowRate", slowRate, "above 0, up to 1");
      require(isSane(slowCall), "slowCall", slowCall, "above 0, up to a day");
      require(isSane(open), "open", open, "above 0, up to a day");
      require(trials >= 1, "trials", trials, "at least 1");
    }

    private static boolean isSane(Duration duration) {
      return !duration.isNegative()
          && !duration.isZero()
          && duration.compareTo(Duration.ofDays(1)) <= 0;
    }

    private static void require(boolean holds, String field, Object value, String range) {
      if (!holds) {
        throw new IllegalArgumentException(field + " " + value + " is not " + range);
      }
    }
  }
}
