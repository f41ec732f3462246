package io.phish.core.registration;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.core.name.QueryName;
import io.phish.core.registration.rdap.RdapClient;
import io.phish.core.registration.whois.WhoisClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether and since when a domain is registered: RDAP first; WHOIS where there is no RDAP
 * or it fails, and where RDAP knows of no such domain, which has to be confirmed.
 *
 * <p>Safe for any number of threads; opens threads and sockets at the first look-up. Those who ask
 * for one domain at a time share one look-up.
 */
public final class RegistrationLookup implements AutoCloseable {
  /** The longest time that a look-up may take. */
  public static final Duration MAX_TIMEOUT = RdapClient.MAX_TIME;

  private final RdapClient rdap;
  private final @Nullable WhoisSource whois;
  private final FollowRegistrar follow;
  private final Duration timeout;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ScheduledThreadPoolExecutor timer;

  private RegistrationLookup(Builder builder) {
    this.rdap = builder.rdap == null ? RdapClient.create() : builder.rdap;
    this.whois = builder.usesWhois ? builder.whoisSource() : null;
    this.follow = builder.follow;
    this.timeout = builder.timeout;
    this.nanoTime = builder.nanoTime;
  }

  /** A look-up in the making. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Looks a domain up within the {@linkplain Builder#timeout usual time}.
   *
   * @param name a domain, or a host within it
   * @throws InvalidSubjectException if it is no name that may be asked for
   */
  public CompletableFuture<RegistrationResult> lookUp(String name) {
    return lookUp(name, timeout);
  }

  /**
   * Looks a domain up.
   *
   * @param name a domain, or a host within it: what is looked up is what was registered with a
   *     registry
   * @param within by when there is a result, above 0; no longer than the {@linkplain
   *     Builder#timeout usual time}
   * @return does not fail: what nobody could say is in the result. Cancelling it ends the look-up
   *     unless somebody else waits for it
   * @throws InvalidSubjectException if it is no name that may be asked for
   */
  public CompletableFuture<RegistrationResult> lookUp(String name, Duration within) {
    String domain = registered(name);
    while (true) {
      boolean[] isNew = new boolean[1];
      Flight flight =
          flights.computeIfAbsent(
              domain,
              key -> {
                isNew[0] = true;
                return new Flight(key, rdap, whois, follow, timeout, nanoTime);
              });
      if (!flight.join()) {
        flights.remove(domain, flight);
        continue;
      }
      Waiter waiter = new Waiter(flight);
      if (isNew[0]) {
        CompletableFuture<?> unused =
            flight.result.whenComplete((result, failure) -> flights.remove(domain, flight));
        flight.start();
      }
      waiter.await(within.compareTo(timeout) < 0 ? within : null);
      return waiter;
    }
  }

  /** What was registered with a registry. */
  private static String registered(String name) {
    QueryName parsed = QueryName.parse(name).requirePublic();
    String domain = parsed.registeredDomain();
    if (domain == null) {
      throw new InvalidSubjectException(
          "domain",
          Code.INVALID_NAME,
          0,
          "name is a public suffix, below which others register names; give one of these");
    }
    if (!QueryName.parse(domain).isHostName()) {
      throw new InvalidSubjectException(
          "domain", Code.INVALID_NAME, 0, "name has characters that no registry has");
    }
    return domain;
  }

  private Future<?> schedule(Runnable task, Duration delay) {
    lock.lock();
    try {
      if (timer == null) {
        timer =
            new ScheduledThreadPoolExecutor(
                1,
                run -> {
                  Thread thread = new Thread(run, "phish-registration-timer");
                  thread.setDaemon(true);
                  return thread;
                });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setKeepAliveTime(5, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
      }
      return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      lock.unlock();
    }
  }

  /** Ends what is running. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (timer != null) {
        timer.shutdownNow();
      }
    } finally {
      lock.unlock();
    }
    flights.values().forEach(flight -> flight.result.complete(flight.soFar()));
    rdap.close();
    if (whois != null) {
      whois.close();
    }
  }

  /** Who waits for a look-up; however that ends, it is left once. */
  private final class Waiter extends CompletableFuture<RegistrationResult> {
    private final Flight flight;

    Waiter(Flight flight) {
      this.flight = flight;
      CompletableFuture<?> unused = whenComplete((result, failure) -> flight.leave());
    }

    void await(@Nullable Duration within) {
      if (within != null && !flight.result.isDone()) {
        Future<?> alarm = schedule(() -> complete(flight.soFar()), within);
        CompletableFuture<?> unused = whenComplete((result, failure) -> alarm.cancel(false));
      }
      CompletableFuture<?> unused =
          flight.result.whenComplete(
              (result, failure) -> {
                if (failure == null) {
                  complete(result);
                } else {
                  completeExceptionally(failure);
                }
              });
    }
  }

  /** Collects what a look-up is made of. Not safe for several threads. */
  public static final class Builder {
    private @Nullable RdapClient rdap;
    private @Nullable WhoisSource whois;
    private boolean usesWhois = true;
    private FollowRegistrar follow = FollowRegistrar.AUTO;
    private Duration timeout = Duration.ofSeconds(5);
    private LongSupplier nanoTime = System::nanoTime;

    private Builder() {}

    /** Who asks over RDAP; closed with the look-up. By default one with the bundled table. */
    public Builder rdap(RdapClient client) {
      this.rdap = Objects.requireNonNull(client, "client");
      return this;
    }

    /** Who asks over WHOIS; closed with the look-up. By default one with the bundled table. */
    public Builder whois(WhoisClient client) {
      return whois(new WhoisServersSource(client));
    }

    Builder whois(WhoisSource source) {
      this.whois = source;
      this.usesWhois = true;
      return this;
    }

    /** Asks nobody over WHOIS: that RDAP knows of no such domain is then believed at once. */
    public Builder withoutWhois() {
      this.usesWhois = false;
      return this;
    }

    /** Whether registrars are asked; {@link FollowRegistrar#AUTO} by default. */
    public Builder follow(FollowRegistrar follow) {
      this.follow = Objects.requireNonNull(follow, "follow");
      return this;
    }

    /**
     * The time for a look-up, above 0 and at most {@link #MAX_TIMEOUT}; by default 5 s.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder timeout(Duration timeout) {
      if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(MAX_TIMEOUT) > 0) {
        throw new IllegalArgumentException(
            "timeout " + timeout + " is not above 0 and at most " + MAX_TIMEOUT);
      }
      this.timeout = timeout;
      return this;
    }

    /** A monotonic clock; {@code System::nanoTime} but for tests. */
    public Builder nanoTime(LongSupplier nanoTime) {
      this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
      return this;
    }

    private WhoisSource whoisSource() {
      return whois == null ? new WhoisServersSource(WhoisClient.create()) : whois;
    }

    /** The look-up. */
    public RegistrationLookup build() {
      return new RegistrationLookup(this);
    }
  }
}
