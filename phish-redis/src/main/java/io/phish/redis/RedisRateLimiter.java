package io.phish.redis;

import io.lettuce.core.ScriptOutputType;
import io.phish.spi.RateDecision;
import io.phish.spi.RateDecision.Granted;
import io.phish.spi.RateDecision.Refused;
import io.phish.spi.RateLimiter;
import io.phish.spi.RateWindow;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits what all instances that share a Redis do together, in one round trip per request, whether
 * it waits or not. The server's clock counts; those of the instances do not matter.
 *
 * <p>All windows of a key are one hash, {@code prefix:1:rate:key}, which expires when none of them
 * counts any more. A clock of the server that is set back by some time keeps everybody waiting for
 * as long; one that is set forward grants one burst too early. A failover may forget what was
 * granted within the replication lag, and a flush forgets everything.
 *
 * <p>What is done while Redis is away is said by {@link #withFallback}: by default everything is
 * refused.
 *
 * <p>Nobody waits for Redis longer than {@link RedisOptions#waitLimit()}; a permit that was granted
 * after that is lost, so there may be fewer than allowed, never more.
 */
public final class RedisRateLimiter implements RateLimiter {
  /** How long to come back later if there is no telling when Redis is back. */
  private static final Duration AWAY = Duration.ofSeconds(1);

  /**
   * Keys: the hash. Arguments: the time in microseconds, empty for the server's; how long a wait is
   * taken; then for each window its field, capacity, cost, and the cost of one.
   */
  private static final RedisScript SCRIPT =
      RedisScript.of(
          """
          local now = tonumber(ARGV[1])
          if not now then
            local time = redis.call('TIME')
            now = time[1] * 1000000 + time[2]
          end
          local fields = {}
          for i = 3, #ARGV, 4 do
            fields[#fields + 1] = ARGV[i]
          end
          local known = redis.call('HMGET', KEYS[1], unpack(fields))
          local due = {}
          local wait = 0
          local latest = 0
          for i = 1, #fields do
            local at = 4 * i - 1
            due[i] = math.max(tonumber(known[i]) or 0, now) + ARGV[at + 2]
            wait = math.max(wait, due[i] - ARGV[at + 1] - now)
            latest = math.max(latest, due[i])
          end
          if wait > tonumber(ARGV[2]) then
            return {0, wait}
          end
          local free = 2147483647
          local set = {}
          for i = 1, #fields do
            local at = 4 * i - 1
            free = math.min(free, math.max(0, ARGV[at + 1] - due[i] + now) / ARGV[at + 3])
            set[2 * i - 1] = fields[i]
            set[2 * i] = string.format('%.0f', due[i])
          end
          redis.call('HSET', KEYS[1], unpack(set))
          local ttl = math.ceil((latest - now) / 1000)
          if ARGV[1] ~= '' then
            ttl = ttl + 3600000 -- keys expire by this server's clock, which is not the one that counts
          end
          if redis.call('PTTL', KEYS[1]) < ttl then
            redis.call('PEXPIRE', KEYS[1], string.format('%.0f', ttl))
          end
          return {1, wait, math.floor(free)}
          """);

  private static final byte[] SERVER_TIME = {};

  private final RedisLink link;
  private final RedisCalls calls;
  private final Turns turns;
  private final @Nullable RateLimiter fallback;
  private final int instances;
  private final @Nullable Clock clock;
  private volatile boolean isClosed;

  /** A limiter that refuses everything while Redis is away. The link stays its maker's. */
  public RedisRateLimiter(RedisLink link) {
    this(link, null, 1, null);
  }

  /** A limiter that goes by another clock than the server's. */
  RedisRateLimiter(RedisLink link, Clock clock) {
    this(link, null, 1, clock);
  }

  private RedisRateLimiter(
      RedisLink link, @Nullable RateLimiter fallback, int instances, @Nullable Clock clock) {
    this.link = Objects.requireNonNull(link, "link");
    this.calls = link.calls("rate", link.options().waitLimit());
    this.turns = new Turns(link.timer(), link::followUp);
    this.fallback = fallback;
    this.instances = instances;
    this.clock = clock;
  }

  /**
   * The same limiter, which goes on without Redis: each instance then grants its {@linkplain
   * RateWindow#share share} by itself, and says so in its decisions. If there are more instances
   * than that, they may do more together than the windows allow; and when Redis goes away or comes
   * back, what was granted on the other side is not known, so that a window may hold twice.
   *
   * @param local limits this instance; not closed with this one
   * @param most how many instances there are at most, at least 1
   */
  public RedisRateLimiter withFallback(RateLimiter local, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most " + most + " is below 1");
    }
    return new RedisRateLimiter(link, Objects.requireNonNull(local, "local"), most, clock);
  }

  @Override
  public CompletionStage<RateDecision> acquire(
      String key, List<RateWindow> windows, int permits, Duration longestWait) {
    try {
      RateLimiter.check(key, windows, permits, longestWait);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (isClosed) {
      return CompletableFuture.failedFuture(Turns.closed());
    }
    byte[][] hash = {link.keys().key("rate", key)};
    CompletableFuture<List<Object>> reply =
        calls.eval(SCRIPT, ScriptOutputType.MULTI, hash, arguments(windows, permits, longestWait));
    return reply
        .handle(
            (values, failure) ->
                failure == null
                    ? decided(values)
                    : withoutRedis(key, windows, permits, longestWait))
        .thenCompose(stage -> stage);
  }

  private byte[][] arguments(List<RateWindow> windows, int permits, Duration longestWait) {
    List<byte[]> arguments = new ArrayList<>(2 + 4 * windows.size());
    arguments.add(clock == null ? SERVER_TIME : octets(micros(clock.instant())));
    arguments.add(
        octets(turns.isFull() ? 0 : TimeUnit.NANOSECONDS.toMicros(longestWait.toNanos())));
    for (RateWindow window : windows) {
      arguments.add(octets(window.permits() + "/" + window.length() + "/" + window.burst()));
      arguments.add(octets(window.capacityMicros()));
      arguments.add(octets(window.costMicros(permits)));
      arguments.add(octets(window.costMicros(1)));
    }
    return arguments.toArray(byte[][]::new);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static byte[] octets(long number) {
    return octets(Long.toString(number));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private CompletionStage<RateDecision> decided(List<Object> reply) {
    long wait = number(reply.get(1));
    if (number(reply.get(0)) == 0) {
      return CompletableFuture.completedFuture(
          new Refused(Duration.of(wait, ChronoUnit.MICROS), false));
    }
    RateDecision granted = new Granted((int) number(reply.get(2)), false);
    return wait == 0 ? CompletableFuture.completedFuture(granted) : turns.complete(granted, wait);
  }

  private static long number(Object value) {
    return (Long) value;
  }

  private CompletionStage<RateDecision> withoutRedis(
      String key, List<RateWindow> windows, int permits, Duration longestWait) {
    if (isClosed) {
      return CompletableFuture.failedFuture(Turns.closed());
    }
    if (fallback == null) {
      return CompletableFuture.completedFuture(new Refused(AWAY, true));
    }
    List<RateWindow> shares = windows.stream().map(window -> window.share(instances)).toList();
    int most = shares.stream().mapToInt(RateWindow::burst).min().orElse(1);
    if (permits > most) {
      return CompletableFuture.completedFuture(new Refused(AWAY, true));
    }
    return fallback
        .acquire(key, shares, permits, longestWait)
        .thenApply(
            decision ->
                decision instanceof Granted granted
                    ? new Granted(granted.remaining(), true)
                    : new Refused(((Refused) decision).retryAfter(), true));
  }

  /** Those who wait are told by a failed stage. Leaves the link and the fallback alone. */
  @Override
  public void close() {
    isClosed = true;
    turns.close();
  }
}
