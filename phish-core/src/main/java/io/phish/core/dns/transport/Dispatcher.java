package io.phish.core.dns.transport;

import io.phish.core.dns.transport.Counters.Count;
import io.phish.core.dns.transport.DnsTransportException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What becomes of the exchanges of one selector thread; only that thread calls it. */
final class Dispatcher {
  private static final int MAX_TRIES = 16;
  private static final long SEND_AGAIN = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long CONNECT_AGAIN = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long MIN_TCP_PATIENCE = TimeUnit.SECONDS.toNanos(2);
  private static final long TIDY_PERIOD = TimeUnit.SECONDS.toNanos(1);

  /** Datagrams read from one socket before the others have their turn. */
  private static final int READS = 64;

  private static final int MAX_BAD_COOKIES = 2;

  /** Of a client, in octets (RFC 7873, section 4.1). */
  private static final int COOKIE = 8;

  private final NioTransport.Settings settings;
  private final AtomicInteger open;
  private final RandomSource random = new RandomSource();
  private final TimerWheel wheel;
  private final Counters counters = new Counters();
  private final NameServer[] servers;
  private final Deque<DnsExchange> waiting = new ArrayDeque<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
  private final ReplyJudge judge;
  private final Sender sender;
  private long now;
  private long tidied;

  Dispatcher(NioTransport.Settings settings, Selector selector, AtomicInteger open, long now) {
    this.settings = settings;
    this.open = open;
    this.wheel = new TimerWheel(now);
    this.judge = new ReplyJudge(settings, counters);
    this.sender = new Sender(settings, selector, random, counters);
    this.now = now;
    this.tidied = now;
    this.servers = new NameServer[settings.servers().size()];
    for (int i = 0; i < servers.length; i++) {
      UdpPorts ports = new UdpPorts(selector, random, settings.socketsPerServer());
      servers[i] =
          new NameServer(
              i, settings.servers().get(i), ports, settings.window(), random.bytes(COOKIE));
    }
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
    NameServer server = withRoom();
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
  private @Nullable NameServer withRoom() {
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
        sender.overTcp(attempt, now);
      } else if (!sender.overUdp(attempt, now)) {
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
    act(attempt, judge.ofDatagram(attempt, message), message);
  }

  private void reply(TcpConnection connection, ByteBuffer message) {
    Attempt attempt =
        ReplyScan.isReply(message) ? connection.ids.get(message.getShort(0) & 0xFFFF) : null;
    if (attempt == null) {
      counters.add(Count.WRONG_ID);
      return;
    }
    connection.repliedAt = now;
    connection.replies++;
    act(attempt, judge.ofFrame(attempt, message), message);
  }

  private void act(Attempt attempt, ReplyJudge.Verdict verdict, ByteBuffer message) {
    DnsExchange exchange = attempt.exchange;
    if (verdict == ReplyJudge.Verdict.IGNORED) {
      return;
    }
    attempt.server.replied(now, roundTrip(attempt));
    switch (verdict) {
      case WITHOUT_EDNS -> {
        exchange.withoutEdns = true;
        again(attempt);
      }
      case OVER_TCP -> {
        exchange.overTcp = true;
        again(attempt);
      }
      case WITH_COOKIE -> {
        exchange.overTcp |= ++exchange.badCookies > MAX_BAD_COOKIES;
        again(attempt);
      }
      default -> settle(attempt, message);
    }
  }

  private long roundTrip(Attempt attempt) {
    return attempt.transmissions == 1 && attempt.connection == null ? now - attempt.sentAt : -1;
  }

  /** A reply that may be believed. */
  private void settle(Attempt attempt, ByteBuffer message) {
    DnsExchange exchange = attempt.exchange;
    NameServer server = attempt.server;
    int rcode = judge.rcode();
    counters.add(Count.RECEIVED);
    if (exchange.withoutEdns && !ReplyJudge.isRefusalOfEdns(rcode)) {
      server.stopEdns(now);
    }
    byte[] wire = new byte[message.limit()];
    message.get(0, wire);
    // What points to the question's name is to be spelt as it was asked.
    System.arraycopy(exchange.name, 0, wire, 12, exchange.name.length);
    if (ReplyJudge.isLesser(rcode) && exchange.hops + 1 < servers.length) {
      exchange.hops++;
      exchange.lesserReply = wire;
      attempt.forget();
      attempt.releaseSlot();
      failOver(exchange);
    } else if (deliver(exchange, wire)) {
      finish(exchange);
    }
  }

  private boolean deliver(DnsExchange exchange, byte[] wire) {
    if (exchange.isCancelled()) {
      return true;
    }
    release(exchange);
    if (exchange.onReply(wire)) {
      return true;
    }
    exchange.released = false;
    open.incrementAndGet();
    counters.add(Count.MALFORMED);
    exchange.malformed = true;
    return false;
  }

  /** Counts it no longer: who hears of the end may ask the next question at once. */
  private void release(DnsExchange exchange) {
    if (!exchange.released) {
      exchange.released = true;
      open.decrementAndGet();
    }
  }

  private void fail(DnsExchange exchange, Reason reason) {
    release(exchange);
    if (!exchange.isCancelled()) {
      exchange.onFailure(reason);
    }
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
    if (++exchange.refusals > servers.length) {
      expire(exchange);
    } else {
      // The same server deserves a moment.
      retryAt(exchange, servers.length == 1 ? now + CONNECT_AGAIN : now);
    }
  }

  /** Timers. */
  void tick(long time) {
    now = time;
    wheel.advance(time, this::due);
    if (time - tidied > TIDY_PERIOD) {
      tidied = time;
      sender.tidy(servers, now);
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
      attempt.forget();
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

  /** The next server in turn that is good, this one last; the next of all if none is. */
  private NameServer other(DnsExchange exchange) {
    int from = exchange.server == null ? 0 : exchange.server.index + 1;
    for (int i = 0; i < servers.length; i++) {
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
      fail(
          exchange,
          exchange.malformed
              ? Reason.MALFORMED
              : exchange.refusals > servers.length ? Reason.UNREACHABLE : Reason.TIMED_OUT);
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
    release(exchange);
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
        sender.sendQueued(connection, now);
      }
    } catch (IOException e) {
      lose(connection);
    }
  }

  /** The connection is of no more use. What it did not answer is asked again if it was of any. */
  private void lose(TcpConnection connection) {
    List<Attempt> orphans = sender.close(connection);
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
    sender.flush(this::lose);
  }

  boolean hasSockets() {
    return sender.hasSockets();
  }

  long untilNext(long time) {
    return wheel.untilNext(time);
  }

  /** Fails an exchange that is not started. */
  void refuse(DnsExchange exchange) {
    if (!exchange.finished && !exchange.started) {
      exchange.finished = true;
      fail(exchange, Reason.CLOSED);
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
      fail(exchange, Reason.CLOSED);
      finish(exchange);
    }
  }
}
