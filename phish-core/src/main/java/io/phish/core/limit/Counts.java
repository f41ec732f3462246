package io.phish.core.limit;

import io.phish.spi.RateDecision;
import io.phish.spi.RateDecision.Granted;
import io.phish.spi.RateDecision.Refused;
import io.phish.spi.RateWindow;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When the next permit of each window of one key is due. Safe for any number of threads. */
final class Counts {
  private static final long UNUSED = Long.MIN_VALUE;

  private RateWindow[] windows = {};
  private long[] due = {};
  private boolean isForgotten;

  /**
   * What was decided.
   *
   * @param decision what to say
   * @param waitMicros how long not to say it yet
   */
  record Taken(RateDecision decision, long waitMicros) {}

  /** Takes permits, perhaps of the future; null if this was forgotten. */
  synchronized @Nullable Taken take(
      List<RateWindow> wanted, int permits, long now, long longestWait) {
    if (isForgotten) {
      return null;
    }
    if (!Arrays.asList(windows).equals(wanted)) {
      arrange(wanted);
    }
    long wait = 0;
    for (int i = 0; i < windows.length; i++) {
      long after = Math.max(due[i], now) + windows[i].costMicros(permits);
      wait = Math.max(wait, after - windows[i].capacityMicros() - now);
    }
    if (wait > longestWait) {
      return new Taken(new Refused(Duration.of(wait, ChronoUnit.MICROS), false), 0);
    }
    long remaining = Long.MAX_VALUE;
    for (int i = 0; i < windows.length; i++) {
      due[i] = Math.max(due[i], now) + windows[i].costMicros(permits);
      long free = windows[i].capacityMicros() - (due[i] - now);
      remaining = Math.min(remaining, Math.max(0, free) / windows[i].costMicros(1));
    }
    return new Taken(new Granted((int) remaining, false), wait);
  }

  /** Another set of windows goes on with what is known of those that are in both. */
  private void arrange(List<RateWindow> wanted) {
    List<RateWindow> known = Arrays.asList(windows);
    long[] next = new long[wanted.size()];
    for (int i = 0; i < next.length; i++) {
      int at = known.indexOf(wanted.get(i));
      next[i] = at < 0 ? UNUSED : due[at];
    }
    windows = wanted.toArray(RateWindow[]::new);
    due = next;
  }

  /** Forgets it if a new one would do as well. */
  synchronized boolean forget(long now) {
    for (long each : due) {
      if (each > now) {
        return false;
      }
    }
    isForgotten = true;
    return true;
  }
}
