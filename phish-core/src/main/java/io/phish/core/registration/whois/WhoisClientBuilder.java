package io.phish.core.registration.whois;

import io.phish.core.name.InvalidNameException;
import io.phish.core.name.PublicAddresses;
import io.phish.core.name.QueryName;
import io.phish.core.registration.Registration;
import io.phish.core.registration.whois.dialect.WhoisParser;
import io.phish.core.resilience.RateLimit;
import io.phish.core.resilience.RateLimit.Window;
import io.phish.core.resilience.SharedLimit;
import io.phish.spi.RateLimiter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Configures a {@link WhoisClient}. Everything is optional. Not safe for several threads. */
public final class WhoisClientBuilder {
  private static final Duration MAX_DURATION = Duration.ofDays(1);
  private static final int THREADS = 2;

  private final Map<String, HostPort> servers = new HashMap<>();
  private final Map<String, List<Window>> rates = new HashMap<>();
  private @Nullable HostPort iana;
  private @Nullable List<Window> rate;
  private @Nullable HostResolver resolver;
  private @Nullable Executor executor;
  private Function<WhoisReply, Registration> parser = new WhoisParser()::parse;
  private Duration queryTimeout = Duration.ofSeconds(10);
  private Duration pause = Duration.ofSeconds(1);
  private Duration longestPause = Duration.ofMinutes(5);
  private int connections = 1_024;
  private int connectionsPerServer = 4;
  private int queue = 10_000;
  private int bulkWindow = 10_000;
  private int maxReferrals = 3;
  private boolean allowPrivate;
  private @Nullable SharedLimit shared;

  WhoisClientBuilder() {}

  /**
   * The server of a suffix in place of the known one. It may be at any address and port, and what
   * it refers to may be at the same address.
   *
   * @param suffix such as {@code com} or {@code co.uk}
   * @param server {@code host} or {@code host:port}
   * @throws IllegalArgumentException if one of them cannot be that
   */
  public WhoisClientBuilder server(String suffix, String server) {
    try {
      servers.put(QueryName.parse(suffix).ascii(), HostPort.parse(server));
      return this;
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException("suffix '" + suffix + "': " + e.getMessage(), e);
    }
  }

  /**
   * Whom to ask about top-level domains that are not known, in place of {@code whois.iana.org}.
   *
   * @throws IllegalArgumentException if it cannot be a server
   */
  public WhoisClientBuilder iana(String server) {
    iana = HostPort.parse(server);
    return this;
  }

  /**
   * How often every server may be asked, in place of the known limits: {@code 50/s,1000/h}.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public WhoisClientBuilder rate(String windows) {
    return windows(RateLimit.parse(windows));
  }

  /**
   * How often a server may be asked, whatever the others.
   *
   * @param host its name or address, without a port
   * @throws IllegalArgumentException if it cannot be read
   */
  public WhoisClientBuilder rate(String host, String windows) {
    rates.put(HostPort.parse(host).host(), RateLimit.parse(windows));
    return this;
  }

  /**
   * Counts questions together with those of others who use the limiter: each server is asked no
   * more often than its limit allows by all of them. The own limits hold as well; they hold alone
   * when the limiter fails, and a limiter that decides alone says so itself.
   */
  public WhoisClientBuilder sharedLimiter(RateLimiter limiter) {
    shared = new SharedLimit(limiter);
    return this;
  }

  WhoisClientBuilder windows(List<Window> windows) {
    rate = windows;
    return this;
  }

  WhoisClientBuilder parser(Function<WhoisReply, Registration> function) {
    parser = function;
    return this;
  }

  /** The longest time for one question and its reply, 1 ms to a day; 10 s by default. */
  public WhoisClientBuilder queryTimeout(Duration timeout) {
    queryTimeout = check("queryTimeout", timeout);
    return this;
  }

  /** How many connections at once, at least 1; 1,024 by default. */
  public WhoisClientBuilder connections(int most) {
    connections = check("connections", most, 1);
    return this;
  }

  /**
   * How many connections at once to one server, at least 1; 4 by default. Up to four times as many
   * are made where the limit of a server and its speed make use of them.
   */
  public WhoisClientBuilder connectionsPerServer(int most) {
    connectionsPerServer = check("connectionsPerServer", most, 1);
    return this;
  }

