package io.phish.core.dns.transport;

import io.phish.core.dns.transport.DnsTransportException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/**
 * DNS over UDP, and over TCP where a reply does not fit, on a few selector threads and without
 * blocking anybody. Threads and sockets are opened with the first question.
 *
 * <p>A reply is believed if it comes from the server that was asked, to the port it was asked from,
 * with the id and the question (RFC 5452, section 9); ports and ids cannot be foretold, and sockets
 * are changed all the time. Anything else is counted and the wait goes on. Where a server takes
 * part, DNS cookies (RFC 7873) make forging harder still.
 *
 * <p>A question that is not answered is sent again, later each time and with jitter, to the next
 * server if there is one; a server that is silent or fails is avoided for a while. How many
 * questions are under way to one server adapts to how quickly it answers; what exceeds that waits.
 *
 * <p>Safe for any number of threads. Futures complete on a selector thread: whatever depends on
 * them must not block there.
 */
public final class NioTransport implements DnsTransport {
  private final Settings settings;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicLong overloaded = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile List<SelectorLoop> loops = List.of();
  private volatile boolean closed;

  private NioTransport(Settings settings) {
    this.settings = settings;
  }

  /**
   * A transport to these servers.
   *
   * @param servers with resolved addresses, in the order in which they are preferred; at least one
   */
  public static Builder builder(List<InetSocketAddress> servers) {
    return new Builder(servers);
  }

  /** A transport to one server, with defaults. */
  public static NioTransport to(InetSocketAddress server) {
    return builder(List.of(server)).build();
  }

  @Override
  public CompletableFuture<Message> send(Message query, Duration timeout) {
    ReplyFuture future = new ReplyFuture(this);
    FutureExchange exchange = new FutureExchange(query, timeout, future);
    future.exchange = exchange;
    submit(exchange);
    return future;
  }

  /**
   * Asks. Returns at once; if the transport is closed or overloaded, the exchange hears of it
   * before.
   *
   * @param exchange that was not submitted before
   */
  public void submit(DnsExchange exchange) {
    if (open.incrementAndGet() > settings.maxOpen()) {
      open.decrementAndGet();
      overloaded.incrementAndGet();
      exchange.onFailure(Reason.OVERLOADED);
      return;
    }
    SelectorLoop loop = loopFor(exchange);
    if (loop == null) {
      open.decrementAndGet();
      exchange.onFailure(closed ? Reason.CLOSED : Reason.UNREACHABLE);
      return;
    }
    loop.submit(exchange);
    if (closed) {
      loop.sweep();
    }
  }

  /** Ends an exchange of which nobody wants to hear any more. It is not told. */
  public void cancel(DnsExchange exchange) {
    exchange.cancelled = true;
    SelectorLoop loop = exchange.loop;
    if (loop != null) {
      loop.submit(exchange);
    }
  }

  private @Nullable SelectorLoop loopFor(DnsExchange exchange) {
    List<SelectorLoop> running = loops;
    if (running.isEmpty()) {
      running = start();
    }
    if (running.isEmpty()) {
      return null;
    }
    int index = running.size() == 1 ? 0 : Math.floorMod(turn.getAndIncrement(), running.size());
    SelectorLoop loop = running.get(index);
    exchange.loop = loop;
    return loop;
  }

  private List<SelectorLoop> start() {
    lock.lock();
    try {
      if (!loops.isEmpty() || closed) {
        return loops;
      }
      List<SelectorLoop> started = new ArrayList<>();
      try {
        for (int i = 1; i <= settings.threads(); i++) {
          started.add(new SelectorLoop(settings, open, "phish-dns-" + i));
        }
      } catch (IOException e) {
        started.forEach(SelectorLoop::close);
        return List.of();
      }
      loops = List.copyOf(started);
      return loops;
    } finally {
      lock.unlock();
    }
  }

  /** What was done so far. */
  public TransportStatistics statistics() {
    return Counters.sum(loops.stream().map(SelectorLoop::counters).toList(), overloaded.get());
  }

  /** How many exchanges are under way or wait. */
  public int open() {
    return open.get();
  }

  /** Fails what is on its way and ends threads and sockets; when it returns, they are gone. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    loops.forEach(SelectorLoop::close);
  }

  /** How a transport is to be. */
  record Settings(
      List<InetSocketAddress> servers,
      int threads,
      int socketsPerServer,
      int window,
      int maxOpen,
      int payload,
      boolean mixedCase,
      boolean cookies,
      boolean tcpOnly) {}

