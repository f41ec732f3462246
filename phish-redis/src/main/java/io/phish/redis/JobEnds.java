package io.phish.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.phish.spi.JobStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for the ends of jobs. The server tells of those that somebody asked for; as
 * nothing vouches for a notice, it is asked again once a second.
 */
final class JobEnds implements AutoCloseable {
  private static final long POLL_MILLIS = 1_000;
  private static final int BATCH = 250;
  private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

  private final RedisLink link;
  private final byte[] channel;
  private final Function<List<String>, CompletableFuture<List<String>>> ended;
  private final Function<String, ? extends CompletionStage<Optional<JobStatus>>> status;
  private final ConcurrentMap<String, Set<CompletableFuture<Optional<JobStatus>>>> waits =
      new ConcurrentHashMap<>();
  private final Coalescer<String, Boolean> asking;
  private final AtomicBoolean isPolling = new AtomicBoolean();
  private final AtomicReference<@Nullable AutoCloseable> ears = new AtomicReference<>();
  private volatile boolean isClosed;

  /**
   * Nobody waits yet.
   *
   * @param channel on which the server tells of ends
   * @param ended which of several jobs are not under way, after which it tells of the others' ends
   * @param status of a job
   */
  JobEnds(
      RedisLink link,
      byte[] channel,
      Function<List<String>, CompletableFuture<List<String>>> ended,
      Function<String, ? extends CompletionStage<Optional<JobStatus>>> status) {
    this.link = link;
    this.channel = channel;
    this.ended = ended;
    this.status = status;
    this.asking =
        new Coalescer<>(
            BATCH,
            ids ->
                ended
                    .apply(ids)
                    .thenApply(Set::copyOf)
                    .thenApply(over -> ids.stream().map(over::contains).toList()));
  }

  /** The status of a job once it is finished, or when the time is over. */
  CompletableFuture<Optional<JobStatus>> await(String id, Duration time) {
    CompletableFuture<Optional<JobStatus>> wait = new CompletableFuture<>();
    waits.compute(
        id,
        (key, known) -> {
          Set<CompletableFuture<Optional<JobStatus>>> all =
              known == null ? ConcurrentHashMap.newKeySet() : known;
          all.add(wait);
          return all;
        });
    Future<?> timer = at(time, () -> link.followUp(() -> answer(id, List.of(wait))));
    Future<?> unused =
        wait.whenComplete(
            (done, e) -> {
              timer.cancel(false);
              forget(id, wait);
            });
    listen();
    Future<?> unusedAnswer =
        asking
            .ask(id)
            .whenComplete(
                (isOver, e) -> {
                  if (e != null) {
                    wait.completeExceptionally(e);
                  } else if (isOver) {
                    answer(id, List.of(wait));
                  }
                });
    poll();
    if (isClosed) {
      wait.completeExceptionally(RedisJobQueue.closed());
    }
    return wait;
  }

  private Future<?> at(Duration time, Runnable task) {
    Duration bounded = time.compareTo(LONGEST_WAIT) < 0 ? time : LONGEST_WAIT;
    try {
      return link.timer().schedule(task, bounded.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e); // closed, as the call will say
    }
  }

  private void forget(String id, CompletableFuture<Optional<JobStatus>> wait) {
    waits.computeIfPresent(
        id,
        (key, known) -> {
          known.removeIf(each -> each == wait);
          return known.isEmpty() ? null : known;
        });
  }

  private void ended(String id) {
    Set<CompletableFuture<Optional<JobStatus>>> all = waits.get(id);
    if (all != null) {
      answer(id, List.copyOf(all));
    }
  }

  private void answer(String id, List<CompletableFuture<Optional<JobStatus>>> to) {
    Future<?> unused =
        status
            .apply(id)
            .toCompletableFuture()
            .whenComplete(
                (known, e) -> {
                  for (CompletableFuture<Optional<JobStatus>> wait : to) {
                    if (e == null) {
                      wait.complete(known);
                    } else {
                      wait.completeExceptionally(e);
                    }
                  }
                });
  }

  /** Asks for all of them in a second, and again, while anybody waits. */
  private void poll() {
    if (!waits.isEmpty() && !isClosed && isPolling.compareAndSet(false, true)) {
      Future<?> unused =
          at(
              Duration.ofMillis(POLL_MILLIS),
              () -> {
                isPolling.set(false);
                link.followUp(this::askForAll);
                poll();
              });
    }
  }

  private void askForAll() {
    List<String> ids = new ArrayList<>(waits.keySet());
    for (int from = 0; from < ids.size(); from += BATCH) {
      Future<?> unused =
          ended
              .apply(List.copyOf(ids.subList(from, Math.min(ids.size(), from + BATCH))))
              // Without an answer it is asked again.
              .thenAccept(over -> over.forEach(this::ended));
    }
  }

  /** Only a first wait needs the connection. */
  private void listen() {
    if (ears.get() == null && !isClosed) {
      AutoCloseable fresh = link.subscriber("queue", new Ears());
      if (!ears.compareAndSet(null, fresh) || isClosed) {
        close(fresh);
      }
    }
  }

  private static void close(@Nullable AutoCloseable connection) {
    if (connection instanceof KeptConnection<?> kept) {
      kept.close();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    close(ears.get());
    waits
        .values()
        .forEach(all -> all.forEach(wait -> wait.completeExceptionally(RedisJobQueue.closed())));
  }

  private final class Ears
      implements KeptConnection.Keeper<StatefulRedisPubSubConnection<byte[], byte[]>> {
    @Override
    public CompletionStage<?> prepare(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
      connection.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(byte[] name, byte[] message) {
              ended(new String(message, StandardCharsets.US_ASCII));
            }
          });
      return connection.async().subscribe(channel);
    }

    @Override
    public void onReady(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
      link.connected("queue");
      // What ended while nobody told us is not known.
      link.followUp(JobEnds.this::askForAll);
    }

    @Override
    public void onLost(RedisCallException problem) {
      link.disconnected("queue", problem);
    }
  }
}
