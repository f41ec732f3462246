package io.phish.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.phish.spi.SubscribeOptions;
import io.phish.spi.Topic;
import io.phish.spi.UpdateBus;
import io.phish.spi.UpdateBusStatistics;
import io.phish.spi.UpdateId;
import io.phish.spi.UpdateOutlet;
import io.phish.spi.UpdateSignal;
import io.phish.spi.UpdateSignal.Update;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings updates to all instances that share a Redis. One connection per bus listens, however many
 * subscribers there are; a topic is subscribed to once for all of them.
 *
 * <p>What is published on a topic that is not retained goes to those who listen at that moment, and
 * nowhere else: what is published while an instance is cut off is lost to it, and its subscribers
 * are told of a {@link UpdateSignal.Gap} when it is back. A retained topic is a stream beside that,
 * trimmed to about the number of updates that are kept, which expires {@link #KEPT_FOR} after its
 * last update; one script appends and tells, so that both have one order. Who was away, or did not
 * hear of a number, reads it, and is told of a gap for what is not there any more. If a failover
 * loses the end of a stream, its numbers are given again, and subscribers that had seen them may
 * miss as many updates without a word.
 *
 * <p>On a cluster an update goes to all nodes, whichever of them is listened at ({@code PUBLISH}):
 * sharded channels ({@code SPUBLISH}) are in Redis 7 only, and would take a connection to each node
 * and all of a topic's listeners to one. With many nodes and more updates than one node carries,
 * give each group of tenants a cluster, or a server, of its own.
 *
 * <p>While Redis is away publishing fails after {@link RedisOptions#commandTimeout()} at most; if
 * the time was up, the update may still arrive. Nothing is published later by itself.
 */
public final class RedisUpdateBus implements UpdateBus {
  /** For how long a stream is kept after its last update. */
  public static final Duration KEPT_FOR = Duration.ofHours(1);

  /** How many threads hand updates over by default, so how many subscribers may block at once. */
  public static final int THREADS = 8;

  private static final long IDLE_SECONDS = 10;

  private static final long BEAT_MILLIS = 1_000;

  private final RedisLink link;
  private final RedisCalls calls;
  private final UpdateStreams streams;
  private final Executor executor;
  private final ConcurrentHashMap<String, Channel> channels = new ConcurrentHashMap<>();

  /** Of who adds or takes away a channel, and asks for it on the connection. */
  private final ReentrantLock lock = new ReentrantLock();

  private final KeptConnection<StatefulRedisPubSubConnection<byte[], byte[]>> ears;
  private final ScheduledFuture<?> heartbeat;
  private final LongAdder published = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder gaps = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private volatile boolean isClosed;

  /**
   * A bus with threads of its own, which are there only while there is something to hand over.
   *
   * @param link stays its maker's
   * @param kept how many updates of each retained topic are kept at least and about, at least 1
   */
  public RedisUpdateBus(RedisLink link, int kept) {
    this(link, kept, threads());
  }

  /**
   * A bus.
   *
   * @param link stays its maker's
   * @param kept how many updates of each retained topic are kept at least and about, at least 1
   * @param executor where subscribers are called; one that blocks holds one of its threads
   */
  public RedisUpdateBus(RedisLink link, int kept, Executor executor) {
    if (kept < 1) {
      throw new IllegalArgumentException("kept " + kept + " is below 1");
    }
    this.link = Objects.requireNonNull(link, "link");
    this.executor = Objects.requireNonNull(executor, "executor");
    this.calls = link.calls("updates", link.options().commandTimeout());
    this.streams = new UpdateStreams(calls, link.timer(), kept, KEPT_FOR);
    this.ears = link.subscriber("updates", new Ears());
    this.heartbeat =
        link.timer()
            .scheduleWithFixedDelay(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Executor threads() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // no more than one task per subscriber
            task -> {
              Thread thread = new Thread(task, "phish-updates");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public CompletionStage<UpdateId> publish(Topic topic, String data) {
    if (isClosed) {
      return CompletableFuture.failedFuture(closed());
    }
    try {
      UpdateBus.check(data);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    published.increment();
    return send(topic, octets(data))
        .whenComplete(
            (id, failure) -> {
              if (failure != null) {
                failures.increment();
              }
            });
  }

  private CompletionStage<UpdateId> send(Topic topic, byte[] data) {
    byte[] name = octets(name(topic));
    if (!topic.isRetained()) {
      return calls
          .call(wire -> wire.async().publish(name, data))
          .thenApply(receivers -> UpdateId.START);
    }
    return streams.append(name, data);
  }

  /** The stream and the channel. Who it is stays unreadable, and cannot contain a separator. */
  private String name(Topic topic) {
    String whom =
        switch (topic.audience()) {
          case USER -> "u:" + Hashes.of(topic.tenant()) + ':' + Hashes.of(topic.user());
          case TENANT -> "t:" + Hashes.of(topic.tenant());
          case BROADCAST -> "b";
        };
    return link.keys().area("updates")
        + whom
        + ':'
        + topic.name()
        + (topic.isRetained() ? ":kept" : "");
  }

  @Override
  public CompletionStage<Void> subscribe(
      Topic topic, SubscribeOptions options, Flow.Subscriber<? super UpdateSignal> subscriber) {
    if (isClosed) {
      return CompletableFuture.failedFuture(closed());
    }
    String name = name(topic);
    UpdateOutlet outlet =
        new UpdateOutlet(
            topic,
            options.buffer(),
            subscriber,
            executor,
            topic.isRetained() ? (after, most) -> read(topic, name, after, most) : null,
            new Counting(name));
    Newcomer newcomer = new Newcomer(outlet, options.after(), new CompletableFuture<>());
    lock.lock();
    try {
      Channel channel = channels.get(name);
      if (channel == null) {
        channel = new Channel(topic, name);
        channels.put(name, channel);
        ask(ears.current(), List.of(name));
      }
      channel.add(newcomer);
    } finally {
      lock.unlock();
    }
    outlet.open();
    if (isClosed) {
      outlet.complete();
    }
    return newcomer.inEffect;
  }

  /** Under the lock. Without a connection the next one asks for all channels. */
  private static void ask(
      @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection, List<String> names) {
    if (connection != null) {
      byte[][] octets = names.stream().map(RedisUpdateBus::octets).toArray(byte[][]::new);
      var unused = connection.async().subscribe(octets);
    }
  }

  /** A connection that is cut without a word says nothing either when there is nothing to say. */
  private void beat() {
    StatefulRedisPubSubConnection<byte[], byte[]> connection = ears.current();
    if (connection == null) {
      return;
    }
    CompletableFuture<String> pong = connection.async().ping().toCompletableFuture();
    var unused =
        link.timer()
            .schedule(
                () -> {
                  if (!pong.isDone()) {
                    ears.giveUp(
                        connection,
                        new RedisCallException(
                            RedisProblem.TIMED_OUT, "Redis was silent for 3 s", null));
                  }
                },
                3 * BEAT_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  private CompletionStage<Page> read(Topic topic, String name, UpdateId after, int most) {
    return streams.read(topic, name, after, most, () -> channels.containsKey(name));
  }

  private void ended(String name, UpdateOutlet outlet) {
    lock.lock();
    try {
      Channel channel = channels.get(name);
      if (channel != null && channel.remove(outlet)) {
        forget(channel);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock: unless an answer is awaited, which then does it. */
  private void forget(Channel channel) {
    StatefulRedisPubSubConnection<byte[], byte[]> connection = ears.current();
    if (connection == null) {
      channels.remove(channel.name);
    } else if (channel.isHeardOn(connection)) {
      channels.remove(channel.name);
      var unused = connection.async().unsubscribe(octets(channel.name));
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the update bus is closed");
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Object octets) {
    return new String((byte[]) octets, StandardCharsets.UTF_8);
  }

  @Override
  public UpdateBusStatistics statistics() {
    long count = channels.values().stream().mapToLong(Channel::size).sum();
    return new UpdateBusStatistics(
        count, published.sum(), delivered.sum(), dropped.sum(), gaps.sum(), failures.sum());
  }

  /** Leaves the link alone. */
  @Override
  public void close() {
    isClosed = true;
    for (Channel channel : List.copyOf(channels.values())) {
      channel.outlets().forEach(UpdateOutlet::complete);
    }
    heartbeat.cancel(false);
    ears.close();
  }

  /**
   * Who is not told of updates yet.
   *
   * @param outlet of whom
   * @param after what is known already, null for what comes from now on
   * @param inEffect complete when updates arrive
   */
  record Newcomer(
      UpdateOutlet outlet, @Nullable UpdateId after, CompletableFuture<Void> inEffect) {}

  /** A topic that somebody here listens to. */
  private final class Channel {
    private final Topic topic;
    private final String name;
    private final UpdateAudience audience = new UpdateAudience();

    Channel(Topic topic, String name) {
      this.topic = topic;
      this.name = name;
    }

    boolean isHeardOn(Object connection) {
      return audience.isHeardOn(connection);
    }

    void add(Newcomer newcomer) {
      if (audience.add(newcomer)) {
        settle(newcomer);
      }
    }

    boolean remove(UpdateOutlet outlet) {
      return audience.remove(outlet);
    }

    long size() {
      return audience.all().size();
    }

    List<UpdateOutlet> outlets() {
      return audience.all();
    }

    /** The channel is heard of: those who wait are let in, the others may have missed something. */
    void heard(Object connection) {
      UpdateAudience.Change change = audience.heardOn(connection);
      for (UpdateOutlet outlet : change.wereCutOff()) {
        if (topic.isRetained()) {
          outlet.fallBehind();
        } else {
          outlet.gap(UpdateSignal.Gap.UNKNOWN);
        }
      }
      change.newcomers().forEach(this::settle);
    }

    /** What is published from here on arrives on the connection. */
    private void settle(Newcomer newcomer) {
      UpdateOutlet outlet = newcomer.outlet();
      UpdateId after = newcomer.after();
      if (!topic.isRetained()) {
        audience.letIn(newcomer);
        newcomer.inEffect().complete(null);
      } else if (after != null) {
        outlet.startAfter(after);
        if (audience.letIn(newcomer)) {
          outlet.fallBehind();
        }
        newcomer.inEffect().complete(null);
      } else {
        var unused =
            newest()
                .thenCompose(
                    newest -> {
                      outlet.startAfter(newest);
                      return audience.letIn(newcomer)
                          ? missed(newest)
                          : CompletableFuture.completedFuture(false);
                    })
                .thenAccept(
                    missed -> {
                      if (missed) {
                        outlet.fallBehind();
                      }
                      newcomer.inEffect().complete(null);
                    });
      }
    }

    private CompletionStage<UpdateId> newest() {
      return read(topic, name, UpdateId.START, 1)
          .thenApply(page -> Objects.requireNonNullElse(page.newest(), UpdateId.START));
    }

    /** Whether something was published before its outlet was let in, and not told to it. */
    private CompletionStage<Boolean> missed(UpdateId before) {
      return newest().thenApply(newest -> !newest.equals(before));
    }

    void offer(byte[] message) {
      Update update = update(message);
      if (update != null) {
        for (UpdateOutlet outlet : audience.listening()) {
          outlet.offer(update);
        }
      }
    }

    /** Null for what is not ours. */
    private @Nullable Update update(byte[] message) {
      String all = text(message);
      if (!topic.isRetained()) {
        return new Update(topic, null, all);
      }
      int space = all.indexOf(' ');
      try {
        return new Update(
            topic, UpdateId.parse(all.substring(0, Math.max(0, space))), all.substring(space + 1));
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  }

  /** Listens on a connection, until that is lost. */
  private final class Ears
      implements KeptConnection.Keeper<StatefulRedisPubSubConnection<byte[], byte[]>> {
    @Override
    public CompletionStage<?> prepare(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
      connection.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(byte[] name, byte[] message) {
              Channel channel = channels.get(text(name));
              if (channel != null) {
                channel.offer(message);
              }
            }

            @Override
            public void subscribed(byte[] name, long count) {
              heard(text(name), connection);
            }
          });
      return CompletableFuture.completedFuture(null);
    }

    private void heard(String name, StatefulRedisPubSubConnection<byte[], byte[]> connection) {
      Channel channel = channels.get(name);
      if (channel == null) {
        return;
      }
      channel.heard(connection);
      lock.lock();
      try {
        if (channel.size() == 0 && channels.get(name) == channel) {
          forget(channel);
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onReady(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
      lock.lock();
      try {
        List<String> names = List.copyOf(channels.keySet());
        for (int from = 0; from < names.size(); from += 1_000) {
          ask(connection, names.subList(from, Math.min(names.size(), from + 1_000)));
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onLost(RedisCallException problem) {
      // Listeners are told when it is there again: until then nobody can say what is missing.
      channels.values().forEach(channel -> channel.audience.notHeard());
    }
  }

  private final class Counting implements UpdateOutlet.Events {
    private final String name;

    Counting(String name) {
      this.name = name;
    }

    @Override
    public void delivered(int signals) {
      delivered.add(signals);
    }

    @Override
    public void gap() {
      gaps.increment();
    }

    @Override
    public void dropped() {
      dropped.increment();
    }

    @Override
    public void ended(UpdateOutlet outlet) {
      RedisUpdateBus.this.ended(name, outlet);
    }
  }
}
