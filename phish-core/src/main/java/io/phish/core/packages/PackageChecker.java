package io.phish.core.packages;

import com.github.benmanes.caffeine.cache.Ticker;
import io.phish.InvalidSubjectException;
import io.phish.Thresholds;
import io.phish.core.packages.registry.PackageRegistry;
import io.phish.core.packages.registry.RegistryAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Tells which package names are attacks: names that look like popular ones, names on lists, names
 * that the registry does not have, and packages that their metadata speak against.
 *
 * <p>Without a registry it works off-line and within microseconds; with one it asks for many
 * packages at a time, for each once, and keeps what was said. Nothing blocks: names are judged on
 * the calling thread, answers on the thread that brings them. Safe for any number of threads.
 *
 * <pre>{@code
 * try (PackageChecker checker = PackageChecker.builder().build()) {
 *   PackageVerdict verdict =
 *       checker.check(PackageId.of(Ecosystem.PYPI, "reqeusts")).toCompletableFuture().join();
 * }
 * }</pre>
 */
public final class PackageChecker implements AutoCloseable {
  private final PackageJudge judge;
  private final @Nullable PackageRegistry registry;
  private final @Nullable RegistryLookups lookups;
  private final Duration deadline;
  private final Clock clock;
  private final Alarms alarms = new Alarms();

  private PackageChecker(Builder builder) {
    judge = new PackageJudge(builder.lists, builder.thresholds);
    registry = builder.registry;
    deadline = builder.deadline;
    clock = builder.clock;
    lookups =
        registry == null
            ? null
            : new RegistryLookups(
                registry,
                builder.timeout,
                builder.concurrency,
                builder.keeping,
                alarms,
                builder.ticker);
  }

  /** A checker in the making. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether a registry is asked. */
  public boolean isOnline() {
    return lookups != null;
  }

  /**
   * Checks a package.
   *
   * @return completes within the {@linkplain Builder#deadline deadline} and does not fail: what the
   *     registry did not tell by then is not known, and a text that is no name at all is {@link
   *     Recommendation#UNKNOWN}, with the reason {@code invalid-name}
   */
  public CompletionStage<PackageVerdict> check(PackageId id) {
    Pending pending = begin(id);
    arm(List.of(pending));
    return pending.verdict;
  }

  /**
   * Checks packages, all at once as far as the {@linkplain Builder#concurrency concurrency} goes.
   *
   * @return the verdicts in the order of the packages; as {@link #check}, with one deadline for all
   */
  public CompletionStage<List<PackageVerdict>> checkAll(Collection<PackageId> ids) {
    List<Pending> all = new ArrayList<>(ids.size());
    for (PackageId id : ids) {
      all.add(begin(id));
    }
    arm(all);
    return CompletableFuture.allOf(
            all.stream().map(pending -> pending.verdict).toArray(CompletableFuture[]::new))
        .thenApply(done -> all.stream().map(pending -> pending.verdict.join()).toList());
  }

  private Pending begin(PackageId id) {
    NameJudge.Judgement name;
    try {
      name = judge.name(id);
    } catch (InvalidSubjectException e) {
      return Pending.done(PackageJudge.noName(id, String.valueOf(e.getMessage())));
    }
    if (lookups == null || !name.isValid() || name.isSettled()) {
      return Pending.done(judge.verdict(id, name, null, clock.instant()));
    }
    CompletableFuture<RegistryAnswer> answer = lookups.lookup(id);
    return new Pending(
        answer.thenApply(said -> judge.verdict(id, name, said, clock.instant())), answer);
  }

  /**
   * A package that is being checked.
   *
   * @param answer of the registry, null if none is asked
   */
  private record Pending(
      CompletableFuture<PackageVerdict> verdict,
      @Nullable CompletableFuture<RegistryAnswer> answer) {

    static Pending done(PackageVerdict verdict) {
      return new Pending(CompletableFuture.completedFuture(verdict), null);
    }

    void expire(RegistryAnswer late) {
      if (answer != null) {
        answer.complete(late);
      }
    }
  }