  /** Makes transports; not safe for several threads. */
  public static final class Builder {
    /** What fits into a packet on nearly every path (DNS flag day 2020). */
    private static final int SAFE_PAYLOAD = 1_232;

    private final List<InetSocketAddress> servers;
    private int threads = 1;
    private int socketsPerServer = 8;
    private int window = 2_048;
    private int maxOpen = 1 << 16;
    private int payload = SAFE_PAYLOAD;
    private boolean mixedCase;
    private boolean cookies = true;
    private boolean tcpOnly;

    private Builder(List<InetSocketAddress> servers) {
      this.servers = List.copyOf(servers);
      if (this.servers.isEmpty()) {
        throw new IllegalArgumentException("servers is empty");
      }
      for (InetSocketAddress server : this.servers) {
        if (server.isUnresolved() || server.getPort() == 0) {
          throw new IllegalArgumentException("server " + server + " has no address or no port");
        }
      }
    }

    /** How many selector threads, 1 to 64; by default 1, which is enough for 100,000/s. */
    public Builder threads(int count) {
      threads = within("threads", count, 1, 64);
      return this;
    }

    /** How many sockets a server is asked from in turn, per thread, 1 to 64; by default 8. */
    public Builder socketsPerServer(int count) {
      socketsPerServer = within("socketsPerServer", count, 1, 64);
      return this;
    }

    /** How many questions to one server may be under way, per thread; by default 2,048. */
    public Builder window(int questions) {
      window = within("window", questions, 1, 16_384);
      return this;
    }

    /**
     * How many questions may be under way or wait; more are turned away. By default 65,536.
     *
     * @param questions 1 to 16,777,216
     */
    public Builder maxOpen(int questions) {
      maxOpen = within("maxOpen", questions, 1, 1 << 24);
      return this;
    }

    /**
     * What servers are told of the room for replies over UDP (RFC 6891, section 6.2.3); 0 for no
     * EDNS at all. By default 1,232.
     *
     * @param octets 0 or 512 to 65,535
     */
    public Builder payload(int octets) {
      payload = octets == 0 ? 0 : within("payload", octets, 512, 65_535);
      return this;
    }

    /** Whether the case of letters is left to chance and has to come back (0x20); off. */
    public Builder mixedCase(boolean mixed) {
      mixedCase = mixed;
      return this;
    }

    /** Whether cookies (RFC 7873) are sent; on. */
    public Builder cookies(boolean sent) {
      cookies = sent;
      return this;
    }

    /** Whether everything goes over TCP; off. */
    public Builder tcpOnly(boolean only) {
      tcpOnly = only;
      return this;
    }

    private static int within(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + " " + value + " is not within " + least + " and " + most);
      }
      return value;
    }

    /** A transport; it opens nothing yet. */
    public NioTransport build() {
      return new NioTransport(
          new Settings(
              servers,
              threads,
              socketsPerServer,
              window,
              maxOpen,
              payload,
              mixedCase,
              cookies,
              tcpOnly));
    }
  }

  /** A future whose cancellation ends the work. */
  private static final class ReplyFuture extends CompletableFuture<Message> {
    private final NioTransport transport;
    private volatile @Nullable DnsExchange exchange;

    ReplyFuture(NioTransport transport) {
      this.transport = transport;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      boolean cancelled = super.cancel(mayInterrupt);
      DnsExchange mine = exchange;
      if (cancelled && mine != null) {
        transport.cancel(mine);
      }
      return cancelled;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }
  }

  /** Tells a future. */
  private static final class FutureExchange extends DnsExchange {
    private final CompletableFuture<Message> future;

    FutureExchange(Message query, Duration timeout, CompletableFuture<Message> future) {
      super(query, timeout);
      this.future = Objects.requireNonNull(future, "future");
    }

    @Override
    protected boolean onReply(byte[] wire) {
      Message message;
      try {
        message = new Message(wire);
      } catch (IOException | RuntimeException e) {
        return false;
      }
      future.complete(message);
      return true;
    }

    @Override
    protected void onFailure(Reason reason) {
      future.completeExceptionally(new DnsTransportException(reason, describe(reason), null));
    }

    private String describe(Reason reason) {
      return switch (reason) {
        case TIMED_OUT -> "no server answered within " + Duration.ofNanos(timeoutNanos);
        case UNREACHABLE -> "no server can be reached";
        case MALFORMED -> "no server sent a reply that can be read";
        case OVERLOADED -> "too many questions are under way; send fewer or raise maxOpen";
        case CLOSED -> "the transport was closed";
      };
    }
  }
}