  /** How many single look-ups may wait for a server, at least 1; 10,000 by default. */
  public WhoisClientBuilder queue(int most) {
    queue = check("queue", most, 1);
    return this;
  }

  /**
   * How many look-ups of one {@link WhoisClient#lookupAll} are under way at once, at least 1;
   * 10,000 by default. The more, the less it matters if the domains are in the order of their
   * servers.
   */
  public WhoisClientBuilder bulkWindow(int most) {
    bulkWindow = check("bulkWindow", most, 1);
    return this;
  }

  /**
   * How long a server is left alone that says it was asked too much: a random time up to the first
   * bound and then twice as much each time, or as long as it asks for. By default 1 s to 5 min.
   */
  public WhoisClientBuilder backoff(Duration first, Duration longest) {
    check("first", first);
    check("longest", longest);
    if (first.compareTo(longest) > 0) {
      throw new IllegalArgumentException("first " + first + " is above longest " + longest);
    }
    pause = first;
    longestPause = longest;
    return this;
  }

  /** How many servers beyond the first are asked, 0 to 8; 3 by default. */
  public WhoisClientBuilder maxReferrals(int most) {
    if (most < 0 || most > 8) {
      throw new IllegalArgumentException("maxReferrals " + most + " is not 0 to 8");
    }
    maxReferrals = most;
    return this;
  }

  /**
   * Whether a server that another one names may be at any address and port, such as those of a
   * private network; false by default.
   */
  public WhoisClientBuilder allowPrivate(boolean allow) {
    allowPrivate = allow;
    return this;
  }

  /** Finds the addresses of servers; by default the operating system does. */
  public WhoisClientBuilder resolver(HostResolver hostResolver) {
    resolver = Objects.requireNonNull(hostResolver, "hostResolver");
    return this;
  }

  /** Completes results and understands replies; by default two threads of the client do. */
  public WhoisClientBuilder executor(Executor ofHost) {
    executor = Objects.requireNonNull(ofHost, "ofHost");
    return this;
  }

  /** Makes the client, which opens nothing until the first look-up. */
  public WhoisClient build() {
    WhoisServers table = WhoisServers.bundled().with(servers);
    ThreadPoolExecutor own =
        executor == null ? Threads.pool("phish-whois-results", THREADS, Integer.MAX_VALUE) : null;
    SystemResolver system = resolver == null ? new SystemResolver() : null;
    Network network = new Network(new EventLoop(), settings(table, own, system));
    Iana directory = new Iana(network, ianaEntry());
    return new WhoisClient(
        network,
        directory,
        parser,
        trusted(),
        () -> {
          if (own != null) {
            own.shutdown();
          }
          if (system != null) {
            system.close();
          }
        });
  }

  private Settings settings(
      WhoisServers table, @Nullable Executor ownExecutor, @Nullable HostResolver ownResolver) {
    List<Window> general = rate;
    Map<String, List<Window>> special = Map.copyOf(rates);
    return new Settings(
        table,
        server -> {
          ServerRules rules = table.rules(server);
          List<Window> windows = special.getOrDefault(server.host(), general);
          return windows == null ? rules : rules.withWindows(windows);
        },
        resolver == null ? Objects.requireNonNull(ownResolver) : resolver,
        executor == null ? Objects.requireNonNull(ownExecutor) : executor,
        queryTimeout,
        connections,
        connectionsPerServer,
        queue,
        bulkWindow,
        pause,
        longestPause,
        allowPrivate,
        maxReferrals,
        shared);
  }

  private Iana.Entry ianaEntry() {
    HostPort given = iana;
    return given == null
        ? new Iana.Entry(WhoisServers.IANA, server -> PublicAddresses.isPublic(server.getAddress()))
        : new Iana.Entry(given, server -> true);
  }

  /** Addresses only: what a name stands for may change after the host has named it. */
  private Set<InetAddress> trusted() {
    Set<InetAddress> addresses = new HashSet<>();
    for (HostPort server : servers.values()) {
      InetAddress address = server.address();
      if (address != null) {
        addresses.add(address);
      }
    }
    return Set.copyOf(addresses);
  }

  private static Duration check(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException(name + " " + value + " is not 1 ms to a day");
    }
    return value;
  }

  private static int check(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " " + value + " is below " + least);
    }
    return value;
  }
}
