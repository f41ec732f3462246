package io.phish.core.registration.whois;

import io.phish.core.registration.whois.WhoisException.Reason;
import io.phish.core.resilience.CircuitBreaker;
import io.phish.core.resilience.RateLimit;
import io.phish.core.resilience.SharedLimit;
import io.phish.event.BreakerChanged.State;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to one server, whatever it is called: questions wait here for the limits of the server,
 * and for it to come round if it refuses or fails. Only on the event loop.
 */
final class Lane implements Query.Place {
  /** Opens when three of four fail, for ten seconds; slowness is what the time-outs are for. */
  private static final CircuitBreaker.Settings BREAKER =
      new CircuitBreaker.Settings(16, 4, 0.75, 1, Duration.ofDays(1), Duration.ofSeconds(10), 1);

  /** A shorter time without an answer is the asker's impatience, not a failure of the server. */
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);

  /** For how long after an answer a refused connection looks like a ban. */
  private static final long RECENT = TimeUnit.MINUTES.toNanos(5);

  /** How often a server that has answered before is waited for. */
  private static final int MAX_OUTAGES = 3;

  /** How long one of several addresses is tried. */
  private static final long ADDRESS_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Network network;
  private final List<InetSocketAddress> addresses;
  private final ServerRules rules;
  private final RateLimit limit;
  private final CircuitBreaker breaker;
  private final FairQueue<Query> queue = new FairQueue<>();

  /** Null if nobody else's questions count. */
  private final @Nullable SharedTurns turns;

  private int preferred;
  private int active;
  private long permit;
  private boolean pumping;
  private EventLoop.@Nullable Timer wake;

  private long pausedUntil = EventLoop.now();
  private int throttles;
  private long lastThrottle;
  private int outages;
  private boolean failing;
  private boolean answered;
  private long lastAnswer;
  private double roundTripNanos;

  Lane(Network network, List<InetSocketAddress> addresses, ServerRules rules) {
    this.network = network;
    this.addresses = addresses;
    this.rules = rules;
    this.limit = new RateLimit(rules.windows());
    SharedLimit shared = network.settings().shared();
    this.turns =
        shared == null || rules.windows().isEmpty()
            ? null
            : new SharedTurns(network, this, shared, rules.windows());
    this.breaker =
        new CircuitBreaker(addresses.get(0).toString(), BREAKER, EventLoop::now, change -> {});
  }

  List<InetSocketAddress> addresses() {
    return addresses;
  }

  ServerRules rules() {
    return rules;
  }

  /** Whether forgetting it would change nothing. */
  boolean isIdle() {
    long now = EventLoop.now();
    return active == 0 && queue.isEmpty() && pausedUntil - now <= 0 && limit.isUnused(now);
  }

  void ask(Query query) {
    if (query.flow == Network.SINGLE && queue.size(query.flow) >= network.settings().queue()) {
      query.fail(Reason.QUEUE_FULL, queue.size(query.flow) + " look-ups wait already", 0);
    } else if (isPausedBeyond(query)) {
      failPaused(query);
    } else {
      query.place = this;
      query.lane = this;
      queue.add(query.flow, query);
      pump();
    }
  }

  @Override
  public void withdraw(Query query) {
    queue.remove(query.flow, query);
    if (queue.isEmpty()) {
      network.loop().cancel(wake);
    }
  }

  /** Sends what may be sent. */
  void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (!queue.isEmpty() && active < connections() && mayStart()) {
        Query query = queue.poll();
        if (query != null) {
          start(query);
        }
      }
    } finally {
      pumping = false;
    }
  }

  private boolean mayStart() {
    long now = EventLoop.now();
    long wait = Math.max(pausedUntil - now, limit.untilFree(now));
    if (wait > 0) {
      wakeAfter(wait);
      return false;
    }
    if (!network.mayConnect(this)) {
      return false;
    }
    permit = breaker.tryAcquire();
    if (permit == CircuitBreaker.REFUSED) {
      network.connectionEnded();
      onBreakerOpen();
      return false;
    }
    if (limit.tryAcquire(now) != 0) {
      throw new IllegalStateException("a free limit was refused");
    }
    return true;
  }

  private void start(Query query) {
    active++;
    query.permit = permit;
    if (turns == null) {
      send(query);
    } else {
      turns.await(query);
    }
  }

  /** All limits allow it. */
  void send(Query query) {
    byte[] line = (rules.line(query.name) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    Exchange exchange = new Exchange(network, this, query, line);
    query.place = exchange;
    long timeout = network.settings().queryTimeout().toNanos();
    boolean several = addresses.size() - query.addressesTried > 1;
    exchange.start(
        addresses.get(preferred), several ? Math.min(ADDRESS_NANOS, timeout / 2) : timeout);
  }

  /** How many connections the limits can make use of. */
  private int connections() {
    if (failing) {
      return 1; // until it answers again
    }
    int least = network.settings().connectionsPerServer();
    double useful = Math.ceil(1.5 * rules.perNano() * roundTripNanos);
    return (int) Math.max(least, Math.min(4.0 * least, useful));
  }

  private void onBreakerOpen() {
    boolean waits = answered && outages < MAX_OUTAGES;
    if (breaker.state() != State.OPEN) {
      return; // a trial is running, and tells when it has ended
    }
    if (waits) {
      wakeAfter(BREAKER.open().toNanos());
    }
    for (Query query : queue.toList()) {
      if (!waits || query.flow == Network.SINGLE) {
        withdraw(query);
        query.fail(Reason.CIRCUIT_OPEN, "did not answer the last questions", 0);
      }
    }
  }

  private void wakeAfter(long nanos) {
    network.loop().cancel(wake);
    // What a running call holds up goes on when that call ends.
    wake = nanos == Long.MAX_VALUE ? null : network.loop().after(nanos, this::pump);
  }

  void replied(Query query, byte[] octets, int length, boolean complete, long elapsed) {
    breaker.onSuccess(query.permit, 0);
    outages = 0;
    failing = false;
    answered = true;
    lastAnswer = EventLoop.now();
    roundTripNanos = roundTripNanos == 0 ? elapsed : 0.875 * roundTripNanos + 0.125 * elapsed;
    connectionEnded();
    query.place = null;
    query.sink.replied(query, octets, length, complete, elapsed);
    pump();
  }

  void failed(Query query, Reason reason, String message, long elapsed, boolean connected) {
    boolean impatient = reason == Reason.TIMEOUT && elapsed < PATIENCE;
    State before = breaker.state();
    if (impatient) {
      breaker.onIgnored(query.permit);
    } else {
      breaker.onFailure(query.permit, 0);
      failing = true;
    }
    if (before != State.OPEN && breaker.state() == State.OPEN) {
      outages++;
    }
    connectionEnded();
    boolean recently = answered && EventLoop.now() - lastAnswer < RECENT;
    if (!connected && ++query.addressesTried < addresses.size()) {
      preferred = (preferred + 1) % addresses.size();
      ask(query);
    } else if (recently && (reason == Reason.REFUSED || reason == Reason.RESET)) {
      pause(null);
      query.fail(Reason.THROTTLED, "answered before and now: " + message, elapsed);
    } else {
      query.fail(reason, message, elapsed);
    }
    pump();
  }

  void withdrawn(Query query) {
    breaker.onIgnored(query.permit);
    connectionEnded();
    pump();
  }

  /** It was not sent: whoever shares the limit has no use for it. */
  void notSent(Query query) {
    breaker.onIgnored(query.permit);
    active--;
    limit.giveBack();
    network.connectionEnded();
    pump();
  }

  /** Others have used up the limit: what cannot wait for so long fails, the rest waits. */
  void leaveToOthers(Query query, long nanos) {
    long until = EventLoop.now() + nanos;
    pausedUntil = until - pausedUntil > 0 ? until : pausedUntil;
    failPausedBeyond();
    ask(query);
    notSent(query);
  }

  private void connectionEnded() {
    active--;
    limit.release(EventLoop.now());
    network.connectionEnded();
  }

  /** The server said that it was asked too much. */
  void throttled(@Nullable Duration hint) {
    pause(hint);
    pump();
  }

  private void pause(@Nullable Duration hint) {
    long now = EventLoop.now();
    if (pausedUntil - now > 0 && hint == null) {
      return; // what was on the way when it began to refuse says nothing new
    }
    if (throttles > 0 && now - lastThrottle > RECENT) {
      throttles = 0;
    }
    lastThrottle = now;
    long wait = network.settings().pause(throttles++);
    pausedUntil = now + Math.max(wait, hint == null ? 0 : hint.toNanos());
    failPausedBeyond();
  }

  private void failPausedBeyond() {
    for (Query query : queue.toList()) {
      if (isPausedBeyond(query)) {
        withdraw(query);
        failPaused(query);
      }
    }
  }

  private boolean isPausedBeyond(Query query) {
    return pausedUntil - EventLoop.now() > 0 && pausedUntil - query.deadline > 0;
  }

  private void failPaused(Query query) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(pausedUntil - EventLoop.now()) + 1;
    query.fail(Reason.THROTTLED, "is left alone for another " + seconds + " s", 0);
  }
}
