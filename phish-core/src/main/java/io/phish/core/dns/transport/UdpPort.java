package io.phish.core.dns.transport;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;

/** One connected socket: the kernel drops what does not come from the server. */
final class UdpPort {
  final NameServer server;
  final DatagramChannel channel;
  final SelectionKey key;
  final IdTable ids = new IdTable();
  final long openedAt;
  long usedAt;
  int uses;
  boolean retired;

  UdpPort(NameServer server, DatagramChannel channel, SelectionKey key, long now) {
    this.server = server;
    this.channel = channel;
    this.key = key;
    this.openedAt = now;
    this.usedAt = now;
  }

  void close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
