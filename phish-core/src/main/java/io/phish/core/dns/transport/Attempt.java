package io.phish.core.dns.transport;

import org.jspecify.annotations.Nullable;

/** One id under which one server was asked; of the selector thread. */
final class Attempt {
  final DnsExchange exchange;
  final NameServer server;
  final @Nullable Attempt older;

  /** The name with the case it was sent in. */
  final byte[] name;

  int id = -1;
  long sentAt;
  int transmissions;
  boolean edns;
  boolean holdsSlot = true;
  @Nullable UdpPort port;
  @Nullable TcpConnection connection;

  Attempt(DnsExchange exchange, NameServer server, byte[] name) {
    this.exchange = exchange;
    this.server = server;
    this.name = name;
    this.older = exchange.attempts;
    exchange.attempts = this;
  }

  /** A reply under its id means nothing any more. */
  void forget() {
    if (port != null) {
      port.ids.remove(id);
      port = null;
    }
    if (connection != null) {
      connection.forget(this);
      connection = null;
    }
  }

  /** It no longer counts against the server's window. */
  void releaseSlot() {
    if (holdsSlot) {
      holdsSlot = false;
      server.inFlight--;
    }
  }
}
