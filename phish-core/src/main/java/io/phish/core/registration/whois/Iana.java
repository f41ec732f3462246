package io.phish.core.registration.whois;

import io.phish.core.registration.whois.WhoisException.Reason;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks IANA for the server of a top-level domain, once for all who want to know it, and keeps the
 * answer. Only on the event loop.
 */
final class Iana {
  private static final long KEPT = TimeUnit.HOURS.toNanos(24);
  private static final int MAX_KEPT = 2_048;

  private final Network network;
  private final Entry server;
  private final Map<String, Known> known = new LinkedHashMap<>();
  private final Map<String, List<Waiter>> waiting = new LinkedHashMap<>();

  Iana(Network network, Entry server) {
    this.network = network;
    this.server = server;
  }

  Entry server() {
    return server;
  }

  /** Tells which server a top-level domain has, now or later. */
  void find(String tld, Waiter waiter) {
    Known before = known.get(tld);
    if (before != null && before.until - EventLoop.now() > 0) {
      waiter.found(before.server);
      return;
    }
    List<Waiter> others = waiting.get(tld);
    if (others != null) {
      others.add(waiter);
      return;
    }
    waiting.put(tld, new ArrayList<>(List.of(waiter)));
    long deadline = EventLoop.now() + 2 * network.settings().queryTimeout().toNanos();
    network.ask(
        new Query(server.at, tld, Network.SINGLE, deadline, server.allowed, new Answer(tld)));
  }

  private List<Waiter> take(String tld) {
    List<Waiter> all = waiting.remove(tld);
    return all == null ? List.of() : all;
  }

  private void keep(String tld, @Nullable HostPort found) {
    known.remove(tld);
    if (known.size() >= MAX_KEPT) {
      known.remove(known.keySet().iterator().next());
    }
    known.put(tld, new Known(found, EventLoop.now() + KEPT));
  }

  /** Where IANA is, and at which addresses it may be. */
  record Entry(HostPort at, Predicate<InetSocketAddress> allowed) {}

  private record Known(@Nullable HostPort server, long until) {}

  /** Who wants to know. */
  interface Waiter {
    /** IANA answered; null if there is no server. */
    void found(@Nullable HostPort server);

    /** IANA did not answer. */
    void notFound(HostPort iana, Reason reason, String message, long elapsedNanos);
  }

  private final class Answer implements Query.Sink {
    private final String tld;

    Answer(String tld) {
      this.tld = tld;
    }

    @Override
    public void replied(
        Query query, byte[] octets, int length, boolean complete, long elapsedNanos) {
      network.release(length);
      HostPort found = Referral.ofIana(new String(octets, 0, length, StandardCharsets.ISO_8859_1));
      keep(tld, found);
      take(tld).forEach(waiter -> waiter.found(found));
    }

    @Override
    public void failed(Query query, Reason reason, String message, long elapsedNanos) {
      take(tld).forEach(waiter -> waiter.notFound(server.at, reason, message, elapsedNanos));
    }
  }
}
