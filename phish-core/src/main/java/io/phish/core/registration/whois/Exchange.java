package io.phish.core.registration.whois;

import io.phish.core.registration.whois.WhoisException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One question and its reply over one connection (RFC 3912): connect, send a line, read until the
 * other side closes. Only on the event loop. Never tells of its end while it is being started.
 */
final class Exchange implements EventLoop.Handler, Query.Place {
  /** Of a reply, in octets. */
  static final int MAX_REPLY = 256 << 10;

  private static final int FIRST_CAPACITY = 4 << 10;

  private final Network network;
  private final Lane lane;
  private final Query query;
  private final ByteBuffer line;
  private final long started = EventLoop.now();

  private @Nullable SocketChannel channel;
  private EventLoop.@Nullable Timer timer;
  private byte[] octets = {};
  private int length;
  private boolean connected;
  private boolean ended;

  Exchange(Network network, Lane lane, Query query, byte[] line) {
    this.network = network;
    this.lane = lane;
    this.query = query;
    this.line = ByteBuffer.wrap(line);
  }

  /**
   * Connects.
   *
   * @param connectNanos for how long to try
   */
  void start(InetSocketAddress address, long connectNanos) {
    timer = network.loop().after(connectNanos, this::expire);
    try {
      SocketChannel opened = SocketChannel.open();
      channel = opened;
      opened.configureBlocking(false);
      boolean atOnce = opened.connect(address);
      int operation = atOnce ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
      SelectionKey key = network.loop().register(opened, operation, this);
      if (atOnce) {
        onConnected(key, opened);
      }
    } catch (IOException e) {
      network.loop().execute(() -> fail(e));
    }
  }

  private void onConnected(SelectionKey key, SocketChannel socket) throws IOException {
    connected = true;
    network.loop().cancel(timer);
    long left = network.settings().queryTimeout().toNanos() - elapsed();
    timer = network.loop().after(left, this::expire);
    write(key, socket);
  }

  private void write(SelectionKey key, SocketChannel socket) throws IOException {
    socket.write(line);
    key.interestOps(line.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  @Override
  public void ready(SelectionKey key) {
    SocketChannel socket = channel;
    if (ended || socket == null) {
      return;
    }
    try {
      if (key.isConnectable()) {
        socket.finishConnect();
        onConnected(key, socket);
      } else if (key.isWritable()) {
        write(key, socket);
      }
      if (key.isReadable()) {
        read(socket);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void read(SocketChannel socket) throws IOException {
    ByteBuffer buffer = network.loop().buffer();
    int read = socket.read(buffer);
    if (read < 0) {
      finish(true);
      return;
    }
    int room = Math.min(buffer.flip().remaining(), MAX_REPLY - length);
    append(buffer, room);
    if (buffer.hasRemaining() || network.isOutOfMemory()) {
      finish(false);
    }
  }

  private void append(ByteBuffer buffer, int count) {
    if (length + count > octets.length) {
      int larger = Math.max(Math.max(FIRST_CAPACITY, 2 * octets.length), length + count);
      octets = Arrays.copyOf(octets, Math.min(MAX_REPLY, larger));
    }
    buffer.get(octets, length, count);
    length += count;
    network.hold(count);
  }

  /** The time is up: what was read is the reply. */
  void expire() {
    if (length > 0) {
      finish(false);
    } else {
      String what = connected ? "no answer" : "no connection";
      fail(Reason.TIMEOUT, what + " within " + elapsed() / 1_000_000 + " ms");
    }
  }

  private void fail(IOException e) {
    String message = String.valueOf(e.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (connected && length > 0) {
      finish(false);
    } else if (connected) {
      fail(Reason.RESET, message);
    } else if (lower.contains("refused")) {
      fail(Reason.REFUSED, message);
    } else {
      fail(lower.contains("reset") ? Reason.RESET : Reason.UNREACHABLE, message);
    }
  }

  private void finish(boolean complete) {
    if (length == 0) {
      fail(Reason.RESET, "the connection was closed without an answer");
    } else if (end()) {
      lane.replied(query, octets, length, complete, elapsed());
    }
  }

  private void fail(Reason reason, String message) {
    if (end()) {
      network.release(length);
      lane.failed(query, reason, message, elapsed(), connected);
    }
  }

  @Override
  public void withdraw(Query withdrawn) {
    if (end()) {
      network.release(length);
      lane.withdrawn(query);
    }
  }

  private boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
    network.loop().cancel(timer);
    SocketChannel socket = channel;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // There is nothing left to be closed.
      }
    }
    return true;
  }

  private long elapsed() {
    return EventLoop.now() - started;
  }
}
