package io.phish.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.LoadTurn;
import io.phish.spi.LoadTurns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes turns by a key beside that of the entry, which whoever makes the entry holds for a short
 * time at most. Those who come second look now and then whether the entry is there, or the turn
 * over. While Redis does not answer, it is everybody's turn.
 */
final class LoadLeases implements LoadTurns {
  private static final Logger log = LoggerFactory.getLogger(LoadLeases.class);

  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(80);

  /** What is held by another by now is not let go of. */
  private static final RedisScript LET_GO =
      RedisScript.of(
          """
          if redis.call('GET', KEYS[1]) == ARGV[1] then
            return redis.call('UNLINK', KEYS[1])
          end
          return 0
          """);

  private final RedisLink link;
  private final RedisCalls calls;
  private final CacheKeys keys;
  private final long leaseMillis;
  private final LongAdder waits = new LongAdder();

  LoadLeases(RedisLink link, RedisCalls calls, CacheKeys keys, Duration lease) {
    this.link = link;
    this.calls = calls;
    this.keys = keys;
    this.leaseMillis = lease.toMillis();
  }

  @Override
  public CompletionStage<LoadTurn> take(
      CacheKey key, Duration patience, Predicate<CacheEntry> isWanted) {
    Asking asking = new Asking(keys.name(key), patience, isWanted);
    asking.ask();
    return asking;
  }

  /** On the node of the entry, whose name is what decides about that; and in order with it. */
  private byte[] leaseName(byte[] name) {
    return link.keys().tagged("lease", new String(name, StandardCharsets.US_ASCII), "");
  }

  /** How often somebody waited for another process. */
  long waits() {
    return waits.sum();
  }

  /** One who asks for a turn until it is theirs, the entry there or patience at its end. */
  @SuppressWarnings("FutureReturnValueIgnored") // this is told
  private final class Asking extends CompletableFuture<LoadTurn> {
    private final byte[] name;
    private final byte[] lease;
    private final byte[] token;
    private final Predicate<CacheEntry> isWanted;
    private final long end;
    private int asked;

    Asking(byte[] name, Duration patience, Predicate<CacheEntry> isWanted) {
      this.name = name;
      this.lease = leaseName(name);
      this.token =
          Long.toHexString(ThreadLocalRandom.current().nextLong())
              .getBytes(StandardCharsets.US_ASCII);
      this.isWanted = isWanted;
      this.end = System.nanoTime() + patience.toNanos();
    }

    /** For the turn and for the entry at once, for it may just have been put. */
    void ask() {
      asked++;
      FoundEntries found = new FoundEntries(new byte[][] {name}, link.clock(), () -> {});
      StatusOutput<byte[], byte[]> taken = new StatusOutput<>(ByteArrayCodec.INSTANCE);
      Sent<Boolean> both = new Sent<>(2, () -> taken.get() != null);
      both.add(CommandType.SET, lease, taking(), taken);
      both.add(
          CommandType.GET,
          name,
          new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(name),
          found.from(0));
      calls
          .call(both::over)
          .whenComplete((isOurs, failure) -> answered(isOurs, found.get(0), failure));
    }

    private CommandArgs<byte[], byte[]> taking() {
      return new CommandArgs<>(ByteArrayCodec.INSTANCE)
          .addKey(lease)
          .addValue(token)
          .add(CommandKeyword.NX)
          .add(CommandKeyword.PX)
          .add(leaseMillis);
    }

    private void answered(
        @Nullable Boolean isOurs, @Nullable CacheEntry entry, @Nullable Throwable failure) {
      if (failure != null) {
        // Should the turn be ours nevertheless, it ends by itself.
        complete(LoadTurn.Ours.UNTOLD);
      } else if (entry != null && isWanted.test(entry)) {
        if (Objects.equals(isOurs, true)) {
          letGo();
        }
        complete(new LoadTurn.Made(entry));
      } else if (Objects.equals(isOurs, true)) {
        AtomicBoolean isOver = new AtomicBoolean();
        LoadTurn ours =
            new LoadTurn.Ours(
                () -> {
                  if (isOver.compareAndSet(false, true)) {
                    letGo();
                  }
                });
        if (!complete(ours)) {
          letGo();
        }
      } else {
        pause();
      }
    }

    private void pause() {
      if (asked == 1) {
        waits.increment();
      }
      long left = end - System.nanoTime();
      if (left <= 0 || isDone()) {
        complete(LoadTurn.Ours.UNTOLD);
        return;
      }
      long bound = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(asked, 8));
      long pause = Math.min(left, ThreadLocalRandom.current().nextLong(bound / 2, bound));
      try {
        link.timer().schedule(() -> link.followUp(this::ask), pause, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        complete(LoadTurn.Ours.UNTOLD);
      }
    }

    private void letGo() {
      calls
          .<Long>eval(LET_GO, ScriptOutputType.INTEGER, new byte[][] {lease}, token)
          .whenComplete(
              (done, e) -> {
                if (e != null) {
                  log.debug("A turn ends by itself only", e);
                }
              });
    }
  }
}
