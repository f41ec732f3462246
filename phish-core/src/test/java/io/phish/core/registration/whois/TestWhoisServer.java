package io.phish.core.registration.whois;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One of {@link TestWhoisServers}; counts what it is asked. */
public final class TestWhoisServer {
  private final TestWhoisServers all;
  private final ServerSocketChannel channel;
  private final InetSocketAddress address;
  private final Script script;
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private final Queue<Long> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  TestWhoisServer(TestWhoisServers all, ServerSocketChannel channel, Script script)
      throws IOException {
    this.all = all;
    this.channel = channel;
    this.address = (InetSocketAddress) channel.getLocalAddress();
    this.script = script;
  }

  /** What a server does. Called on the thread of all servers, so it must not block. */
  @FunctionalInterface
  public interface Script {
    /** A line was read, without its end. */
    void asked(Conversation conversation, String query);

    /** Somebody has connected. */
    default void connected(Conversation conversation) {}

    /** Answers and closes. */
    static Script reply(String text) {
      return replyAfter(Duration.ZERO, query -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** Works an answer out of the query, sends it after a while and closes. */
    static Script replyAfter(Duration delay, Function<String, byte[]> answer) {
      return (conversation, query) -> {
        byte[] octets = answer.apply(query);
        if (delay.isZero()) {
          conversation.send(octets).close();
        } else {
          conversation.after(delay, () -> conversation.send(octets).close());
        }
      };
    }

    /** Takes connections and queries and says nothing. */
    static Script silent() {
      return (conversation, query) -> {};
    }

    /** Resets a connection as soon as it is there. */
    static Script reset() {
      return new Script() {
        @Override
        public void asked(Conversation conversation, String query) {}

        @Override
        public void connected(Conversation conversation) {
          conversation.reset();
        }
      };
    }

    /** Sends one octet at a time and never closes. */
    static Script drip(String text, Duration interval) {
      return (conversation, query) -> conversation.drip(text, 0, interval);
    }

    /** Sends so many octets as fast as they are taken, then closes. */
    static Script flood(long octets) {
      return (conversation, query) -> conversation.flood(octets);
    }
  }

  /** The address it listens on. */
  public InetSocketAddress address() {
    return address;
  }

  /** The address as {@code 127.0.0.1:4343}. */
  public String hostPort() {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** What it was asked, in order. */
  public List<String> queries() {
    return List.copyOf(queries);
  }

  /** How many connections there were. */
  public int connections() {
    return connections.get();
  }

  /** How many connections there are. */
  public int open() {
    return open.get();
  }

  /** How many connections there were at once at most. */
  public int mostOpen() {
    return mostOpen.get();
  }

  /** How many connections came within any time of this length at most. */
  public int mostWithin(Duration window) {
    long[] times = arrivals.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(times);
    int most = 0;
    int from = 0;
    for (int to = 0; to < times.length; to++) {
      while (times[to] - times[from] > window.toNanos()) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }

  /** Listens no more: who connects is refused. */
  public void stop() {
    all.execute(
        () -> {
          try {
            channel.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  void accepted(SocketChannel accepted) throws IOException {
    arrivals.add(System.nanoTime());
    connections.incrementAndGet();
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    accepted.configureBlocking(false);
    Conversation conversation = new Conversation(accepted);
    conversation.key = all.register(accepted, SelectionKey.OP_READ, conversation);
    script.connected(conversation);
  }

  /** A connection; for the script, on the thread of all servers. */
  public final class Conversation {
    private final SocketChannel socket;
    private final StringBuilder line = new StringBuilder();
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private SelectionKey key;
    private long flood;
    private boolean closing;
    private boolean closed;

    @SuppressWarnings("NullAway.Init") // the key is set before anything is called
    private Conversation(SocketChannel socket) {
      this.socket = socket;
    }

    /** Sends text in UTF-8. */
    public Conversation send(String text) {
      return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends octets, as fast as they are taken. */
    public Conversation send(byte[] octets) {
      unsent.add(ByteBuffer.wrap(octets));
      drain();
      return this;
    }

    /** Sends so many octets, then closes. */
    public void flood(long octets) {
      flood = octets;
      close();
    }

    /** Does something later, unless the connection has ended by then. */
    public void after(Duration delay, Runnable action) {
      all.after(
          delay.toNanos(),
          () -> {
            if (!closed) {
              action.run();
            }
          });
    }

    /** Closes once everything is sent. */
    public void close() {
      closing = true;
      drain();
    }

    /** Ends the connection with RST. */
    public void reset() {
      try {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        // The other side has ended it already.
      }
      end();
    }

    /** Ends the own half of the connection and keeps the other. */
    public void halfClose() {
      try {
        socket.shutdownOutput();
      } catch (IOException e) {
        end();
      }
    }

    private void drip(String text, int from, Duration interval) {
      send(text.substring(from % text.length(), from % text.length() + 1));
      after(interval, () -> drip(text, from + 1, interval));
    }

    void ready(SelectionKey ready) {
      if (ready.isReadable()) {
        read();
      }
      if (!closed && ready.isWritable()) {
        drain();
      }
    }

    private void read() {
      ByteBuffer buffer = ByteBuffer.allocate(1024);
      try {
        int read = socket.read(buffer);
        if (read < 0) {
          end();
          return;
        }
      } catch (IOException e) {
        end();
        return;
      }
      line.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
      int end = line.indexOf("\r\n");
      if (end >= 0) {
        String query = line.substring(0, end);
        line.setLength(0);
        queries.add(query);
        script.asked(this, query);
      }
    }

    private void drain() {
      if (closed) {
        return;
      }
      try {
        while (!unsent.isEmpty() || flood > 0) {
          if (unsent.isEmpty()) {
            byte[] piece = new byte[(int) Math.min(flood, 65_536)];
            Arrays.fill(piece, (byte) 'x');
            flood -= piece.length;
            unsent.add(ByteBuffer.wrap(piece));
          }
          ByteBuffer next = unsent.element();
          socket.write(next);
          if (next.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            return;
          }
          unsent.remove();
        }
        key.interestOps(SelectionKey.OP_READ);
        if (closing) {
          end();
        }
      } catch (IOException e) {
        end();
      }
    }

    private void end() {
      if (closed) {
        return;
      }
      closed = true;
      open.decrementAndGet();
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
