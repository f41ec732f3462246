package io.phish.contract;

import static org.junit.jupiter.api.Assertions.fail;

import io.phish.AnalysisMode;
import io.phish.InvalidSubjectException;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Observation;
import io.phish.spi.Protection;
import io.phish.subject.Subject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One extractor under test, and look-ups with it that cannot hang the test. */
final class LookUps<S extends Subject> implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  final Crew crew = new Crew();
  final FeatureExtractor<S> extractor;

  /** How long a look-up may take. */
  final Duration limit;

  private final FeatureExtractorContract<S> contract;

  private final AnalysisMode mode;

  /** Makes the extractor on a thread of the crew, so that threads it starts belong there. */
  LookUps(FeatureExtractorContract<S> contract, Callable<FeatureExtractor<S>> maker)
      throws Exception {
    this(contract, maker, contract.protection());
  }

  /** The same for a host with other names. */
  LookUps(
      FeatureExtractorContract<S> contract,
      Callable<FeatureExtractor<S>> maker,
      Protection protection)
      throws Exception {
    this.contract = contract;
    this.mode = contract.mode();
    this.extractor = crew.call("the maker of the extractor", LONGEST, maker);
    Duration timeout = extractor.descriptor().timeout();
    this.limit = (timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST).plus(contract.tolerance());
    crew.run("configure", limit, () -> extractor.configure(contract.settings()));
    crew.run("protect", limit, () -> extractor.protect(protection));
  }

  /** The contract's subject, and the hostile ones that it can be asked about. */
  List<S> subjects() {
    List<S> subjects = new ArrayList<>();
    subjects.add(contract.subject());
    for (S subject : contract.hostileSubjects()) {
      try {
        contract.form(subject);
        subjects.add(subject);
      } catch (InvalidSubjectException e) {
        // The engine refuses it before any extractor is asked.
      }
    }
    return subjects;
  }

  /** Some of {@link #subjects}, spread over all of them and none very long. */
  List<S> someSubjects() {
    List<S> all = subjects();
    List<S> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 1 + all.size() / 32) {
      if (i == 0 || all.get(i).value().length() <= 4_096) {
        some.add(all.get(i));
      }
    }
    return some;
  }

  /** A context for a subject, with the crew as its executor. */
  TestContext.Builder context(S subject) {
    return TestContext.builder(contract.form(subject)).mode(mode).executor(crew);
  }

  Outcome ask(S subject) throws Exception {
    return ask(subject, context(subject).build());
  }

  Outcome ask(S subject, TestContext context) throws Exception {
    return await(subject, start(subject, context).stage());
  }

  /**
   * A look-up that has begun.
   *
   * @param stage what the extractor's stage becomes
   * @param waits how often the calling thread waited, slept or parked meanwhile
   */
  record Started(CompletableFuture<Observation> stage, long waits) {}

  Started start(S subject, TestContext context) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return crew.call(
        "extract of " + subject.display(),
        limit,
        () -> {
          long self = Thread.currentThread().getId();
          long before = threads.getThreadInfo(self).getWaitedCount();
          CompletableFuture<Observation> stage = extract(subject, context);
          return new Started(stage, threads.getThreadInfo(self).getWaitedCount() - before);
        });
  }

  /** What is thrown is as good as a failed stage. */
  private CompletableFuture<Observation> extract(S subject, TestContext context) {
    CompletableFuture<Observation> result = new CompletableFuture<>();
    CompletionStage<Observation> stage;
    try {
      stage = extractor.extract(subject, context);
    } catch (Throwable e) {
      result.completeExceptionally(e);
      return result;
    }
    if (stage == null) {
      return fail("extract returned null for " + subject.display());
    }
    stage.whenComplete(
        (observation, failure) -> {
          if (failure == null) {
            result.complete(observation);
          } else {
            result.completeExceptionally(failure);
          }
        });
    return result;
  }

  Outcome await(S subject, CompletableFuture<Observation> stage) throws InterruptedException {
    try {
      Observation observation = stage.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return observation == null
          ? fail("the stage completed with null for " + subject.display())
          : new Outcome(observation, null);
    } catch (ExecutionException e) {
      return new Outcome(null, unwrapped(e));
    } catch (CancellationException e) {
      return new Outcome(null, e);
    } catch (TimeoutException e) {
      return fail("no answer for " + subject.display() + " after " + limit.toMillis() + " ms");
    }
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause != null
            && (failure instanceof ExecutionException || failure instanceof CompletionException)
        ? unwrapped(cause)
        : failure;
  }

  @Override
  public void close() {
    try {
      crew.run("close", limit, extractor::close);
    } finally {
      crew.close();
    }
  }
}
