package io.phish.redis;

import io.phish.redis.JobAnswers.Leased;
import io.phish.spi.LeasedJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for jobs. A list at the server has an element while there may be something to do,
 * and one connection blocks on it while anybody waits: who takes the element asks for jobs, and the
 * script puts another there if it left some. An element that is lost, with a connection or a
 * process, is made up for by asking once a second.
 */
final class JobWaits implements AutoCloseable {
  private static final long POLL = TimeUnit.SECONDS.toNanos(1);

  /** While there is no connection to block on. */
  private static final long DEAF_POLL = TimeUnit.MILLISECONDS.toNanos(50);

  private static final Duration LISTEN = Duration.ofSeconds(2);
  private static final Duration PATIENCE = LISTEN.plusSeconds(3);
  private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

  private final RedisLink link;
  private final RedisCalls calls;
  private final byte[] key;
  private final long pollNanos;
  private final Consumer<LeasedJobs> unwanted;
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private final Set<Wait> parked = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isListening = new AtomicBoolean();
  private volatile @Nullable RedisLane lane;
  private volatile boolean isDeaf = true;
  private volatile boolean isClosed;

  /**
   * Nobody waits yet.
   *
   * @param key of the list
   * @param lease after which the jobs of dead workers are to be found
   * @param unwanted takes what came when nobody waited any more
   */
  JobWaits(
      RedisLink link, RedisCalls calls, byte[] key, Duration lease, Consumer<LeasedJobs> unwanted) {
    this.link = link;
    this.calls = calls;
    this.key = key;
    this.unwanted = unwanted;
    this.pollNanos = Math.min(POLL, lease.toNanos() / 4);
  }

  /** Somebody who waits. */
  private static final class Wait extends CompletableFuture<LeasedJobs> {
    private final Supplier<CompletableFuture<Leased>> question;
    private final long end;
    private volatile @Nullable Future<?> timer;

    Wait(Supplier<CompletableFuture<Leased>> question, Duration time) {
      this.question = question;
      this.end = System.nanoTime() + time.toNanos();
    }

    long nanosLeft() {
      return end - System.nanoTime();
    }

    void stopTimer() {
      Future<?> running = timer;
      if (running != null) {
        running.cancel(false);
      }
    }
  }

  /**
   * What there is, once there is something, or that there is nothing when the time is over.
   *
   * @param ask asks once
   */
  CompletableFuture<LeasedJobs> until(Duration time, Supplier<CompletableFuture<Leased>> ask) {
    Wait wait = new Wait(ask, time.compareTo(LONGEST_WAIT) < 0 ? time : LONGEST_WAIT);
    waits.add(wait);
    Future<?> unused =
        wait.whenComplete(
            (leased, e) -> {
              waits.remove(wait);
              parked.remove(wait);
              wait.stopTimer();
            });
    ask(wait);
    if (isClosed) {
      wait.completeExceptionally(RedisJobQueue.closed());
    }
    return wait;
  }

  private void ask(Wait wait) {
    if (wait.isDone()) {
      return;
    }
    Future<?> unused =
        wait.question
            .get()
            .whenComplete(
                (leased, e) -> {
                  if (e != null) {
                    wait.completeExceptionally(e);
                  } else if (!leased.jobs().leases().isEmpty() || wait.nanosLeft() <= 0) {
                    if (!wait.complete(leased.jobs()) && !leased.jobs().leases().isEmpty()) {
                      unwanted.accept(leased.jobs());
                    }
                  } else {
                    park(wait, leased.dueMillis());
                  }
                });
  }

  private void park(Wait wait, long dueMillis) {
    long nanos = Math.min(isDeaf ? DEAF_POLL : POLL, Math.min(pollNanos, wait.nanosLeft()));
    if (dueMillis >= 0) {
      nanos = Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(Math.min(dueMillis, POLL)));
    }
    // First, for the timer takes out whom it asks for.
    parked.add(wait);
    try {
      wait.timer =
          link.timer().schedule(() -> resume(wait), Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      wait.completeExceptionally(RedisJobQueue.closed());
    }
    if (wait.isDone()) {
      parked.remove(wait);
      wait.stopTimer();
    }
    listen();
  }

  private void resume(Wait wait) {
    if (parked.remove(wait)) {
      // What follows may be the caller's code, if the call fails at once.
      link.followUp(() -> ask(wait));
    }
  }

  private void listen() {
    if (parked.isEmpty() || isClosed || !isListening.compareAndSet(false, true)) {
      return;
    }
    Future<?> unused =
        lane()
            .call(PATIENCE, wire -> wire.async().blpop((double) LISTEN.toSeconds(), key))
            .whenComplete(
                (element, e) -> {
                  isDeaf = e != null;
                  isListening.set(false);
                  if (element != null) {
                    wake();
                  }
                  if (e == null) {
                    listen();
                  } // Else when somebody is parked next: there is no connection just now.
                });
  }

  /** Only a first wait needs the connection. */
  private RedisLane lane() {
    RedisLane known = lane;
    if (known == null) {
      known = link.lane("queue");
      lane = known;
      if (isClosed) {
        known.close();
      }
    }
    return known;
  }

  private void wake() {
    List<Wait> woken = new ArrayList<>();
    for (Wait wait : List.copyOf(parked)) {
      if (parked.remove(wait) && !wait.isDone()) {
        wait.stopTimer();
        woken.add(wait);
      }
    }
    if (woken.isEmpty()) {
      // It was meant for somebody.
      Future<?> unused = calls.call(wire -> wire.async().lpush(key, new byte[] {'1'}));
    }
    woken.forEach(this::ask);
  }

  @Override
  public void close() {
    isClosed = true;
    RedisLane open = lane;
    if (open != null) {
      open.close();
    }
    waits.forEach(wait -> wait.completeExceptionally(RedisJobQueue.closed()));
  }
}
