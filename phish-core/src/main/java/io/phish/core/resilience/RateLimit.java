package io.phish.core.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How often somebody may be called, by several windows at once: so many calls within any second and
 * so many within any hour, wherever the second and the hour begin. Exact: however the calls are
 * bunched, who is called never counts more.
 *
 * <p>Whoever is called may count a call at any moment while it lasts. So a call counts from {@link
 * #tryAcquire} to {@link #release}, and for the length of the window after that; the price is that
 * a window holds its number of calls per its length <em>and</em> the time of one call. As the
 * clocks of two machines do not go alike (they are slewed by up to 500 ppm), windows are kept
 * longer by a thousandth and a millisecond.
 *
 * <p>Every operation takes constant time per window. Keeps eight octets per call of the window with
 * the most calls. Not safe for several threads.
 */
public final class RateLimit {
  /** Of one window. */
  public static final int MAX_CALLS = 1_000_000;

  private static final long SLACK_NANOS = 1_000_000;
  private static final int FIRST_CAPACITY = 8;

  private final int[] calls;
  private final long[] lengths;
  private final int most;

  /** When the last calls ended, a ring that grows up to {@link #most}. */
  private long[] ended = new long[FIRST_CAPACITY];

  private int next;
  private int known;
  private int running;

  /**
   * A limit of which nothing is used.
   *
   * @param windows all of which hold; none for no limit
   */
  public RateLimit(List<Window> windows) {
    calls = windows.stream().mapToInt(Window::calls).toArray();
    lengths =
        windows.stream()
            .mapToLong(window -> window.length().toNanos())
            .map(nanos -> nanos + nanos / 1_000 + SLACK_NANOS)
            .toArray();
    most = Arrays.stream(calls).max().orElse(0);
  }

  /**
   * Reads windows such as {@code 50/s,1000/h}: numbers of calls per {@code s}, {@code m}, {@code h}
   * or {@code d}, perhaps of several such as {@code 3/10s}.
   *
   * @throws IllegalArgumentException if it is something else, with the place and what to write
   */
  public static List<Window> parse(String text) {
    List<Window> windows = new ArrayList<>();
    int start = 0;
    for (String part : text.split(",", -1)) {
      windows.add(Window.parse(part, start));
      start += part.length() + 1;
    }
    return List.copyOf(windows);
  }

  /**
   * Asks whether a call may be made now.
   *
   * @param now on a monotonic clock, in nanoseconds, never before an earlier one
   * @return 0 if so, and then the call is counted and must be {@linkplain #release released};
   *     otherwise for how many nanoseconds it may not be made in any case, {@link Long#MAX_VALUE}
   *     if a running call has to end first
   */
  public long tryAcquire(long now) {
    long wait = untilFree(now);
    if (wait == 0) {
      running++;
    }
    return wait;
  }

  /** What {@link #tryAcquire} would say, without counting a call. */
  public long untilFree(long now) {
    long wait = 0;
    for (int i = 0; i < calls.length; i++) {
      int free = calls[i] - running;
      if (free <= 0) {
        return Long.MAX_VALUE;
      }
      if (known >= free) {
        wait = Math.max(wait, endedBefore(free) + lengths[i] - now);
      }
    }
    return wait;
  }

  /** A call has ended, or was not made after all; nothing else tells the two apart. */
  public void release(long now) {
    if (running == 0) {
      throw new IllegalStateException("no call is running");
    }
    running--;
    if (most == 0) {
      return;
    }
    if (known == ended.length && known < most) {
      grow();
    }
    ended[next] = now;
    next = next + 1 == ended.length ? 0 : next + 1;
    known = Math.min(known + 1, ended.length);
  }

  /**
   * A call that was counted was not made, and whoever would have been called knows nothing of it.
   */
  public void giveBack() {
    if (running == 0) {
      throw new IllegalStateException("no call is running");
    }
    running--;
  }

  /** Whether no call counts any more, so that a new limit would do as well. */
  public boolean isUnused(long now) {
    if (running > 0) {
      return false;
    }
    for (long length : lengths) {
      if (known > 0 && endedBefore(1) + length > now) {
        return false;
      }
    }
    return true;
  }

  /** When the call ended that is so many ends ago, from 1. */
  private long endedBefore(int ends) {
    int at = next - ends;
    return ended[at < 0 ? at + ended.length : at];
  }

  private void grow() {
    // Full, so the oldest is the next to be written.
    long[] larger = new long[(int) Math.min(most, 2L * ended.length)];
    System.arraycopy(ended, next, larger, 0, known - next);
    System.arraycopy(ended, 0, larger, known - next, next);
    ended = larger;
    next = known;
  }

  /**
   * So many calls within any time of this length.
   *
   * @param calls 1 to {@link #MAX_CALLS}
   * @param length above 0, up to 31 days
   */
  public record Window(int calls, Duration length) {

    private static final Duration MAX_LENGTH = Duration.ofDays(31);

    /**
     * Checks ranges.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Window {
      if (calls < 1 || calls > MAX_CALLS) {
        throw new IllegalArgumentException("calls " + calls + " is not 1 to " + MAX_CALLS);
      }
      if (length.isZero() || length.isNegative() || length.compareTo(MAX_LENGTH) > 0) {
        throw new IllegalArgumentException("length " + length + " is not above 0 and up to 31 d");
      }
    }

    private static Window parse(String text, int offset) {
      int slash = text.indexOf('/');
      int unit = text.length() - 1;
      if (slash < 0 || unit <= slash) {
        throw malformed(text, offset);
      }
      Duration one =
          switch (text.charAt(unit)) {
            case 's' -> Duration.ofSeconds(1);
            case 'm' -> Duration.ofMinutes(1);
            case 'h' -> Duration.ofHours(1);
            case 'd' -> Duration.ofDays(1);
            default -> throw malformed(text, offset);
          };
      int count = unit == slash + 1 ? 1 : number(text, slash + 1, unit, offset);
      try {
        return new Window(number(text, 0, slash, offset), one.multipliedBy(count));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "rate '" + text + "' at " + offset + ": " + e.getMessage(), e);
      }
    }

    private static int number(String text, int from, int to, int offset) {
      int number = 0;
      for (int i = from; i < to; i++) {
        char c = text.charAt(i);
        if (c < '0' || c > '9' || number > MAX_CALLS) {
          throw malformed(text, offset);
        }
        number = 10 * number + (c - '0');
      }
      if (from == to) {
        throw malformed(text, offset);
      }
      return number;
    }

    private static IllegalArgumentException malformed(String text, int offset) {
      return new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "rate '%s' at %d is no number of calls per time; write 50/s, 1000/h or 3/10s",
              text,
              offset));
    }
  }
}
