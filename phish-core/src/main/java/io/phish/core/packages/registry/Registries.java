package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import io.phish.core.resilience.RateLimit;
import io.phish.spi.CacheStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes the registry that asks, for each package, whoever is {@linkplain RegistryConfiguration
 * configured} for its ecosystem and name.
 *
 * <p>Registries are asked over HTTP/2 or HTTP/1.1 without blocking, with a few daemon threads that
 * end when there is nothing to do. Answers are bounded; servers are asked no more often than they
 * like, and not at all while they keep failing; redirects are followed by hand, and no farther than
 * to the public Internet.
 */
public final class Registries {
  private Registries() {}

  /** With defaults. */
  public static PackageRegistry of(RegistryConfiguration configuration) {
    return builder(configuration).build();
  }

  /** To change what is not as by default. */
  public static Builder builder(RegistryConfiguration configuration) {
    return new Builder(configuration);
  }

  /** Collects what a registry is made of. Not safe for several threads. */
  public static final class Builder {
    /** The longest time that one exchange may be given. */
    private static final Duration MAX_TIME = Duration.ofHours(1);

    private static final String PRODUCT = "phish";

    /** What a contact may have. */
    private static final int MAX_CONTACT = 200;

    private final RegistryConfiguration configuration;
    private final Map<Ecosystem, List<RateLimit.Window>> rates = new EnumMap<>(Ecosystem.class);
    private boolean offline;
    private boolean allowPrivate;
    private @Nullable String contact;
    private Duration requestTimeout = Duration.ofSeconds(10);
    private @Nullable SSLContext tls;
    private @Nullable CacheStore cache;
    private LongSupplier nanoTime = System::nanoTime;
    private InstantSource clock = InstantSource.system();

    private Builder(RegistryConfiguration configuration) {
      this.configuration = Objects.requireNonNull(configuration, "configuration");
    }

    /**
     * Whether nobody is asked: what was kept is given, however old, and all else is unknown. Not by
     * default.
     */
    public Builder offline(boolean offline) {
      this.offline = offline;
      return this;
    }

    /**
     * Whether redirects and links may lead to private, loopback and link-local addresses. Not by
     * default; the registries that are configured may be there in any case.
     */
    public Builder allowPrivate(boolean allow) {
      this.allowPrivate = allow;
      return this;
    }

    /**
     * Whom a registry may write to about what we do: an address or a URL, sent in {@code
     * User-Agent}. The one of Rust wants it from everybody who asks more than now and then.
     *
     * @throws IllegalArgumentException if it is empty, too long or has other than printable ASCII
     */
    public Builder contact(String contact) {
      if (contact.isBlank() || contact.length() > MAX_CONTACT) {
        throw new IllegalArgumentException("contact is not 1 to " + MAX_CONTACT + " characters");
      }
      for (int i = 0; i < contact.length(); i++) {
        char c = contact.charAt(i);
        if (c < ' ' || c > '~' || c == '(' || c == ')' || c == '\\') {
          throw new IllegalArgumentException("contact has a character that is not allowed at " + i);
        }
      }
      this.contact = contact.strip();
      return this;
    }

    /**
     * The longest time for one exchange, without the wait for one's turn; by default 10 s.
     *
     * @throws IllegalArgumentException unless it is above 0 and at most an hour
     */
    public Builder requestTimeout(Duration timeout) {
      if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(MAX_TIME) > 0) {
        throw new IllegalArgumentException(
            "requestTimeout " + timeout + " is not above 0 and at most " + MAX_TIME);
      }
      this.requestTimeout = timeout;
      return this;
    }

    /**
     * How often each server of an ecosystem may be asked. By default without limit, but for Cargo's
     * web API: once a second, as the data access policy of the public one has it.
     *
     * @param rate such as {@code 50/s} or {@code 10/s,1000/h}
     * @throws IllegalArgumentException if it is something else, with the place and what to write
     */
    public Builder rate(Ecosystem ecosystem, String rate) {
      rates.put(ecosystem, RateLimit.parse(rate));
      return this;
    }

    /** Whom to trust over TLS; the platform's authorities by default. */
    public Builder tls(SSLContext tls) {
      this.tls = Objects.requireNonNull(tls, "tls");
      return this;
    }

    /**
     * Where answers are kept, to be asked again only whether they have changed; by default a few
     * megabytes of memory. The caller closes it.
     */
    public Builder cache(CacheStore store) {
      this.cache = Objects.requireNonNull(store, "store");
      return this;
    }

    /** Tells the time of day, for dates in answers. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** A monotonic clock for what a server is owed; {@code System::nanoTime} but for tests. */
    public Builder nanoTime(LongSupplier nanoTime) {
      this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
      return this;
    }

    /** The registry. Opens threads and sockets at the first question. */
    public PackageRegistry build() {
      return new RoutingRegistry(
          configuration,
          new Settings(
              offline,
              allowPrivate,
              contact == null ? PRODUCT : PRODUCT + " (" + contact + ")",
              requestTimeout,
              tls,
              cache,
              Map.copyOf(rates),
              nanoTime,
              clock));
    }
  }
}
