package io.phish.core.registration.whois;

import io.phish.core.resilience.RateLimit.Window;
import io.phish.core.resilience.SharedLimit;
import io.phish.spi.RateDecision;
import io.phish.spi.RateDecision.Refused;
import io.phish.spi.RateWindow;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Questions that wait for their turn among all who share the limit of a server. */
final class SharedTurns {
  /** How long a turn is waited for that is granted; a connection is kept for it meanwhile. */
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(30);

  /** How long a limiter may take beyond that; then it counts as failed. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private final Network network;
  private final Lane lane;
  private final SharedLimit shared;
  private final List<RateWindow> windows;
  private final String key;

  SharedTurns(Network network, Lane lane, SharedLimit shared, List<Window> windows) {
    this.network = network;
    this.lane = lane;
    this.shared = shared;
    this.windows = SharedLimit.windows(windows);
    this.key = "whois:" + least(lane.addresses());
  }

  /** The same for all instances, in whatever order they are told the addresses of the server. */
  private static String least(List<InetSocketAddress> addresses) {
    return addresses.stream()
        .map(address -> address.getAddress().getHostAddress() + ':' + address.getPort())
        .sorted()
        .findFirst()
        .orElseThrow();
  }

  void await(Query query) {
    long wait = Math.min(query.deadline - EventLoop.now(), LONGEST_WAIT);
    Turn turn = new Turn(query, wait);
    query.place = turn;
    var unused =
        shared
            .ask(key, windows, Duration.ofNanos(wait))
            .whenComplete(
                (decision, failure) -> network.loop().execute(() -> turn.decided(decision)));
  }

  /** Of one question. Only on the event loop. */
  private final class Turn implements Query.Place {
    private final Query query;
    private final EventLoop.Timer guard;
    private boolean isOver;

    Turn(Query query, long wait) {
      this.query = query;
      this.guard = network.loop().after(wait + PATIENCE, () -> decided(null));
    }

    @Override
    public void withdraw(Query withdrawn) {
      isOver = true;
      network.loop().cancel(guard);
      lane.notSent(withdrawn);
    }

    void decided(@Nullable RateDecision decision) {
      if (isOver) {
        return;
      }
      isOver = true;
      network.loop().cancel(guard);
      if (decision instanceof Refused refused) {
        query.place = null;
        lane.leaveToOthers(query, refused.retryAfter().toNanos());
      } else {
        lane.send(query);
      }
    }
  }
}
