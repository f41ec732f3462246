package io.phish.core.registration.rdap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.phish.core.http.Http;
import io.phish.core.resilience.RateLimit;
import io.phish.core.resilience.SharedLimit;
import io.phish.spi.RateLimiter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers of RDAP over HTTP/2 or HTTP/1.1 (RFC 7480). Safe for any number of threads; opens
 * threads and sockets at the first question.
 *
 * <p>Whatever comes of a question is a value. Redirects are followed by hand and every hop is
 * checked: a host that the table of servers names is trusted, at every port; where a server sends
 * us to may otherwise neither be at a private or loopback address nor, from HTTPS, in plain text,
 * unless that was allowed. The addresses that are checked are those that the platform's resolver
 * gives; its cache (30 s by default) keeps them the same for the connection that follows.
 */
public final class RdapClient implements AutoCloseable {
  /** How many redirects are followed. */
  public static final int MAX_REDIRECTS = 5;

  /** The longest time that a question may take. */
  public static final Duration MAX_TIME = Duration.ofHours(1);

  /** Registrars are a few thousand; of what is more the least used are forgotten. */
  private static final int MAX_SERVERS = 4_096;

  private final RdapTable table;
  private final boolean allowPrivate;
  private final boolean allowDowngrade;
  private final List<RateLimit.Window> rate;
  private final @Nullable SharedLimit shared;
  private final @Nullable SSLContext tls;
  private final Duration requestTimeout;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final RdapParser parser = new RdapParser();
  private final Cache<String, RdapServer> servers =
      Caffeine.newBuilder().maximumSize(MAX_SERVERS).build();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Http http;
  private volatile boolean closed;

  private RdapClient(Builder builder) {
    this.table = builder.table;
    this.allowPrivate = builder.allowPrivate;
    this.allowDowngrade = builder.allowDowngrade;
    this.rate = builder.rate;
    this.shared = builder.shared;
    this.tls = builder.tls;
    this.requestTimeout = builder.requestTimeout;
    this.nanoTime = builder.nanoTime;
    this.clock = builder.clock;
  }

  /** A client with the bundled table. */
  public static RdapClient create() {
    return builder().build();
  }

  /** A client in the making. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether a server is known for a domain. */
  public boolean knows(String domain) {
    return table.current().find(domain) != null;
  }

  /**
   * Asks the registry's server for a domain.
   *
   * @param domain that was registered, in A-labels and lower case, without a trailing dot
   * @param within by when there is an outcome, above 0 and at most {@link #MAX_TIME}
   * @return never fails but by being cancelled, which ends the exchange
   */
  public CompletableFuture<RdapOutcome> lookUp(String domain, Duration within) {
    RdapBootstrap bootstrap = table.current();
    table.refreshIfDue(this);
    URI base = bootstrap.find(domain);
    if (base == null) {
      String tld = domain.substring(domain.lastIndexOf('.') + 1);
      return CompletableFuture.completedFuture(new RdapOutcome.NoServer(tld));
    }
    return start(new Journey(domain, true), base.resolve("domain/" + domain), within);
  }

  /**
   * Asks where a reply leads: the {@linkplain RdapResponse#registrarLink registrar's own}. It is
   * checked as a redirect is.
   *
   * @param uri as the reply has it
   * @param domain as for {@link #lookUp}
   * @param within as for {@link #lookUp}
   */
  public CompletableFuture<RdapOutcome> follow(URI uri, String domain, Duration within) {
    return start(new Journey(domain, false), uri, within);
  }

  private CompletableFuture<RdapOutcome> start(Journey journey, URI uri, Duration within) {
    if (within.isNegative() || within.isZero()) {
      return CompletableFuture.completedFuture(timeout(uri));
    }
    Duration time = within.compareTo(MAX_TIME) > 0 ? MAX_TIME : within;
    Http opened = http();
    if (opened == null) {
      return CompletableFuture.completedFuture(
          new RdapOutcome.Failed(uri, RdapOutcome.Reason.UNREACHABLE, "the client is closed"));
    }
    journey.begin(opened, uri, time);
    return journey.work;
  }

  private static RdapOutcome timeout(URI uri) {
    return new RdapOutcome.Failed(uri, RdapOutcome.Reason.TIMEOUT, "no answer in time");
  }

