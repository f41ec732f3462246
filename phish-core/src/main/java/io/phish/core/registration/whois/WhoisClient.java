package io.phish.core.registration.whois;

import io.phish.core.name.InvalidNameException;
import io.phish.core.name.QueryName;
import io.phish.core.registration.Registration;
import io.phish.core.registration.whois.WhoisException.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks WHOIS servers about domains (RFC 3912): the registry's, and those it refers to.
 *
 * <p>No server is asked more often than its limit allows; one that refuses is left alone for a
 * while, one that does not answer is not asked any more until it does. Nobody but servers at port
 * 43 of public addresses is asked, unless the host named them.
 *
 * <p>Safe for any number of threads, and no method blocks but {@link #lookupAll}. Up to five
 * threads, which are there only while there is something to look up, and a socket per question that
 * is being asked. Results are completed on two of them, so what follows should not block; or give
 * an executor.
 */
public final class WhoisClient implements AutoCloseable {
  /** The longest time for a look-up. */
  public static final Duration MAX_TIMEOUT = Duration.ofDays(365);

  private final Network network;
  private final Iana iana;
  private final Function<WhoisReply, Registration> parser;
  private final Set<InetAddress> trusted;
  private final Runnable onClose;

  /** Those that have not ended. Only on the event loop. */
  private final Set<Lookup> running = new HashSet<>();

  private volatile boolean closed;

  WhoisClient(
      Network network,
      Iana iana,
      Function<WhoisReply, Registration> parser,
      Set<InetAddress> trusted,
      Runnable onClose) {
    this.network = network;
    this.iana = iana;
    this.parser = parser;
    this.trusted = trusted;
    this.onClose = onClose;
  }

  /** A client that knows the servers that come with the library. */
  public static WhoisClient create() {
    return builder().build();
  }

  /** A client in the making. */
  public static WhoisClientBuilder builder() {
    return new WhoisClientBuilder();
  }

  /**
   * Asks about a domain. The future fails with a {@link WhoisException} if there is no answer at
   * all; what one server said is a result even if the next one failed. Cancelling it closes the
   * connection.
   *
   * @param domain as registered, in Unicode or A-labels: {@code example.com}, not {@code
   *     www.example.com}
   * @param timeout above 0 and up to {@link #MAX_TIMEOUT}; waiting for a server's limit counts
   */
  public CompletableFuture<WhoisResult> lookup(String domain, Duration timeout) {
    return lookup(domain, null, timeout);
  }

  /**
   * Asks one server about a domain, and those it refers to.
   *
   * @param domain see {@link #lookup(String, Duration)}
   * @param server {@code host} or {@code host:port}, at any address; null for the one that is known
   * @param timeout see {@link #lookup(String, Duration)}
   * @throws IllegalArgumentException if the server cannot be one
   */
  public CompletableFuture<WhoisResult> lookup(
      String domain, @Nullable String server, Duration timeout) {
    check(timeout);
    HostPort at = server == null ? null : HostPort.parse(server);
    CompletableFuture<WhoisResult> future = new CompletableFuture<>();
    long now = EventLoop.now();
    try {
      Lookup lookup =
          prepare(domain, at, Network.SINGLE, now, now + timeout.toNanos(), new ToFuture(future));
      CompletableFuture<WhoisResult> unused =
          future.whenComplete((result, failure) -> onCompleted(future, lookup));
    } catch (WhoisException e) {
      future.completeExceptionally(e);
    }
    return future;
  }

  private void onCompleted(CompletableFuture<WhoisResult> future, Lookup lookup) {
    if (future.isCancelled() && !closed) {
      network.loop().execute(lookup::cancel);
    }
  }

  /**
   * The domain that was registered for a host, as {@link #lookup(String, Duration)} wants it:
   * {@code example.co.uk} for {@code www.example.co.uk}; the name itself if nothing can be taken
   * away.
   *
   * @throws WhoisException if it is no name that is registered
   */
  public String registeredDomain(String host) {
    return network.settings().servers().registered(check(host));
  }

  /**
   * Asks about many domains and returns when the last result was taken. The domains are read, and
   * the results are handed over, on the calling thread; no more than {@link
   * WhoisClientBuilder#bulkWindow} are under way at once. A look-up waits for the limit of its
   * server as long as it takes, and others of this client are served in turn with it.
   *
   * @param domains see {@link #lookup(String, Duration)}; read as far as there is room
   * @param results takes what came of each, as they come; what it throws ends the look-ups
   * @throws InterruptedException if the thread was interrupted; the rest is given up
   */
  public void lookupAll(Iterator<String> domains, Results results) throws InterruptedException {
    new Bulk(this, results).run(domains);
  }

  /** Takes the results of many look-ups. */
  public interface Results {
    /** There is an answer about a domain. */
    void answered(WhoisResult result);

    /**
     * There is none.
     *
     * @param domain as it was given
     */
    void failed(String domain, WhoisException failure);
  }

  Network network() {
    return network;
  }

  /** Checks a domain and starts asking about it. */
  Lookup prepare(
      String domain,
      @Nullable HostPort server,
      Object flow,
      long now,
      long deadline,
      Lookup.Listener listener) {
    if (closed) {
      throw new WhoisException(Reason.CLOSED, null, "the client is closed", null);
    }
    QueryName name = check(domain);
    Set<InetAddress> addresses = trusted;
    InetAddress own = server == null ? null : server.address();
    if (own != null) {
      addresses = new HashSet<>(trusted);
      addresses.add(own);
    }
    Lookup.Request request =
        new Lookup.Request(name.ascii(), name.tld(), server, addresses, flow, now, deadline);
    Lookup lookup = new Lookup(network, iana, parser, request, new Forgetting(listener));
    network.loop().execute(() -> start(lookup));
    return lookup;
  }

  private static QueryName check(String domain) {
    try {
      QueryName name = QueryName.parse(domain).requirePublic();
      if (name.isHostName()) {
        return name;
      }
      throw new WhoisException(
          Reason.INVALID_NAME, null, "name has characters that no registry has", null);
    } catch (InvalidNameException e) {
      throw new WhoisException(Reason.INVALID_NAME, null, String.valueOf(e.getMessage()), e);
    }
  }

  private static void check(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("timeout " + timeout + " is not above 0, up to 365 days");
    }
  }

  private void start(Lookup lookup) {
    running.add(lookup);
    if (closed) {
      lookup.fail(Reason.CLOSED, null, "the client is closed");
    } else {
      lookup.start();
    }
  }

  /** Fails what is running, and lets go of threads and sockets. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    network
        .loop()
        .execute(
            () -> {
              for (Lookup lookup : Set.copyOf(running)) {
                lookup.fail(Reason.CLOSED, null, "the client was closed");
              }
              network.loop().cancelAll();
              onClose.run();
            });
  }

  /** Forgets the look-up, then tells somebody else. */
  private final class Forgetting implements Lookup.Listener {
    private final Lookup.Listener next;

    Forgetting(Lookup.Listener next) {
      this.next = next;
    }

    @Override
    public void ended(Lookup lookup) {
      running.remove(lookup);
    }

    @Override
    public void answered(Lookup lookup, WhoisResult result) {
      next.answered(lookup, result);
    }

    @Override
    public void failed(Lookup lookup, WhoisException failure) {
      next.failed(lookup, failure);
    }
  }

  private record ToFuture(CompletableFuture<WhoisResult> future) implements Lookup.Listener {
    @Override
    public void answered(Lookup lookup, WhoisResult result) {
      future.complete(result);
      lookup.taken();
    }

    @Override
    public void failed(Lookup lookup, WhoisException failure) {
      future.completeExceptionally(failure);
      lookup.taken();
    }
  }
}
