package io.phish.core.dns.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The sockets to one server. Each question takes one at random, and each has a port that nobody can
 * foretell and that is given up after so many questions and so much time (RFC 5452, section 9.2).
 */
final class UdpPorts {
  private static final int MAX_USES = 1 << 14;
  private static final long MAX_AGE = TimeUnit.SECONDS.toNanos(30);
  private static final long MAX_IDLE = TimeUnit.SECONDS.toNanos(5);

  /** What replies may pile up while the thread is busy; the kernel may grant less. */
  private static final int RECEIVE_BUFFER = 1 << 20;

  /** Above the well-known ports and most of the registered ones. */
  private static final int FIRST_PORT = 10_000;

  private static final int BIND_TRIES = 8;

  private final Selector selector;
  private final RandomSource random;
  private final int max;
  private final List<UdpPort> open = new ArrayList<>();
  private final List<UdpPort> retired = new ArrayList<>();

  UdpPorts(Selector selector, RandomSource random, int max) {
    this.selector = selector;
    this.random = random;
    this.max = max;
  }

  /** A socket for the next question. */
  UdpPort take(NameServer server, long now, boolean mayGrow) throws IOException {
    UdpPort port;
    if (open.isEmpty() || (mayGrow && open.size() < max)) {
      port = open(server, now);
      open.add(port);
    } else {
      port = open.get(random.below(open.size()));
    }
    port.usedAt = now;
    if (++port.uses >= MAX_USES || port.ids.size() >= IdTable.MAX_SIZE) {
      retire(port);
    }
    return port;
  }

  private UdpPort open(NameServer server, long now) throws IOException {
    boolean six = server.address.getAddress() instanceof Inet6Address;
    DatagramChannel channel =
        DatagramChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      bind(channel);
      channel.connect(server.address);
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      UdpPort port = new UdpPort(server, channel, key, now);
      key.attach(port);
      return port;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void bind(DatagramChannel channel) throws IOException {
    for (int i = 0; i < BIND_TRIES; i++) {
      try {
        int port = FIRST_PORT + random.below((1 << 16) - FIRST_PORT);
        channel.bind(new InetSocketAddress(port));
        return;
      } catch (BindException e) {
        // Somebody has it; another one.
      }
    }
    channel.bind(null);
  }

  private void retire(UdpPort port) {
    if (!port.retired) {
      port.retired = true;
      open.remove(port);
      retired.add(port);
    }
  }

  /** Lets go of what is old, idle or given up. Returns how many sockets are left. */
  int tidy(long now) {
    for (int i = open.size() - 1; i >= 0; i--) {
      UdpPort port = open.get(i);
      boolean idle = port.ids.size() == 0 && now - port.usedAt > MAX_IDLE;
      if (idle || now - port.openedAt > MAX_AGE) {
        retire(port);
      }
    }
    retired.removeIf(
        port -> {
          if (port.ids.size() > 0) {
            return false;
          }
          port.close();
          return true;
        });
    return size();
  }

  int size() {
    return open.size() + retired.size();
  }

  void close() {
    open.forEach(UdpPort::close);
    retired.forEach(UdpPort::close);
    open.clear();
    retired.clear();
  }
}