  /** Opened at first use, null after {@link #close}. */
  @Nullable Http http() {
    Http opened = http;
    if (opened != null || closed) {
      return closed ? null : opened;
    }
    lock.lock();
    try {
      if (http == null && !closed) {
        http = new Http("phish-rdap", tls);
      }
      return http;
    } finally {
      lock.unlock();
    }
  }

  private RdapServer server(URI uri, Http opened) {
    return servers.get(
        authority(uri), name -> new RdapServer(name, rate, shared, opened, nanoTime, clock));
  }

  /** Scheme, host and port: what a server is known by. */
  private static String authority(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  /** Ends what is running. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (http != null) {
        http.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** One question, over as many hops as it takes. */
  private final class Journey extends RdapJourney {
    Journey(String domain, boolean trustsFirst) {
      super(domain, trustsFirst, requestTimeout.toNanos(), parser, nanoTime);
    }

    @Override
    boolean isAllowed(URI uri) {
      return allowPrivate || table.current().names(uri.getHost());
    }

    @Override
    boolean mayDowngrade() {
      return allowDowngrade;
    }

    @Override
    RdapServer server(URI uri, Http opened) {
      return RdapClient.this.server(uri, opened);
    }
  }

  /** Collects what a client is made of. Not safe for several threads. */
  public static final class Builder {
    private RdapTable table = RdapTable.of(RdapBootstrap.bundled());
    private boolean allowPrivate;
    private boolean allowDowngrade;
    private List<RateLimit.Window> rate = List.of();
    private @Nullable SharedLimit shared;
    private @Nullable SSLContext tls;
    private Duration requestTimeout = Duration.ofSeconds(10);
    private LongSupplier nanoTime = System::nanoTime;
    private InstantSource clock = InstantSource.system();

    private Builder() {}

    /** Which server is asked; {@link RdapBootstrap#bundled} by default. */
    public Builder bootstrap(RdapBootstrap bootstrap) {
      this.table = RdapTable.of(bootstrap);
      return this;
    }

    /** As {@link #bootstrap}, kept up to date. */
    public Builder table(RdapTable table) {
      this.table = Objects.requireNonNull(table, "table");
      return this;
    }

    /** Whether redirects and links may lead to private and loopback addresses; not by default. */
    public Builder allowPrivate(boolean allow) {
      this.allowPrivate = allow;
      return this;
    }

    /** Whether a redirect may lead from HTTPS to HTTP; not by default. */
    public Builder allowDowngrade(boolean allow) {
      this.allowDowngrade = allow;
      return this;
    }

    /**
     * How often each server may be asked; without limit by default.
     *
     * @param rate such as {@code 50/s} or {@code 10/s,1000/h}
     * @throws IllegalArgumentException if it is something else, with the place and what to write
     */
    public Builder rate(String rate) {
      this.rate = RateLimit.parse(rate);
      return this;
    }

    /**
     * Counts requests together with those of others who use the limiter, if there is a {@link
     * #rate}: each server is asked no more often by all of them. The own limit holds as well, and
     * alone when the limiter fails.
     */
    public Builder sharedLimiter(RateLimiter limiter) {
      this.shared = new SharedLimit(limiter);
      return this;
    }

    /** Whom to trust over TLS; the platform's authorities by default. */
    public Builder tls(SSLContext tls) {
      this.tls = Objects.requireNonNull(tls, "tls");
      return this;
    }

    /**
     * The longest time for one exchange, without the wait for one's turn; by default 10 s.
     *
     * @throws IllegalArgumentException unless it is above 0 and at most {@link #MAX_TIME}
     */
    public Builder requestTimeout(Duration timeout) {
      if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(MAX_TIME) > 0) {
        throw new IllegalArgumentException(
            "requestTimeout " + timeout + " is not above 0 and at most " + MAX_TIME);
      }
      this.requestTimeout = timeout;
      return this;
    }

    /** Tells the time of day, for a {@code Retry-After} that is a date. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** A monotonic clock for what a server is owed; {@code System::nanoTime} but for tests. */
    public Builder nanoTime(LongSupplier nanoTime) {
      this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
      return this;
    }

    /** The client. */
    public RdapClient build() {
      return new RdapClient(this);
    }
  }
}
