package io.phish.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.phish.event.BreakerChanged;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of this process to one Redis, which everything that is shared through it uses. A
 * link is made whether Redis is there or not, and finds it again whenever it is back, within five
 * seconds at the latest. Until then, calls fail at once.
 *
 * <p>Safe for any number of threads. Nothing blocks.
 */
public final class RedisLink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);

  /** How often the server is asked how it is, when nobody else asks. */
  private static final long HEARTBEAT_MILLIS = 5_000;

  private static final long FIRST_PROBE_MILLIS = 100;
  private static final long LONGEST_PROBE_MILLIS = 1_000;

  /** After so long without an answer a connection is given up for another one. */
  private static final Duration DEAD_AFTER = Duration.ofSeconds(3);

  private final RedisOptions options;
  private final RedisListener listener;
  private final RedisKeys keys;
  private final Connector connector;
  private final LinkThreads threads;
  private final KeptConnection<StatefulConnection<byte[], byte[]>> commands;
  private final Deadlines patience;
  private final ServerClock clock = new ServerClock();
  private final List<Function<Wire, CompletionStage<?>>> preparations =
      new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> lanes = new CopyOnWriteArrayList<>();
  private final Soundness soundness;
  private final CompletableFuture<Void> firstConnection = new CompletableFuture<>();

  private volatile @Nullable Wire wire;
  private volatile RedisFeatures features = RedisFeatures.UNKNOWN;
  private volatile @Nullable Duration roundTrip;
  private volatile @Nullable RedisCallException unwell;

  private RedisLink(RedisOptions options, RedisListener listener) {
    this.options = options;
    this.listener = listener;
    this.keys = new RedisKeys(options.prefix());
    this.soundness = new Soundness(keys.key("cache", "probe"));
    this.threads = new LinkThreads(options.executor());
    this.connector = Connector.of(options);
    this.patience = new Deadlines(threads.timer(), DEAD_AFTER.toNanos());
    this.commands =
        new KeptConnection<>(
            "commands",
            connector::connect,
            new CommandKeeper(),
            threads.timer(),
            options.connectTimeout());
  }

  /** A link that nobody listens to. Begins to connect; does not wait for it. */
  public static RedisLink open(RedisOptions options) {
    return open(options, RedisListener.NONE);
  }

  /** A link. Begins to connect; does not wait for it. */
  public static RedisLink open(RedisOptions options, RedisListener listener) {
    RedisLink link =
        new RedisLink(
            Objects.requireNonNull(options, "options"),
            Objects.requireNonNull(listener, "listener"));
    link.commands.start();
    link.threads.every(HEARTBEAT_MILLIS, link::beat);
    return link;
  }

  /** Completes when there was a connection for the first time; perhaps never. */
  public CompletionStage<Void> whenConnected() {
    return firstConnection.copy();
  }

  /** How the link does, as far as is known; cheap. */
  public RedisHealth health() {
    RedisCallException problem = wire == null ? commands.problem() : unwell;
    return new RedisHealth(problem == null, roundTrip, features, problem);
  }

  /** Asks the server how it is, and says how the link does when there is an answer, or none. */
  public CompletionStage<RedisHealth> probe() {
    Wire now = wire;
    if (now == null) {
      return CompletableFuture.completedFuture(health());
    }
    CompletableFuture<RedisHealth> answer = new CompletableFuture<>();
    ask(
        now,
        null,
        (commands, elapsed) -> followUp(() -> answer.complete(health())),
        why -> followUp(() -> answer.complete(health())));
    return answer;
  }

  /** What the server can do; nothing is known before the first connection. */
  public RedisFeatures features() {
    return features;
  }

  RedisOptions options() {
    return options;
  }

  RedisKeys keys() {
    return keys;
  }

  ServerClock clock() {
    return clock;
  }

  ScheduledExecutorService timer() {
    return threads.timer();
  }

  /** The shared connection for commands, or null. */
  @Nullable Wire wire() {
    return wire;
  }

  /** Why there is no connection, when there is none. */
  RedisCallException problem() {
    return commands.problem();
  }

  /** Calls over the shared connection, with a breaker of their own. */
  RedisCalls calls(String resource, Duration timeout) {
    return new RedisCalls(this, resource, timeout);
  }

  /** A connection of its own for commands that wait at the server. The caller closes it. */
  RedisLane lane(String purpose) {
    return own(new RedisLane(this, purpose));
  }

  /**
   * A connection of its own to subscribe with. The caller closes it.
   *
   * @param keeper subscribes whenever there is a new connection
   */
  KeptConnection<StatefulRedisPubSubConnection<byte[], byte[]>> subscriber(
      String purpose,
      KeptConnection.Keeper<? super StatefulRedisPubSubConnection<byte[], byte[]>> keeper) {
    return own(kept(purpose, connector::connectPubSub, keeper));
  }

  KeptConnection<StatefulConnection<byte[], byte[]>> connection(
      String purpose, KeptConnection.Keeper<? super StatefulConnection<byte[], byte[]>> keeper) {
    return kept(purpose, connector::connect, keeper);
  }

  private <C extends StatefulConnection<byte[], byte[]>> KeptConnection<C> kept(
      String purpose,
      Supplier<? extends CompletableFuture<? extends C>> connect,
      KeptConnection.Keeper<? super C> keeper) {
    KeptConnection<C> connection =
        new KeptConnection<>(purpose, connect, keeper, threads.timer(), options.connectTimeout());
    connection.start();
    return connection;
  }

  private <L extends AutoCloseable> L own(L lane) {
    lanes.add(lane);
    return lane;
  }

  /**
   * Does something on every new connection for commands, and on this one, before it is used. If it
   * fails, the connection is used nevertheless.
   */
  void onConnect(Function<Wire, CompletionStage<?>> preparation) {
    Wire now;
    synchronized (preparations) {
      preparations.add(preparation);
      now = wire;
    }
    if (now != null) {
      tolerated(preparation.apply(now));
    }
  }

  private static CompletionStage<?> tolerated(CompletionStage<?> stage) {
    return stage.handle(
        (done, e) -> {
          if (e != null) {
            log.debug("A connection to Redis is used though it could not be prepared", e);
          }
          return e == null;
        });
  }

  void followUp(Runnable task) {
    threads.followUp(task);
  }

  /** A write was refused because the server is no master: it may be another one by now. */
  void isElsewhere(Wire asked) {
    commands.replace(asked.stateful());
  }

  @SuppressWarnings("CatchingUnchecked") // a listener may throw what it likes
  private void tell(Runnable event) {
    try {
      event.run();
    } catch (Throwable e) {
      log.debug("A listener of Redis threw", e);
    }
  }

  void failed(String resource, RedisProblem problem) {
    tell(() -> listener.failed(resource, problem));
  }

  void breakerChanged(BreakerChanged change) {
    log.info("{} is {} now", change.resource(), change.to());
    tell(() -> listener.breakerChanged(change));
  }

  void connected(String purpose) {
    tell(() -> listener.connected(purpose, features));
  }

  void disconnected(String purpose, RedisCallException problem) {
    tell(() -> listener.disconnected(purpose, problem));
  }

  /**
   * Asks until there is an answer in the time that calls have, and closes the breaker then.
   *
   * @param node of a cluster; null for anybody
   */
  void probeFor(Breaker breaker, @Nullable String node, Duration timeout) {
    probeIn(FIRST_PROBE_MILLIS, breaker, node, timeout);
  }

  private void probeIn(long millis, Breaker breaker, @Nullable String node, Duration timeout) {
    threads.after(
        millis,
        () -> {
          long next = Math.min(LONGEST_PROBE_MILLIS, 2 * millis);
          Wire now = wire;
          if (now == null) {
            probeIn(FIRST_PROBE_MILLIS, breaker, node, timeout);
            return;
          }
          if (node != null && !now.hasNode(node)) {
            breaker.close(); // nobody is sent there any more
            return;
          }
          ask(
              now,
              node,
              (commands, elapsed) -> {
                if (elapsed <= timeout.toNanos()) {
                  breaker.close();
                } else {
                  probeIn(next, breaker, node, timeout);
                }
              },
              why -> probeIn(next, breaker, node, timeout));
        });
  }

  private interface Answered {
    void by(RedisClusterAsyncCommands<byte[], byte[]> commands, long nanos);
  }

  private interface Unanswered {
    void because(RedisCallException why);
  }

  /**
   * Asks the server, or a node of a cluster, how it is. A connection on which nobody at all answers
   * is given up.
   */
  private void ask(Wire asked, @Nullable String node, Answered answered, Unanswered unanswered) {
    long start = System.nanoTime();
    Deadlines.Deadline deadline =
        patience.start(
            () -> {
              RedisCallException why =
                  new RedisCallException(
                      RedisProblem.TIMED_OUT, "Redis was silent for " + DEAD_AFTER, null);
              if (node == null) {
                unwell = why;
                commands.giveUp(asked.stateful(), why);
              }
              unanswered.because(why);
            });
    var unused =
        soundness
            .node(asked, node)
            .whenComplete(
                (commands, e) -> {
                  if (!deadline.cancel()) {
                    return;
                  }
                  long elapsed = System.nanoTime() - start;
                  if (e == null) {
                    roundTrip = Duration.ofNanos(elapsed);
                    unwell = null;
                    answered.by(commands, elapsed);
                    return;
                  }
                  RedisCallException why = Problems.of(e);
                  if (node == null) {
                    unwell = why;
                  }
                  unanswered.because(why);
                });
  }

  private void beat() {
    Wire now = wire;
    if (now != null) {
      ask(
          now,
          null,
          (commands, elapsed) -> readClock(commands),
          why -> log.debug("Redis is not well", why));
    }
  }

  private CompletionStage<?> readClock(RedisClusterAsyncCommands<byte[], byte[]> asked) {
    long sentAt = System.currentTimeMillis();
    return tolerated(
        asked
            .time()
            .thenAccept(
                time ->
                    clock.onAnswer(
                        1_000 * number(time.get(0)) + number(time.get(1)) / 1_000,
                        sentAt,
                        System.currentTimeMillis())));
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
  }

  /** Closes all connections of the link. Calls that wait fail soon, later ones at once. */
  @Override
  public void close() {
    wire = null;
    commands.forget();
    for (AutoCloseable lane : lanes) {
      try {
        lane.close();
      } catch (Exception e) {
        log.debug("A connection did not close", e);
      }
    }
    connector.close();
    threads.close();
  }

  /** Where it leads; nothing secret. */
  @Override
  public String toString() {
    return "RedisLink[" + options + "]";
  }

  /** Finds out what the server is before the connection is used. */
  private final class CommandKeeper
      implements KeptConnection.Keeper<StatefulConnection<byte[], byte[]>> {
    /** How many of the preparations the connection that is being made has had. */
    private volatile int prepared;

    @Override
    public CompletionStage<?> prepare(StatefulConnection<byte[], byte[]> connection) {
      Wire fresh = Wire.of(connection);
      // A server that would refuse every call is as good as none.
      CompletionStage<?> all = soundness.anybody(fresh).thenCompose(this::meet);
      List<Function<Wire, CompletionStage<?>>> known = List.copyOf(preparations);
      prepared = known.size();
      for (Function<Wire, CompletionStage<?>> preparation : known) {
        all = all.thenCompose(done -> tolerated(preparation.apply(fresh)));
      }
      return all;
    }

    private CompletionStage<?> meet(RedisClusterAsyncCommands<byte[], byte[]> server) {
      CompletionStage<?> hello =
          tolerated(
              server
                  .dispatch(CommandType.HELLO, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE))
                  .thenAccept(answer -> features = RedisFeatures.of(answer)));
      return hello.thenCompose(done -> readClock(server));
    }

    @Override
    public void onReady(StatefulConnection<byte[], byte[]> connection) {
      unwell = null;
      Wire ready = Wire.of(connection);
      List<Function<Wire, CompletionStage<?>>> late;
      synchronized (preparations) {
        wire = ready;
        late = List.copyOf(preparations.subList(prepared, preparations.size()));
      }
      // What came while the connection was being made must not be left out.
      late.forEach(preparation -> tolerated(preparation.apply(ready)));
      connected("commands");
      firstConnection.complete(null);
    }

    @Override
    public void onLost(RedisCallException problem) {
      wire = null;
      disconnected("commands", problem);
    }
  }
}
