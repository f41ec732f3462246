package io.phish.core.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Answers by question, for as long as they hold and for some time longer. */
final class AnswerCache {
  /** The time-to-live of what is given stale (RFC 8767, section 4). */
  private static final long STALE_TTL_SECONDS = 30;

  /** Of an entry without records, in octets: measured to be about that on a 64-bit JVM. */
  private static final int ENTRY_OCTETS = 256;

  private static final int RECORD_OCTETS = 160;

  /** A question. */
  record Key(Name name, int type) {}

  /**
   * What is known of a question.
   *
   * @param freshUntil when the answer's time is up, by the ticker
   * @param staleUntil when it is of no use any more
   * @param retryAt when the servers may be asked again after a failure
   * @param failure what that failure was, null if the last question was answered
   */
  private record Entry(
      DnsAnswer answer,
      long freshUntil,
      long staleUntil,
      long retryAt,
      @Nullable DnsStatus failure) {

    int weight() {
      int octets = ENTRY_OCTETS;
      for (Record each : answer.records()) {
        octets += RECORD_OCTETS + 2 * each.rdataToWireCanonical().length;
      }
      for (Name alias : answer.aliases()) {
        octets += 2 * alias.length();
      }
      return octets;
    }
  }

  private final Cache<Key, Entry> entries;
  private final Ticker ticker;
  private final DnsCacheTimes times;

  AnswerCache(long maximumOctets, Ticker ticker, DnsCacheTimes times) {
    this.ticker = ticker;
    this.times = times;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maximumOctets)
            .weigher((Key key, Entry entry) -> entry.weight())
            .expireAfter(
                Expiry.writing(
                    (Key key, Entry entry) ->
                        Duration.ofNanos(Math.max(1, entry.staleUntil() - ticker.read()))))
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** What needs no question: a fresh answer, or one that was not to be had a moment ago. */
  @Nullable DnsAnswer get(Key key) {
    Entry entry = entries.getIfPresent(key);
    if (entry == null) {
      return null;
    }
    long now = ticker.read();
    if (entry.failure() == null && entry.freshUntil() - now > 0) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(entry.freshUntil() - now);
      return as(entry.answer(), Math.max(1, seconds), false);
    }
    if (entry.failure() != null && entry.retryAt() - now > 0) {
      return entry.answer().status().isKnown()
          ? as(entry.answer(), STALE_TTL_SECONDS, true)
          : entry.answer();
    }
    return null;
  }

  /** Whether little is left of a fresh answer's time, so that the next one may be fetched. */
  boolean isAlmostStale(Key key) {
    Entry entry = entries.getIfPresent(key);
    if (entry == null || entry.failure() != null) {
      return false;
    }
    long lifetime = times.lifetime(entry.answer()).toNanos();
    return entry.freshUntil() - ticker.read() < lifetime / 10;
  }

  /**
   * Keeps what was learnt.
   *
   * @return what to tell: the answer, or if nothing was learnt the one before, stale
   */
  DnsAnswer put(Key key, DnsAnswer answer) {
    long now = ticker.read();
    if (answer.status().isKnown()) {
      long fresh = now + times.lifetime(answer).toNanos();
      entries.put(key, new Entry(answer, fresh, fresh + times.stale().toNanos(), now, null));
      return answer;
    }
    long retryAt = now + times.failed().toNanos();
    Entry before = entries.getIfPresent(key);
    if (before != null && before.answer().status().isKnown() && before.staleUntil() - now > 0) {
      entries.put(
          key,
          new Entry(
              before.answer(), before.freshUntil(), before.staleUntil(), retryAt, answer.status()));
      return as(before.answer(), STALE_TTL_SECONDS, true);
    }
    entries.put(key, new Entry(answer, now, retryAt, retryAt, answer.status()));
    return answer;
  }

  /** What to tell if nothing could be learnt, without keeping it: the answer before, stale. */
  DnsAnswer standIn(Key key, DnsAnswer answer) {
    Entry before = entries.getIfPresent(key);
    return before != null && before.answer().status().isKnown()
        ? as(before.answer(), STALE_TTL_SECONDS, true)
        : answer;
  }

  private static DnsAnswer as(DnsAnswer answer, long ttl, boolean stale) {
    return new DnsAnswer(
        answer.name(),
        answer.type(),
        answer.status(),
        answer.records(),
        answer.aliases(),
        ttl,
        answer.authenticated(),
        stale);
  }

  /** About how many there are. */
  long size() {
    entries.cleanUp();
    return entries.estimatedSize();
  }
}
