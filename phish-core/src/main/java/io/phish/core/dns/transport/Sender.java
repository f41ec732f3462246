package io.phish.core.dns.transport;

import io.phish.core.dns.transport.Counters.Count;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Puts attempts on the wire, and opens and gives back the sockets for that. */
final class Sender {
  private static final long TCP_IDLE = TimeUnit.SECONDS.toNanos(5);

  /** Beyond so many sockets a server has no more than one: file descriptors are few. */
  private static final int MANY_SOCKETS = 256;

  private final NioTransport.Settings settings;
  private final Selector selector;
  private final RandomSource random;
  private final Counters counters;
  private final ByteBuffer out =
      ByteBuffer.allocateDirect(Queries.MAX_LENGTH + DnsExchange.MAX_OPTIONS);
  private final List<TcpConnection> dirty = new ArrayList<>();
  private int sockets;

  Sender(
      NioTransport.Settings settings, Selector selector, RandomSource random, Counters counters) {
    this.settings = settings;
    this.selector = selector;
    this.random = random;
    this.counters = counters;
  }

  boolean hasSockets() {
    return sockets > 0;
  }

  /**
   * Sends over UDP.
   *
   * @return whether the socket took it
   * @throws IOException if the server cannot be reached
   */
  boolean overUdp(Attempt attempt, long now) throws IOException {
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

  /**
   * Sends over TCP, at the end of the turn or when the connection has room.
   *
   * @throws IOException if the server cannot be reached
   */
  void overTcp(Attempt attempt, long now) throws IOException {
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
      frame(attempt, connection, now);
    }
  }

  /** Sends what waited for room on a connection. */
  void sendQueued(TcpConnection connection, long now) {
    for (Attempt next = connection.nextQueued(); next != null; next = connection.nextQueued()) {
      frame(next, connection, now);
    }
  }

  private void frame(Attempt attempt, TcpConnection connection, long now) {
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

  /** Writes what was framed in this turn; connections that take nothing are handed over. */
  void flush(Consumer<TcpConnection> broken) {
    for (int i = 0; i < dirty.size(); i++) {
      TcpConnection connection = dirty.get(i);
      connection.dirty = false;
      try {
        if (connection.server.connection == connection) {
          connection.flush();
        }
      } catch (IOException e) {
        broken.accept(connection);
      }
    }
    dirty.clear();
  }

  /** Closes a connection; returns what was under way. */
  List<Attempt> close(TcpConnection connection) {
    sockets--;
    return connection.close();
  }

  /** Lets go of sockets that are old or idle. */
  void tidy(NameServer[] servers, long now) {
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
}