  /** When the time is up, what was not answered is not known. */
  private void arm(List<Pending> all) {
    List<Pending> waiting = all.stream().filter(pending -> !pending.verdict.isDone()).toList();
    if (waiting.isEmpty()) {
      return;
    }
    RegistryAnswer late =
        new RegistryAnswer.Unknown("no answer within " + deadline.toMillis() + " ms");
    Future<?> alarm =
        alarms.after(deadline, () -> waiting.forEach(pending -> pending.expire(late)));
    CompletableFuture<?> unused =
        CompletableFuture.allOf(
                waiting.stream().map(Pending::verdict).toArray(CompletableFuture[]::new))
            .whenComplete((done, failure) -> alarm.cancel(false));
  }

  /** Closes the registry; what is being looked up is not known. */
  @Override
  public void close() {
    alarms.close();
    if (registry != null) {
      registry.close();
    }
  }

  /** Configures a checker. Everything is optional. Not safe for several threads. */
  public static final class Builder {
    private @Nullable PackageRegistry registry;
    private PackageLists lists = PackageLists.bundled();
    private Thresholds thresholds = Thresholds.DEFAULT;
    private Clock clock = Clock.systemUTC();
    private Duration timeout = Duration.ofSeconds(5);
    private Duration deadline = Duration.ofSeconds(30);
    private int concurrency = 64;
    private RegistryLookups.Keeping keeping =
        new RegistryLookups.Keeping(
            10_000, Duration.ofHours(6), Duration.ofMinutes(15), Duration.ofSeconds(15));
    private Ticker ticker = Ticker.systemTicker();

    private Builder() {}

    /** Who is asked for packages; closed with the checker. Nobody by default. */
    public Builder registry(PackageRegistry registry) {
      this.registry = Objects.requireNonNull(registry, "registry");
      return this;
    }

    /** What the host knows; the bundled popular packages by default. */
    public Builder lists(PackageLists lists) {
      this.lists = Objects.requireNonNull(lists, "lists");
      return this;
    }

    /**
     * From which score on a package is suspicious, and from which one, in the place of phishing,
     * its risk is high; {@link Thresholds#DEFAULT} by default.
     */
    public Builder thresholds(Thresholds thresholds) {
      this.thresholds = Objects.requireNonNull(thresholds, "thresholds");
      return this;
    }

    /** Tells the time of day, for ages of packages. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * The time for one look-up from when its turn has come, above 0 and at most an hour; 5 s by
     * default.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder timeout(Duration timeout) {
      this.timeout = requireSane("timeout", timeout);
      return this;
    }

    /**
     * The time for one call, however many packages it is about, above 0 and at most an hour; 30 s
     * by default.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder deadline(Duration deadline) {
      this.deadline = requireSane("deadline", deadline);
      return this;
    }

    /**
     * How many look-ups may run at once, from 1 to 1,024; 64 by default.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder concurrency(int concurrency) {
      if (concurrency < 1 || concurrency > 1_024) {
        throw new IllegalArgumentException(
            "concurrency " + concurrency + " is not within 1 and 1024");
      }
      this.concurrency = concurrency;
      return this;
    }

    /**
     * How many answers of the registry are kept in memory, and for how long; by default 10,000, for
     * six hours, a quarter of an hour and fifteen seconds.
     *
     * @param maximumSize how many; 0 for none
     * @param found packages that are there
     * @param absent packages that are not
     * @param unknown failures
     * @throws IllegalArgumentException if one is negative
     */
    public Builder cache(long maximumSize, Duration found, Duration absent, Duration unknown) {
      if (maximumSize < 0 || found.isNegative() || absent.isNegative() || unknown.isNegative()) {
        throw new IllegalArgumentException("a size or time of the cache is negative");
      }
      this.keeping = new RegistryLookups.Keeping(maximumSize, found, absent, unknown);
      return this;
    }

    Builder ticker(Ticker ticker) {
      this.ticker = ticker;
      return this;
    }

    private static Duration requireSane(String name, Duration duration) {
      if (duration.isZero()
          || duration.isNegative()
          || duration.compareTo(Duration.ofHours(1)) > 0) {
        throw new IllegalArgumentException(
            name + " " + duration + " is not above 0 and at most an hour");
      }
      return duration;
    }

    /** The checker. */
    public PackageChecker build() {
      return new PackageChecker(this);
    }
  }
}
