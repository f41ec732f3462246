package io.phish.core.dns.transport;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When exchanges want to be looked at: a hashed wheel (Varghese and Lauck, 1987, scheme 6) with
 * ticks of a millisecond. Setting and clearing a timer is a few writes and no allocation, whatever
 * their number. Of the selector thread.
 */
final class TimerWheel {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int SLOTS = 1 << 10;

  private final @Nullable DnsExchange[] slots = new @Nullable DnsExchange[SLOTS];
  private final long origin;
  private long current;
  private int size;

  TimerWheel(long now) {
    this.origin = now;
  }

  /** Sets or moves the timer of an exchange. It goes off never before that time. */
  void set(DnsExchange exchange, long at) {
    clear(exchange);
    long tick = Math.max(current + 1, (at - origin + TICK - 1) / TICK);
    int slot = (int) (tick & (SLOTS - 1));
    DnsExchange head = slots[slot];
    exchange.dueTick = tick;
    exchange.next = head;
    exchange.previous = null;
    if (head != null) {
      head.previous = exchange;
    }
    slots[slot] = exchange;
    size++;
  }

  void clear(DnsExchange exchange) {
    if (exchange.dueTick < 0) {
      return;
    }
    DnsExchange before = exchange.previous;
    DnsExchange after = exchange.next;
    if (before == null) {
      slots[(int) (exchange.dueTick & (SLOTS - 1))] = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    exchange.previous = null;
    exchange.next = null;
    exchange.dueTick = -1;
    size--;
  }

  /** Takes out what is due and hands it over; that may set timers again. */
  void advance(long now, Consumer<DnsExchange> due) {
    long target = (now - origin) / TICK;
    if (size == 0) {
      current = Math.max(current, target);
      return;
    }
    // After a long pause every slot is looked at once and not once a round.
    long first = Math.max(current + 1, target - SLOTS + 1);
    for (long tick = first; tick <= target; tick++) {
      current = tick;
      fire((int) (tick & (SLOTS - 1)), target, due);
    }
    current = Math.max(current, target);
  }

  private void fire(int slot, long target, Consumer<DnsExchange> due) {
    DnsExchange exchange = slots[slot];
    while (exchange != null) {
      // What is handed over may clear timers beside it: begin again after each.
      if (exchange.dueTick <= target) {
        clear(exchange);
        due.accept(exchange);
        exchange = slots[slot];
      } else {
        exchange = exchange.next;
      }
    }
  }

  /** How long nothing will be due, in nanoseconds; {@link Long#MAX_VALUE} if nothing is set. */
  long untilNext(long now) {
    if (size == 0) {
      return Long.MAX_VALUE;
    }
    for (int ahead = 1; ahead <= SLOTS; ahead++) {
      long tick = current + ahead;
      for (DnsExchange e = slots[(int) (tick & (SLOTS - 1))]; e != null; e = e.next) {
        if (e.dueTick == tick) {
          return Math.max(0, origin + tick * TICK - now);
        }
      }
    }
    return Math.max(0, origin + (current + SLOTS) * TICK - now);
  }

  /** Any one of those set. */
  @Nullable DnsExchange any() {
    for (DnsExchange exchange : slots) {
      if (exchange != null) {
        return exchange;
      }
    }
    return null;
  }
}
