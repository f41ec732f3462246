package io.phish.core.dns;

import com.github.benmanes.caffeine.cache.Ticker;
import io.phish.core.dns.transport.DnsTransport;
import io.phish.core.dns.transport.DnsTransportException;
import io.phish.core.dns.transport.DnsTransportException.Reason;
import io.phish.core.name.QueryName;
import io.phish.core.name.SpecialUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Asks name servers and remembers what they said. Safe for any number of threads; never blocks.
 *
 * <p>Callers who ask the same at the same time share one question. Names of {@linkplain SpecialUse
 * special use} are never asked for: {@link DnsStatus#NOT_SENT}. Failures are answers, too, and the
 * future does not fail; cancelling it takes nothing from other callers.
 */
public final class DnsResolver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DnsResolver.class);

  private final DnsTransport transport;
  private final Duration timeout;
  private final boolean prefetch;
  private final AnswerCache cache;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<AnswerCache.Key, Flight> flights = new ConcurrentHashMap<>();

  private DnsResolver(Builder builder) {
    this.transport = builder.transport;
    this.timeout = builder.timeout;
    this.prefetch = builder.prefetch;
    this.nanoTime = builder.nanoTime;
    Ticker ticker = nanoTime::getAsLong;
    this.cache = new AnswerCache(builder.cacheOctets, ticker, builder.times);
  }

  /** A resolver over a transport, which it will close. */
  public static Builder builder(DnsTransport transport) {
    return new Builder(transport);
  }

  /**
   * Asks for the records of a name.
   *
   * @param type a code of {@link org.xbill.DNS.Type}; not a query type such as ANY or AXFR
   * @return completes with the answer, on a thread of the transport if it has to be asked for
   */
  public CompletableFuture<DnsAnswer> resolve(QueryName name, int type) {
    return resolve(DnsNames.of(name), type);
  }

  /**
   * As {@link #resolve(QueryName, int)}, for any name: those of the reverse tree as well.
   *
   * @throws IllegalArgumentException if the name is not absolute
   */
  public CompletableFuture<DnsAnswer> resolve(Name name, int type) {
    return resolve(name, type, timeout);
  }

  /**
   * As {@link #resolve(Name, int)}, with another time. Who joins a question that is on its way gets
   * its time.
   */
  CompletableFuture<DnsAnswer> resolve(Name name, int type, Duration timeout) {
    if (!name.isAbsolute()) {
      throw new IllegalArgumentException("name '" + name + "' has no dot at its end");
    }
    AnswerCache.Key key = new AnswerCache.Key(name, type);
    DnsAnswer known = cache.get(key);
    if (known != null) {
      if (prefetch && known.status().isKnown() && !known.stale() && cache.isAlmostStale(key)) {
        CompletableFuture<DnsAnswer> unused = ask(key, true, timeout);
      }
      return CompletableFuture.completedFuture(known);
    }
    if (isSpecial(name)) {
      return CompletableFuture.completedFuture(DnsAnswer.unknown(name, type, DnsStatus.NOT_SENT));
    }
    return ask(key, false, timeout);
  }

  private static boolean isSpecial(Name name) {
    return SpecialUse.of(name.toString(true).toLowerCase(Locale.ROOT)) != null;
  }

  private CompletableFuture<DnsAnswer> ask(
      AnswerCache.Key key, boolean evenIfKnown, Duration timeout) {
    while (true) {
      Flight mine = new Flight(flight -> flights.remove(key, flight));
      CompletableFuture<DnsAnswer> answer = mine.join();
      Flight flight = flights.putIfAbsent(key, mine);
      if (flight == null) {
        // Another flight may have landed since the cache was looked into.
        DnsAnswer known = evenIfKnown ? null : cache.get(key);
        if (known == null) {
          step(mine, key, new Chain(key.name(), nanoTime.getAsLong() + timeout.toNanos()));
        } else {
          land(mine, key, known);
        }
        return Objects.requireNonNull(answer, "the first one to join");
      }
      CompletableFuture<DnsAnswer> shared = flight.join();
      if (shared != null) {
        return shared;
      }
      flights.remove(key, flight); // everybody has left it, and it is about to go
    }
  }

  private void land(Flight flight, AnswerCache.Key key, DnsAnswer answer) {
    flights.remove(key, flight);
    flight.land(answer);
  }

  /** Asks for the name that a chain of aliases has come to. */
  private void step(Flight flight, AnswerCache.Key key, Chain chain) {
    Message query = Message.newQuery(Record.newRecord(chain.at, key.type(), DClass.IN));
    query.getHeader().setFlag(Flags.AD); // to be told (RFC 6840, section 5.7)
    CompletableFuture<Message> sent;
    try {
      Duration left = Duration.ofNanos(Math.max(1, chain.deadline - nanoTime.getAsLong()));
      sent = transport.send(query, left);
    } catch (RuntimeException e) {
      sent = CompletableFuture.failedFuture(e);
    }
    flight.on(sent);
    CompletableFuture<?> unused =
        sent.whenComplete(
            (reply, failure) -> {
              if (!flight.isAbandoned()) {
                try {
                  arrived(flight, key, chain, reply, failure);
                } catch (RuntimeException e) {
                  // dnsjava reads some records only when they are looked into.
                  LOG.debug("reply for {} cannot be read", key, e);
                  land(flight, key, malformed(key));
                }
              }
            });
  }

  private void arrived(
      Flight flight,
      AnswerCache.Key key,
      Chain chain,
      @Nullable Message reply,
      @Nullable Throwable failure) {
    if (reply == null) {
      DnsAnswer answer = failed(key, failure);
      land(flight, key, isOurs(failure) ? cache.standIn(key, answer) : cache.put(key, answer));
      return;
    }
    Record question = reply.getQuestion();
    if (question == null
        || !question.getName().equals(chain.at)
        || question.getType() != key.type()) {
      land(flight, key, cache.put(key, malformed(key)));
      return;
    }
    DnsAnswer answer = chain.extend(key, DnsAnswers.of(chain.at, key.type(), reply));
    if (answer == null) {
      step(flight, key, chain);
    } else {
      land(flight, key, cache.put(key, answer));
    }
  }

  /** Whether it says nothing of the servers, so that it must not keep others from asking. */
  private static boolean isOurs(@Nullable Throwable failure) {
    return !(cause(failure) instanceof DnsTransportException reason)
        || reason.reason() == Reason.OVERLOADED
        || reason.reason() == Reason.CLOSED;
  }

  private static @Nullable Throwable cause(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static DnsAnswer failed(AnswerCache.Key key, @Nullable Throwable failure) {
    return cause(failure) instanceof DnsTransportException reason
        ? DnsAnswers.failed(key.name(), key.type(), reason.reason())
        : DnsAnswer.unknown(key.name(), key.type(), DnsStatus.NOT_SENT);
  }

  private static DnsAnswer malformed(AnswerCache.Key key) {
    return DnsAnswer.unknown(key.name(), key.type(), DnsStatus.MALFORMED);
  }

  /** Answers kept now, as far as the cache knows. */
  long cached() {
    return cache.size();
  }

  /** Closes the transport: what is on its way ends with {@link DnsStatus#NOT_SENT}. */
  @Override
  public void close() {
    transport.close();
  }

  /** How far a chain of aliases has been followed over several replies. */
  private static final class Chain {
    final long deadline;
    Name at;
    private final List<Name> aliases = new ArrayList<>(2);
    private boolean vouched = true;
    private boolean isWhole = true;

    Chain(Name start, long deadline) {
      this.at = start;
      this.deadline = deadline;
    }

    /**
     * What the chain says with one more reply.
     *
     * @return null if it goes on at a name that this reply says nothing of
     */
    @Nullable DnsAnswer extend(AnswerCache.Key key, DnsAnswer last) {
      for (Name alias : last.aliases()) {
        if (alias.equals(key.name())
            || aliases.contains(alias)
            || aliases.size() == DnsAnswers.MAX_ALIASES) {
          return malformed(key);
        }
        aliases.add(alias);
      }
      DnsStatus status = last.status();
      if (status == DnsStatus.SERVER_FAILURE && !last.aliases().isEmpty()) {
        at = aliases.get(aliases.size() - 1);
        isWhole = false;
        if (!isSpecial(at)) {
          return null;
        }
        status = DnsStatus.NOT_SENT;
      }
      vouched &= last.authenticated();
      // How long an alias keeps is not told by a reply that ends in it.
      long ttl = isWhole ? last.ttl() : 0;
      return new DnsAnswer(
          key.name(), key.type(), status, last.records(), aliases, ttl, vouched, false);
    }
  }

  /** Makes a resolver. Not safe for several threads. */
  public static final class Builder {
    private final DnsTransport transport;
    private Duration timeout = Duration.ofSeconds(2);
    private DnsCacheTimes times = DnsCacheTimes.DEFAULT;
    private long cacheOctets = 16L << 20;
    private boolean prefetch;
    private LongSupplier nanoTime = System::nanoTime;

    private Builder(DnsTransport transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
    }

    /** How long a question may take with all its aliases; two seconds by default. */
    public Builder timeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout " + timeout + " is not above 0");
      }
      this.timeout = timeout;
      return this;
    }

    /** How long answers are kept; {@link DnsCacheTimes#DEFAULT} by default. */
    public Builder cacheTimes(DnsCacheTimes times) {
      this.times = Objects.requireNonNull(times, "times");
      return this;
    }

    /** About how much memory answers may take, in octets; 16 MiB by default, 0 for none. */
    public Builder cacheOctets(long octets) {
      if (octets < 0) {
        throw new IllegalArgumentException("cacheOctets " + octets + " is negative");
      }
      this.cacheOctets = octets;
      return this;
    }

    /**
     * Whether an answer that is asked for in the last tenth of its time is fetched anew behind the
     * scenes; false by default.
     */
    public Builder prefetch(boolean prefetch) {
      this.prefetch = prefetch;
      return this;
    }

    /** What tells the time, as {@link System#nanoTime} does. */
    public Builder nanoTime(LongSupplier nanoTime) {
      this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
      return this;
    }

    /** The resolver. */
    public DnsResolver build() {
      return new DnsResolver(this);
    }
  }
}
