package io.phish.core.monitor;

import io.phish.core.dns.BulkResolver;
import io.phish.core.dns.transport.DnsTransport;
import io.phish.core.name.permutation.Permutations;
import io.phish.core.registration.RegistrationLookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which of the names that may be taken for a name are registered. It asks the DNS for all
 * of them, and of those that there are for their records; if it is given a look-up, it asks
 * registries when those were registered that it has not asked about before.
 *
 * <p>That a name is gone is said only when the DNS says so (NXDOMAIN, or no records at all): a
 * server that fails, refuses, or does not answer leaves what was known as it was. Where any name
 * has an answer (a wildcard) a name counts only if it has name servers or addresses of its own.
 *
 * <p>Immutable; any number of runs may go on at once, each with two threads of its own. It closes
 * nothing that it was given.
 */
public final class LookalikeMonitor {
  private final DnsTransport transport;
  private final int inFlight;
  private final Duration timeout;
  private final double rate;
  private final @Nullable RegistrationLookup registrations;
  private final int lookups;
  private final InstantSource clock;

  private LookalikeMonitor(Builder builder) {
    this.transport = builder.transport;
    this.inFlight = builder.inFlight;
    this.timeout = builder.timeout;
    this.rate = builder.rate;
    this.registrations = builder.registrations;
    this.lookups = builder.lookups;
    this.clock = builder.clock;
    Objects.requireNonNull(resolver().build()); // to refuse what is out of range now
  }

  /** A monitor that asks over a transport, which it does not close. */
  public static Builder builder(DnsTransport transport) {
    return new Builder(transport);
  }

  /** As {@link #watch(Permutations, MonitorState, Consumer)}, and nobody is told how far it is. */
  public CompletableFuture<MonitorReport> watch(Permutations names, MonitorState before) {
    return watch(names, before, progress -> {});
  }

  /**
   * Starts a run. Names of the state before that are no permutations now are asked for as well.
   *
   * @param before what the last run found; {@link MonitorState#empty} if there was none
   * @param progress told four times a second, on a thread of the run; what it throws is logged once
   *     and changes nothing
   * @return what was found, on a thread of the run. It fails only if the run does; cancelling it
   *     ends the run, and nothing more is asked
   * @throws IllegalArgumentException if the state is of another name
   */
  public CompletableFuture<MonitorReport> watch(
      Permutations names, MonitorState before, Consumer<? super MonitorProgress> progress) {
    Objects.requireNonNull(progress, "progress");
    if (!before.name().equals(names.ascii())) {
      throw new IllegalArgumentException(
          "the state before is of " + before.name() + ", not of " + names.ascii());
    }
    CompletableFuture<MonitorReport> result = new CompletableFuture<>();
    MonitorRun run = new MonitorRun(this, names, before, progress);
    Thread thread = new Thread(() -> complete(run, result), "phish-monitor");
    thread.setDaemon(true);
    CompletableFuture<?> unused =
        result.whenComplete(
            (report, failure) -> {
              if (result.isCancelled()) {
                thread.interrupt();
              }
            });
    thread.start();
    return result;
  }

  private static void complete(MonitorRun run, CompletableFuture<MonitorReport> result) {
    try {
      result.complete(run.run());
    } catch (InterruptedException e) {
      result.cancel(false);
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  BulkResolver.Builder resolver() {
    return BulkResolver.builder(transport).inFlight(inFlight).timeout(timeout).rate(rate);
  }

  @Nullable RegistrationLookup registrations() {
    return registrations;
  }

  int lookups() {
    return lookups;
  }

  InstantSource clock() {
    return clock;
  }

  /** Collects what a monitor is made of. Not safe for several threads. */
  public static final class Builder {
    private final DnsTransport transport;
    private int inFlight = 2_048;
    private Duration timeout = Duration.ofSeconds(5);
    private double rate = Double.POSITIVE_INFINITY;
    private @Nullable RegistrationLookup registrations;
    private int lookups = 16;
    private InstantSource clock = InstantSource.system();

    private Builder(DnsTransport transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
    }

    /** How many questions to the DNS may be under way; by default 2,048. */
    public Builder inFlight(int questions) {
      inFlight = questions;
      return this;
    }

    /** How long a question to the DNS may take with all its tries; by default 5 s. */
    public Builder timeout(Duration time) {
      timeout = Objects.requireNonNull(time, "time");
      return this;
    }

    /** How many questions to the DNS may begin in a second; by default there is no limit. */
    public Builder rate(double perSecond) {
      rate = perSecond;
      return this;
    }

    /**
     * Asks registries when names were registered; by default nobody is asked. How often servers are
     * asked, and how long one look-up may wait for that, is the look-up's part.
     */
    public Builder registrations(RegistrationLookup lookup) {
      registrations = Objects.requireNonNull(lookup, "lookup");
      return this;
    }

    /** How many registrations may be looked up at once, above 0; by default 16. */
    public Builder lookups(int atOnce) {
      if (atOnce < 1) {
        throw new IllegalArgumentException("lookups " + atOnce + " is not above 0");
      }
      lookups = atOnce;
      return this;
    }

    /** What tells the time; the system's unless given. */
    public Builder clock(InstantSource source) {
      clock = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * The monitor.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public LookalikeMonitor build() {
      return new LookalikeMonitor(this);
    }
  }
}
