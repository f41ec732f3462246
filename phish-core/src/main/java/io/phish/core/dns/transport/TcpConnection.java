package io.phish.core.dns.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions to one server over one connection, written one behind the other without waiting for
 * replies, which come in any order (RFC 7766, sections 6.2.1.1 and 7). What the server does not
 * take at once waits.
 */
final class TcpConnection {
  private static final int FIRST_BUFFER = 4_096;
  private static final int MAX_FRAME = 2 + 65_535;

  final NameServer server;
  final SocketChannel channel;
  final SelectionKey key;
  final IdTable ids = new IdTable();
  long usedAt;
  long repliedAt;
  int replies;
  boolean dirty;

  private final Deque<Attempt> backlog = new ArrayDeque<>();
  private ByteBuffer in = ByteBuffer.allocate(FIRST_BUFFER);
  private ByteBuffer out = ByteBuffer.allocate(FIRST_BUFFER);

  /** Takes whole messages, positioned at 0, valid during the call. */
  interface Receiver {
    void receive(TcpConnection connection, ByteBuffer message);
  }

  private TcpConnection(NameServer server, SocketChannel channel, SelectionKey key, long now) {
    this.server = server;
    this.channel = channel;
    this.key = key;
    this.usedAt = now;
    this.repliedAt = now;
  }

  /** Begins to connect. */
  static TcpConnection open(NameServer server, Selector selector, long now) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      boolean connected = channel.connect(server.address);
      SelectionKey key =
          channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
      TcpConnection connection = new TcpConnection(server, channel, key, now);
      key.attach(connection);
      return connection;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  boolean isFull() {
    return ids.size() >= Math.min(server.tcpLimit, IdTable.MAX_SIZE);
  }

  /** Keeps an attempt until there is room for it. */
  void queue(Attempt attempt) {
    attempt.connection = this;
    attempt.id = -1;
    backlog.add(attempt);
  }

  /** The next of those kept, null if there is none or no room. */
  @Nullable Attempt nextQueued() {
    return isFull() ? null : backlog.poll();
  }

  /** Where the frame of a message is written to; {@link #written} must follow. */
  ByteBuffer frame(int room) {
    if (out.remaining() < room + 2) {
      out =
          ByteBuffer.wrap(Arrays.copyOf(out.array(), 2 * (out.capacity() + room)))
              .position(out.position());
    }
    return out.putShort((short) 0);
  }

  /** Ends the frame that begins at this position. */
  void written(int start, long now) {
    out.putShort(start, (short) (out.position() - start - 2));
    usedAt = now;
  }

  int position() {
    return out.position();
  }

  void connected() throws IOException {
    channel.finishConnect();
    key.interestOps(SelectionKey.OP_READ);
    flush();
  }

  /** Writes what the socket takes. */
  void flush() throws IOException {
    if (!channel.isConnected()) {
      return;
    }
    out.flip();
    channel.write(out);
    out.compact();
    key.interestOps(
        out.position() == 0 ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  /** Reads what there is, once, and hands over what is complete. */
  void read(long now, Receiver receiver) throws IOException {
    int count = channel.read(in);
    if (count < 0) {
      throw new EOFException("closed by " + server.address);
    }
    in.flip();
    while (in.remaining() >= 2) {
      int length = in.getShort(in.position()) & 0xFFFF;
      if (in.remaining() < 2 + length) {
        break;
      }
      ByteBuffer message = in.slice(in.position() + 2, length);
      in.position(in.position() + 2 + length);
      usedAt = now;
      receiver.receive(this, message);
    }
    in.compact();
    if (!in.hasRemaining()) {
      int capacity = Math.min(2 * in.capacity(), 2 * MAX_FRAME);
      in = ByteBuffer.wrap(Arrays.copyOf(in.array(), capacity)).position(in.position());
    }
  }

  void forget(Attempt attempt) {
    if (attempt.id < 0) {
      backlog.remove(attempt);
    } else {
      ids.remove(attempt.id);
    }
  }

  boolean isIdle() {
    return ids.size() == 0 && backlog.isEmpty();
  }

  /** Closes it and returns what was under way or waiting. */
  List<Attempt> close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
    if (server.connection == this) {
      server.connection = null;
    }
    List<Attempt> orphans = new ArrayList<>(Arrays.asList(ids.drain()));
    orphans.addAll(backlog);
    backlog.clear();
    orphans.forEach(attempt -> attempt.connection = null);
    return orphans;
  }
}
