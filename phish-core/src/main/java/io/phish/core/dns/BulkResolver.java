package io.phish.core.dns;

import io.phish.core.dns.transport.DnsTransport;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks very many questions. The input is read on a thread of its own, as far ahead as questions may
 * be under way and no further; answers are delivered to the caller on its own thread, so a slow
 * consumer slows the run down and nothing piles up. There is no cache: every question is asked.
 *
 * <p>Immutable; any number of runs may go on at once.
 */
public final class BulkResolver {
  private final DnsTransport transport;
  private final int inFlight;
  private final boolean ordered;
  private final Duration timeout;
  private final double rate;
  private final Duration progressPeriod;
  private final Consumer<? super BulkStatistics> progress;

  private BulkResolver(Builder builder) {
    this.transport = builder.transport;
    this.inFlight = builder.inFlight;
    this.ordered = builder.ordered;
    this.timeout = builder.timeout;
    this.rate = builder.rate;
    this.progressPeriod = builder.progressPeriod;
    this.progress = builder.progress;
  }

  /** A resolver that asks over a transport, which it does not close. */
  public static Builder builder(DnsTransport transport) {
    return new Builder(transport);
  }

  /**
   * Asks every question and delivers one answer for each. A question that nobody answers gives an
   * answer that says so.
   *
   * @param questions read on a thread of the run
   * @param consumer called on this thread; if it throws, the run ends with that
   * @return what came of it
   * @throws InterruptedException if this thread is interrupted; the run ends
   */
  public BulkStatistics resolveAll(
      Iterator<DnsQuestion> questions, Consumer<? super DnsAnswer> consumer)
      throws InterruptedException {
    Objects.requireNonNull(consumer, "consumer");
    return resolveAll(
        questions,
        question -> question,
        (question, answer) -> consumer.accept(Objects.requireNonNull(answer)));
  }

  /**
   * Asks the questions of inputs that are more than a question, or none.
   *
   * @param inputs read on a thread of the run; what it throws ends the input, and is thrown here
   *     when all that was read before is delivered
   * @param question the question of an input, null if there is none; called on the same thread
   * @param consumer takes each input with its answer, null if it has no question, on this thread;
   *     if it throws, the run ends with that
   * @return what came of it; inputs without a question count as started and answered
   * @throws InterruptedException if this thread is interrupted; the run ends
   */
  public <T> BulkStatistics resolveAll(
      Iterator<? extends T> inputs,
      Function<? super T, @Nullable DnsQuestion> question,
      BiConsumer<? super T, @Nullable DnsAnswer> consumer)
      throws InterruptedException {
    return new BulkRun<T>(this, inputs, question, consumer).run();
  }

  DnsTransport transport() {
    return transport;
  }

  int inFlight() {
    return inFlight;
  }

  boolean isOrdered() {
    return ordered;
  }

  Duration timeout() {
    return timeout;
  }

  double rate() {
    return rate;
  }

  Duration progressPeriod() {
    return progressPeriod;
  }

  Consumer<? super BulkStatistics> progress() {
    return progress;
  }

  /** Makes bulk resolvers; not safe for several threads. */
  public static final class Builder {
    /** The bound on questions under way. */
    public static final int MAX_IN_FLIGHT = 1 << 20;

    private final DnsTransport transport;
    private int inFlight = 2_048;
    private boolean ordered;
    private Duration timeout = Duration.ofSeconds(5);
    private double rate = Double.POSITIVE_INFINITY;
    private Duration progressPeriod = Duration.ofMillis(250);
    private Consumer<? super BulkStatistics> progress = statistics -> {};

    private Builder(DnsTransport transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
    }

    /** How many questions may be under way, 1 to {@link #MAX_IN_FLIGHT}; by default 2,048. */
    public Builder inFlight(int questions) {
      if (questions < 1 || questions > MAX_IN_FLIGHT) {
        throw new IllegalArgumentException(
            "inFlight " + questions + " is not within 1 and " + MAX_IN_FLIGHT);
      }
      inFlight = questions;
      return this;
    }

    /**
     * Whether answers come in the order of the questions rather than as they are there; no. An
     * answer that waits for an earlier one counts as under way.
     */
    public Builder ordered(boolean keep) {
      ordered = keep;
      return this;
    }

    /** How long a question may take from when it is first sent; by default 5 s. */
    public Builder timeout(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("timeout " + time + " is not above 0");
      }
      timeout = time;
      return this;
    }

    /** How many questions may begin in a second; by default there is no limit. */
    public Builder rate(double perSecond) {
      if (!(perSecond > 0)) {
        throw new IllegalArgumentException("rate " + perSecond + " is not above 0");
      }
      rate = perSecond;
      return this;
    }

    /** Who is told how far the run is, on the caller's thread, about so often. */
    public Builder progress(Duration period, Consumer<? super BulkStatistics> listener) {
      progressPeriod = Objects.requireNonNull(period, "period");
      progress = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /** A resolver. */
    public BulkResolver build() {
      return new BulkResolver(this);
    }
  }
}
