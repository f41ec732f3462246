package io.phish.core.dns.transport;

import io.phish.core.dns.transport.Counters.Count;
import io.phish.core.dns.transport.DnsTransportException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;

/** What becomes of the exchanges of one selector thread; only that thread calls it. */
final class Dispatcher {
  private static final int MAX_TRIES = 16;
  private static final long SEND_AGAIN = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long CONNECT_AGAIN = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long MIN_TCP_PATIENCE = TimeUnit.SECONDS.toNanos(2);
  private static final long TIDY_PERIOD = TimeUnit.SECONDS.toNanos(1);
  private static final long TCP_IDLE = TimeUnit.SECONDS.toNanos(5);

  /** Beyond so many sockets a server has no more than one: file descriptors are few. */
  private static final int MANY_SOCKETS = 256;

  /** Datagrams read from one socket before the others have their turn. */
  private static final int READS = 64;

  private static final int BADVERS = 16;
  private static final int BADCOOKIE = 23;
  private static final int MAX_BAD_COOKIES = 2;

  private final NioTransport.Settings settings;
  private final Runnable onFinished;
  private final Selector selector;
  private final RandomSource random = new RandomSource();
  private final TimerWheel wheel;
  private final Counters counters = new Counters();
  private final NameServer[] servers;
  private final Deque<DnsExchange> waiting = new ArrayDeque<>();
  private final List<TcpConnection> dirty = new ArrayList<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
  private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 13);
  private final ReplyScan scan = new ReplyScan();
  private long now;
  private long tidied;
  private int sockets;

  Dispatcher(NioTransport.Settings settings, Selector selector, Runnable onFinished, long now) {
    this.settings = settings;
    this.selector = selector;
    this.onFinished = onFinished;
    this.wheel = new TimerWheel(now);
    this.now = now;
    this.tidied = now;
    this.servers = new NameServer[settings.servers().size()];
    for (int i = 0; i < servers.length; i++) {
      servers[i] = server(i, settings.servers().get(i));
    }
  }

  private NameServer server(int index, InetSocketAddress address) {
    UdpPorts ports = new UdpPorts(selector, random, settings.socketsPerServer());
    return new NameServer(index, address, ports, settings.window(), random.bytes(8));
  }

  Counters counters() {
    return counters;
  }

  /** Takes a new exchange, or ends one that was cancelled. */
  void submit(DnsExchange exchange, long time) {
    now = time;
    if (exchange.finished) {
      return;
    }
    if (exchange.isCancelled()) {
      finish(exchange);
      return;
    }
    if (exchange.started) {
      return;
    }
    exchange.started = true;
    if (!exchange.fromFirstSend) {
      exchange.deadline = now + exchange.timeoutNanos;
      exchange.retryAt = exchange.deadline;
      wheel.set(exchange, exchange.deadline);
    }
    if (!waiting.isEmpty() || !begin(exchange)) {
      waiting.add(exchange);
    }
  }

  /** Asks, if there is a server with room. */
  private boolean begin(DnsExchange exchange) {
    NameServer server = withRoom(exchange);
    if (server == null) {
      return false;
    }
    if (exchange.fromFirstSend) {
      exchange.deadline = now + exchange.timeoutNanos;
    }
    ask(exchange, server);
    return true;
  }

  /** The first good server with room; a bad one only if there is no good one. */
  private @Nullable NameServer withRoom(DnsExchange exchange) {
    if (exchange.pinned != null) {
      return exchange.pinned.hasRoom() ? exchange.pinned : null;
    }
    boolean good = false;
    NameServer bad = null;
    for (NameServer server : servers) {
      if (!server.isAvoided(now)) {
        good = true;
        if (server.hasRoom()) {
          return server;
        }
      } else if (bad == null && server.hasRoom()) {
        bad = server;
      }
    }
    return good ? null : bad;
  }

  private void ask(DnsExchange exchange, NameServer server) {
    byte[] name = settings.mixedCase() ? random.mixedCase(exchange.name) : exchange.name;
    Attempt attempt = new Attempt(exchange, server, name);
    server.inFlight++;
    exchange.server = server;
    exchange.overTcp |= settings.tcpOnly();
    transmit(attempt);
  }

  private void transmit(Attempt attempt) {
    DnsExchange exchange = attempt.exchange;
    NameServer server = attempt.server;
    attempt.edns = !exchange.withoutEdns && server.takesEdns(now);
    attempt.sentAt = now;
    try {
      if (exchange.overTcp) {
        sendTcp(attempt);
      } else if (!sendUdp(attempt)) {
        retryAt(exchange, now + SEND_AGAIN);
        return;
      }
    } catch (IOException e) {
      unreachable(attempt);
      return;
    }
    exchange.tries++;
    attempt.transmissions++;
    long patience = server.patience((exchange.tries - 1) / servers.length);
    patience += (patience >> 10) * random.below(256);
    retryAt(exchange, now + (exchange.overTcp ? Math.max(MIN_TCP_PATIENCE, patience) : patience));
  }

  private void retryAt(DnsExchange exchange, long time) {
    exchange.retryAt = exchange.tries >= MAX_TRIES ? exchange.deadline : time;
    wheel.set(exchange, Math.min(exchange.retryAt - now, exchange.deadline - now) + now);
  }

  /** Whether the socket took it. */
  private boolean sendUdp(Attempt attempt) throws IOException {
    UdpPort port = attempt.port;
    if (port == null) {
      UdpPorts ports = attempt.server.ports;
      int before = ports.size();
      port = ports.take(attempt.server, now, sockets < MANY_SOCKETS);
      sockets += ports.size() - before;
      attempt.id = freeId(port.ids);
      attempt.port = port;
      port.ids.put(attempt);
    }
    out.clear();
    write(out, attempt);
    out.flip();
    int length = out.remaining();
    try {
      if (port.channel.write(out) < length) {
        return false;
      }
    } catch (PortUnreachableException e) {
      // It tells of a question before; this one was not sent.
      throw new IOException("nobody listens at " + attempt.server.address, e);
    }
    counters.add(Count.SENT);
    return true;
  }

  private void sendTcp(Attempt attempt) throws IOException {
    TcpConnection connection = attempt.server.connection;
    if (connection == null) {
      connection = TcpConnection.open(attempt.server, selector, now);
      attempt.server.connection = connection;
      sockets++;
      counters.add(Count.TCP_CONNECTIONS);
    }
    if (connection.isFull()) {
      connection.queue(attempt);
    } else {
      frame(attempt, connection);
    }
  }

  private void frame(Attempt attempt, TcpConnection connection) {
    attempt.connection = connection;
    attempt.id = freeId(connection.ids);
    connection.ids.put(attempt);
    int start = connection.position();
    write(connection.frame(Queries.MAX_LENGTH + attempt.exchange.options.length), attempt);
    connection.written(start, now);
    counters.add(Count.SENT);
    if (!connection.dirty) {
      connection.dirty = true;
      dirty.add(connection);
    }
  }

  private void write(ByteBuffer to, Attempt attempt) {
    Queries.write(
        to,
        attempt.id,
        attempt.exchange,
        attempt.name,
        attempt.edns ? settings.payload() : 0,
        settings.cookies() ? attempt.server.cookie() : null);
  }

  private int freeId(IdTable ids) {
    int id = random.nextId();
    while (ids.get(id) != null) {
      id = random.nextId();
    }
    return id;
  }

  /** What a socket has. */
  void ready(SelectionKey key, long time) {
    now = time;
    if (key.attachment() instanceof UdpPort port) {
      read(port);
    } else if (key.attachment() instanceof TcpConnection connection) {
      serve(connection, key);
    }
  }

  private void read(UdpPort port) {
    try {
      // Nobody is owed more than what was asked; the next turn sees to the rest.
      for (int i = 0; i < READS; i++) {
        in.clear();
        if (port.channel.read(in) <= 0) {
          return;
        }
        in.flip();
        reply(port, in);
        if (port.ids.size() == 0) {
          return;
        }
      }
    } catch (IOException e) {
      // Mostly an ICMP message: nobody listens there.
      for (Attempt attempt : port.ids.drain()) {
        attempt.port = null;
        unreachable(attempt);
      }
    }
  }

  private void reply(UdpPort port, ByteBuffer message) {
    if (!ReplyScan.isReply(message)) {
      counters.add(Count.MALFORMED);
      return;
    }
    Attempt attempt = port.ids.get(message.getShort(0) & 0xFFFF);
    if (attempt == null) {
      counters.add(Count.WRONG_ID);
      return;
    }
    DnsExchange exchange = attempt.exchange;
    switch (ReplyScan.question(message, attempt.name, exchange.type, exchange.dclass)) {
      case SAME -> {}
      case OTHER_CASE -> {
        if (settings.mixedCase()) {
          // Forged, or by a server that does not copy the question. TCP is hard to forge.
          counters.add(Count.WRONG_QUESTION);
          overTcp(attempt);
          return;
        }
      }
      case NONE -> {
        if (attempt.edns && isRefusalOfEdns(ReplyScan.shortCode(message))) {
          attempt.server.replied(now, -1);
          withoutEdns(attempt);
        } else {
          counters.add(Count.WRONG_QUESTION);
        }
        return;
      }
      case OTHER -> {
        counters.add(Count.WRONG_QUESTION);
        return;
      }
    }
    if (ReplyScan.isTruncated(message)) {
      counters.add(Count.TRUNCATED);
      attempt.server.replied(now, roundTrip(attempt));
      overTcp(attempt);
    } else if (isReadable(message, exchange) && isCookieRight(attempt)) {
      settle(attempt, message);
    }
  }

  private boolean isReadable(ByteBuffer message, DnsExchange exchange) {
    if (scan.records(message, 12 + exchange.name.length + 4)) {
      return true;
    }
    counters.add(Count.MALFORMED);
    exchange.malformed = true;
    return false;
  }

  /** RFC 7873, section 5.3. */
  private boolean isCookieRight(Attempt attempt) {
    NameServer server = attempt.server;
    byte[] cookie = scan.cookie();
    if (!settings.cookies() || !attempt.edns) {
      return true;
    }
    if (cookie != null) {
      if (ReplyScan.answers(cookie, server.clientCookie())) {
        server.learnCookie(cookie);
        return true;
      }
      counters.add(Count.WRONG_QUESTION);
      return false;
    }
    if (attempt.connection != null) {
      server.forgetServerCookie();
    } else if (server.hasServerCookie()) {
      // Forged, or the server has stopped. It can say so where forging is hard.
      overTcp(attempt);
      return false;
    }
    return true;
  }

  private void reply(TcpConnection connection, ByteBuffer message) {
    Attempt attempt =
        ReplyScan.isReply(message) ? connection.ids.get(message.getShort(0) & 0xFFFF) : null;
    if (attempt == null) {
      counters.add(Count.WRONG_ID);
      return;
    }
    DnsExchange exchange = attempt.exchange;
    switch (ReplyScan.question(message, attempt.name, exchange.type, exchange.dclass)) {
      case SAME, OTHER_CASE -> {}
      case NONE, OTHER -> {
        if (attempt.edns && isRefusalOfEdns(ReplyScan.shortCode(message))) {
          withoutEdns(attempt);
        } else {
          counters.add(Count.WRONG_QUESTION);
        }
        return;
      }
    }
    connection.repliedAt = now;
    connection.replies++;
    if (ReplyScan.isTruncated(message)) {
      counters.add(Count.MALFORMED);
      exchange.malformed = true;
    } else if (isReadable(message, exchange) && isCookieRight(attempt)) {
      settle(attempt, message);
    }
  }

  private static boolean isRefusalOfEdns(int rcode) {
    return rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP;
  }

  private long roundTrip(Attempt attempt) {
    return attempt.transmissions == 1 && attempt.connection == null ? now - attempt.sentAt : -1;
  }

  /** A reply that may be believed. */
  private void settle(Attempt attempt, ByteBuffer message) {
    DnsExchange exchange = attempt.exchange;
    NameServer server = attempt.server;
    int rcode = scan.rcode();
    server.replied(now, roundTrip(attempt));
    if (attempt.edns && (rcode == BADVERS || (isRefusalOfEdns(rcode) && !scan.hasOpt()))) {
      withoutEdns(attempt);
      return;
    }
    if (rcode == BADCOOKIE && exchange.hops++ < MAX_BAD_COOKIES) {
      again(attempt);
      return;
    }
    if (rcode == BADCOOKIE && !exchange.overTcp) {
      overTcp(attempt);
      return;
    }
    counters.add(Count.RECEIVED);
    if (exchange.withoutEdns && !isRefusalOfEdns(rcode)) {
      server.stopEdns(now);
    }
    byte[] wire = new byte[message.limit()];
    message.get(0, wire);
    // What points to the question's name is to be spelt as it was asked.
    System.arraycopy(exchange.name, 0, wire, 12, exchange.name.length);
    if (isLesser(rcode) && exchange.pinned == null && exchange.hops + 1 < servers.length) {
      exchange.hops++;
      exchange.lesserReply = wire;
      attempt.forget();
      attempt.releaseSlot();
      failOver(exchange);
    } else if (deliver(exchange, wire)) {
      finish(exchange);
    }
  }

  /** Another server may know better. */
  private static boolean isLesser(int rcode) {
    return rcode == Rcode.SERVFAIL
        || rcode == Rcode.REFUSED
        || rcode == Rcode.NOTIMP
        || rcode == Rcode.NOTAUTH;
  }

  private boolean deliver(DnsExchange exchange, byte[] wire) {
    if (exchange.isCancelled() || exchange.onReply(wire)) {
      return true;
    }
    counters.add(Count.MALFORMED);
    exchange.malformed = true;
    return false;
  }

  private void withoutEdns(Attempt attempt) {
    attempt.exchange.withoutEdns = true;
    again(attempt);
  }

  private void overTcp(Attempt attempt) {
    attempt.exchange.overTcp = true;
    again(attempt);
  }

  /** Asks the same server at once, as it did answer. */
  private void again(Attempt attempt) {
    attempt.forget();
    if (!attempt.exchange.finished && attempt.exchange.tries < MAX_TRIES) {
      attempt.transmissions = 0;
      transmit(attempt);
    }
  }

  private void unreachable(Attempt attempt) {
    DnsExchange exchange = attempt.exchange;
    attempt.server.unreachable(now);
    attempt.forget();
    attempt.releaseSlot();
    if (exchange.finished) {
      return;
    }
    if (++exchange.refusals > choices(exchange)) {
      expire(exchange);
    } else {
      // The same server deserves a moment.
      retryAt(exchange, choices(exchange) == 1 ? now + CONNECT_AGAIN : now);
    }
  }

  private int choices(DnsExchange exchange) {
    return exchange.pinned == null ? servers.length : 1;
  }

  /** Timers. */
  void tick(long time) {
    now = time;
    wheel.advance(time, this::due);
    if (time - tidied > TIDY_PERIOD) {
      tidied = time;
      tidy();
    }
  }

  private void due(DnsExchange exchange) {
    if (exchange.isCancelled()) {
      finish(exchange);
      return;
    }
    if (now - exchange.deadline >= 0) {
      expire(exchange);
      return;
    }
    if (now - exchange.retryAt < 0 || exchange.tries >= MAX_TRIES) {
      wheel.set(exchange, exchange.tries >= MAX_TRIES ? exchange.deadline : exchange.retryAt);
      return;
    }
    Attempt attempt = exchange.attempts;
    if (attempt == null) {
      return;
    }
    if (!attempt.holdsSlot || attempt.transmissions == 0) {
      attempt.releaseSlot();
      failOver(exchange);
      return;
    }
    attempt.server.lost(attempt, now);
    TcpConnection connection = attempt.connection;
    if (connection != null) {
      attempt.forget();
      if (connection.repliedAt - attempt.sentAt < 0) {
        lose(connection);
      }
    }
    NameServer other = other(exchange);
    if (other == attempt.server) {
      counters.add(Count.RETRANSMITTED);
      transmit(attempt);
    } else {
      attempt.releaseSlot();
      failOver(exchange);
    }
  }

  private void failOver(DnsExchange exchange) {
    NameServer other = other(exchange);
    counters.add(other == exchange.server ? Count.RETRANSMITTED : Count.FAILED_OVER);
    ask(exchange, other);
  }

  /** The next server in turn that is good; the next of all if none is. */
  private NameServer other(DnsExchange exchange) {
    if (exchange.pinned != null) {
      return exchange.pinned;
    }
    int from = exchange.server == null ? 0 : exchange.server.index + 1;
    for (int i = 0; i < servers.length - 1; i++) {
      NameServer server = servers[(from + i) % servers.length];
      if (!server.isAvoided(now)) {
        return server;
      }
    }
    return servers[from % servers.length];
  }

  private void expire(DnsExchange exchange) {
    byte[] lesser = exchange.lesserReply;
    if (lesser == null || !deliver(exchange, lesser)) {
      counters.add(Count.TIMED_OUT);
      if (!exchange.isCancelled()) {
        exchange.onFailure(
            exchange.malformed
                ? Reason.MALFORMED
                : exchange.refusals > choices(exchange) ? Reason.UNREACHABLE : Reason.TIMED_OUT);
      }
    }
    finish(exchange);
  }

  private void finish(DnsExchange exchange) {
    exchange.finished = true;
    wheel.clear(exchange);
    for (Attempt attempt = exchange.attempts; attempt != null; attempt = attempt.older) {
      attempt.forget();
      attempt.releaseSlot();
    }
    exchange.attempts = null;
    onFinished.run();
  }

  private void serve(TcpConnection connection, SelectionKey key) {
    try {
      if (key.isConnectable()) {
        connection.connected();
      }
      if (key.isWritable()) {
        connection.flush();
      }
      if (key.isReadable()) {
        connection.read(now, this::reply);
        for (Attempt next = connection.nextQueued(); next != null; next = connection.nextQueued()) {
          frame(next, connection);
        }
      }
    } catch (IOException e) {
      lose(connection);
    }
  }

  /** The connection is of no more use. What it did not answer is asked again if it was of any. */
  private void lose(TcpConnection connection) {
    sockets--;
    List<Attempt> orphans = connection.close();
    if (connection.replies > 0 && !orphans.isEmpty()) {
      connection.server.tcpLimit = connection.replies;
    }
    for (Attempt attempt : orphans) {
      if (connection.replies > 0 && attempt.holdsSlot && !attempt.exchange.finished) {
        transmit(attempt);
      } else {
        unreachable(attempt);
      }
    }
  }

  /** Sends what was held together, and what has room by now. */
  void endOfTurn(long time) {
    now = time;
    while (!waiting.isEmpty()) {
      DnsExchange first = waiting.peek();
      if (!first.finished && !begin(first)) {
        break;
      }
      waiting.poll();
    }
    for (int i = 0; i < dirty.size(); i++) {
      TcpConnection connection = dirty.get(i);
      connection.dirty = false;
      try {
        if (connection.server.connection == connection) {
          connection.flush();
        }
      } catch (IOException e) {
        lose(connection);
      }
    }
    dirty.clear();
  }

  private void tidy() {
    sockets = 0;
    for (NameServer server : servers) {
      sockets += server.ports.tidy(now);
      TcpConnection connection = server.connection;
      if (connection != null && connection.isIdle() && now - connection.usedAt > TCP_IDLE) {
        connection.close();
      } else if (connection != null) {
        sockets++;
      }
    }
  }

  boolean hasSockets() {
    return sockets > 0;
  }

  long untilNext(long time) {
    return wheel.untilNext(time);
  }

  /** Fails an exchange that is not started. */
  void refuse(DnsExchange exchange) {
    if (!exchange.finished && !exchange.started) {
      exchange.finished = true;
      exchange.onFailure(Reason.CLOSED);
      onFinished.run();
    }
  }

  void close() {
    for (DnsExchange exchange : waiting) {
      close(exchange);
    }
    waiting.clear();
    for (DnsExchange exchange = wheel.any(); exchange != null; exchange = wheel.any()) {
      close(exchange);
    }
    for (NameServer server : servers) {
      server.ports.close();
      if (server.connection != null) {
        server.connection.close();
      }
    }
  }

  private void close(DnsExchange exchange) {
    if (!exchange.finished) {
      if (!exchange.isCancelled()) {
        exchange.onFailure(Reason.CLOSED);
      }
      finish(exchange);
    }
  }
}
