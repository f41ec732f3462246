package io.phish.core.packages;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.phish.core.packages.registry.PackageRegistry;
import io.phish.core.packages.registry.RegistryAnswer;
import io.phish.core.resilience.Bulkhead;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Asks a registry, each package once at a time, so many packages at once, and keeps what it said. A
 * registry that throws, answers null or never is one that does not know.
 */
final class RegistryLookups {
  /** Names that may wait for their turn; a name more is not known. */
  private static final int MAX_WAITING = 100_000;

  /** What a registry may take beyond its time before it is no longer waited for. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private final PackageRegistry registry;
  private final Duration timeout;
  private final Alarms alarms;
  private final Bulkhead bulkhead;
  private final AsyncCache<String, RegistryAnswer> answers;

  /**
   * How long answers keep, and how many.
   *
   * @param size how many are kept
   * @param found for how long
   * @param absent for how long
   * @param unknown for how long nobody is asked again
   */
  record Keeping(long size, Duration found, Duration absent, Duration unknown) {
    Duration time(RegistryAnswer answer) {
      if (answer instanceof RegistryAnswer.Found) {
        return found;
      }
      return answer instanceof RegistryAnswer.Absent ? absent : unknown;
    }
  }

  RegistryLookups(
      PackageRegistry registry,
      Duration timeout,
      int concurrency,
      Keeping keeping,
      Alarms alarms,
      Ticker ticker) {
    this.registry = registry;
    this.timeout = timeout;
    this.alarms = alarms;
    this.bulkhead = new Bulkhead(concurrency, MAX_WAITING);
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(keeping.size())
            .expireAfter(
                Expiry.writing((String key, RegistryAnswer answer) -> keeping.time(answer)))
            .ticker(ticker)
            .executor(Runnable::run)
            .buildAsync();
  }

  /**
   * What the registry says of a package.
   *
   * @param id of which the name is one that the registry can have
   * @return does not fail, and is the caller's own: completing it is nobody else's business
   */
  CompletableFuture<RegistryAnswer> lookup(PackageId id) {
    String key = id.ecosystem().id() + '/' + id.canonicalName();
    CompletableFuture<RegistryAnswer> made = new CompletableFuture<>();
    CompletableFuture<RegistryAnswer> before = answers.asMap().putIfAbsent(key, made);
    if (before != null) {
      return before.copy();
    }
    CompletableFuture<RegistryAnswer> own = made.copy();
    Call call = new Call(id, made);
    if (!bulkhead.submit(call)) {
      made.complete(new RegistryAnswer.Unknown("too many look-ups wait for their turn"));
    }
    return own;
  }

  /** One question to the registry. */
  private final class Call extends Bulkhead.Ticket {
    private final PackageId id;
    private final CompletableFuture<RegistryAnswer> answer;

    Call(PackageId id, CompletableFuture<RegistryAnswer> answer) {
      this.id = id;
      this.answer = answer;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // a registry may be anybody's
    protected void run() {
      CompletableFuture<RegistryAnswer> asked;
      try {
        asked = registry.lookup(id, timeout).toCompletableFuture();
      } catch (Throwable e) {
        end(new RegistryAnswer.Unknown("the registry's client failed: " + e));
        return;
      }
      Future<?> alarm =
          alarms.after(
              timeout.plus(GRACE),
              () -> {
                end(new RegistryAnswer.Unknown("no answer within " + timeout.toMillis() + " ms"));
                asked.cancel(true);
              });
      CompletableFuture<?> unused =
          asked.whenComplete(
              (said, failure) -> {
                alarm.cancel(false);
                end(understood(said, failure));
              });
    }

    private void end(RegistryAnswer said) {
      // First the turn of the next, then whoever waits for this one.
      bulkhead.release(this);
      answer.complete(said);
    }
  }

  private static RegistryAnswer understood(
      @Nullable RegistryAnswer said, @Nullable Throwable failure) {
    if (failure != null) {
      return new RegistryAnswer.Unknown("the registry's client failed: " + failure);
    }
    return said == null ? new RegistryAnswer.Unknown("the registry's client said nothing") : said;
  }
}
