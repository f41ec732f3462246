package io.phish.core.registration.whois;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** All servers, and what they share: the event loop, connections and memory. */
final class Network {
  /** The flow of look-ups that are asked for one by one. */
  static final Object SINGLE = new Object();

  /** Of replies that are being read or wait to be taken: no more connections from here on. */
  private static final long MEMORY = 32L << 20;

  /** What is being read is cut from here on. */
  private static final long MOST_MEMORY = 2 * MEMORY;

  private static final int MAX_SERVERS = 4_096;
  private static final int MAX_ADDRESSES = 8;

  /** How many servers are looked at for one that can be forgotten. */
  private static final int LOOKED_AT = 16;

  private final EventLoop loop;
  private final Settings settings;
  private final AtomicLong held = new AtomicLong();

  // Only on the event loop.
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final Map<InetSocketAddress, Lane> lanes = new LinkedHashMap<>();
  private final LinkedHashSet<Lane> waiting = new LinkedHashSet<>();
  private int connections;
  private boolean handingOut;

  Network(EventLoop loop, Settings settings) {
    this.loop = loop;
    this.settings = settings;
  }

  EventLoop loop() {
    return loop;
  }

  Settings settings() {
    return settings;
  }

  void ask(Query query) {
    InetAddress address = query.target.address();
    if (address != null) {
      ask(query, List.of(address));
      return;
    }
    Host host = hosts.get(query.target.host());
    if (host == null) {
      makeRoom(hosts, MAX_SERVERS, Host::isIdle);
      host = new Host(this, query.target.host());
      hosts.put(query.target.host(), host);
    }
    host.ask(query);
  }

  /** Asks at the first of these addresses where somebody is found. */
  void ask(Query query, List<InetAddress> addresses) {
    List<InetSocketAddress> allowed =
        addresses.stream()
            .map(address -> new InetSocketAddress(address, query.target.port()))
            .filter(query.allowed)
            .limit(MAX_ADDRESSES)
            .toList();
    if (allowed.isEmpty()) {
      query.fail(
          WhoisException.Reason.FORBIDDEN,
          "is not at port 43 of a public address; allow private addresses to ask it nevertheless",
          0);
    } else {
      lane(query.target, allowed).ask(query);
    }
  }

  private Lane lane(HostPort target, List<InetSocketAddress> addresses) {
    for (InetSocketAddress address : addresses) {
      Lane known = lanes.get(address);
      if (known != null) {
        return known;
      }
    }
    makeRoom(lanes, MAX_SERVERS, Lane::isIdle);
    Lane lane = new Lane(this, addresses, settings.rules().apply(target));
    addresses.forEach(address -> lanes.put(address, lane));
    return lane;
  }

  private static <K, V> void makeRoom(Map<K, V> map, int most, Predicate<V> isIdle) {
    Iterator<V> oldest = map.values().iterator();
    for (int i = 0; i < LOOKED_AT && map.size() >= most && oldest.hasNext(); i++) {
      if (isIdle.test(oldest.next())) {
        oldest.remove();
      }
    }
  }

  /** Takes a connection, to be given back; or, if there is none, notes who is to be told later. */
  boolean mayConnect(Lane lane) {
    if (connections >= settings.connections() || held.get() > MEMORY) {
      waiting.add(lane);
      return false;
    }
    connections++;
    return true;
  }

  void connectionEnded() {
    connections--;
    handOut();
  }

  private void handOut() {
    if (handingOut) {
      return;
    }
    handingOut = true;
    try {
      while (!waiting.isEmpty() && connections < settings.connections() && held.get() <= MEMORY) {
        Iterator<Lane> first = waiting.iterator();
        Lane lane = first.next();
        first.remove();
        lane.pump();
      }
    } finally {
      handingOut = false;
    }
  }

  void hold(int octets) {
    held.addAndGet(octets);
  }

  /** On any thread. */
  void release(int octets) {
    if (octets > 0 && held.addAndGet(-octets) <= MEMORY && held.get() + octets > MEMORY) {
      loop.execute(this::handOut);
    }
  }

  boolean isOutOfMemory() {
    return held.get() > MOST_MEMORY;
  }

  int connections() {
    return connections;
  }
}
