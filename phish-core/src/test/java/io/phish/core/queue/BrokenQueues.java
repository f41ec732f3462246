package io.phish.core.queue;

import io.phish.spi.CancelOutcome;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueue;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.LeasedJobs;
import io.phish.spi.NewJob;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome;
import io.phish.spi.Settlement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ways to break what a queue must keep. */
final class BrokenQueues {
  /** Breaks nothing. */
  static final Spoiler NOT = (method, args, right) -> right.call();

  private BrokenQueues() {}

  /** Stands between a queue and whoever calls it. */
  @FunctionalInterface
  interface Spoiler {
    /** What is answered; the arguments may be changed before the right answer is asked for. */
    @Nullable Object answer(String method, Object[] args, Callable<@Nullable Object> right)
        throws Exception;
  }

  static JobQueue spoilt(JobQueue queue, Spoiler spoiler) {
    return (JobQueue)
        Proxy.newProxyInstance(
            BrokenQueues.class.getClassLoader(),
            new Class<?>[] {JobQueue.class},
            (proxy, method, args) -> {
              Object[] given = args == null ? new Object[0] : args;
              return spoiler.answer(
                  method.getName(),
                  given,
                  () -> {
                    try {
                      return method.invoke(queue, given);
                    } catch (InvocationTargetException e) {
                      throw e.getCause() instanceof Exception failure ? failure : e;
                    }
                  });
            });
  }

  /** Changes what calls of a method are given. */
  private static Spoiler given(String name, UnaryOperator<Object[]> change) {
    return (method, args, right) -> {
      if (method.equals(name)) {
        System.arraycopy(change.apply(args.clone()), 0, args, 0, args.length);
      }
      return right.call();
    };
  }

  /** Changes what a method answers. */
  @SuppressWarnings("unchecked")
  private static <T> Spoiler answered(String name, UnaryOperator<T> change) {
    return (method, args, right) ->
        method.equals(name) ? ((CompletionStage<T>) right.call()).thenApply(change) : right.call();
  }

  private static Object[] with(Object[] args, int index, Object value) {
    args[index] = value;
    return args;
  }

  /** Changes jobs that are put in, one or several at once. */
  private static Spoiler jobs(UnaryOperator<NewJob> change) {
    return (method, args, right) -> {
      if (method.equals("enqueue")) {
        args[0] = change.apply((NewJob) args[0]);
      } else if (method.equals("enqueueAll")) {
        args[0] = ((List<?>) args[0]).stream().map(each -> change.apply((NewJob) each)).toList();
      }
      return right.call();
    };
  }

  /** Changes what a worker says of one job. */
  private static Spoiler settlements(UnaryOperator<Settlement> change) {
    return given("settle", args -> with(args, 0, change.apply((Settlement) args[0])));
  }

  static Spoiler keepsEveryLease() {
    return (method, args, right) ->
        method.equals("renew")
            ? CompletableFuture.completedFuture(
                Collections.nCopies(((List<?>) args[0]).size(), Renewal.KEPT))
            : right.call();
  }

  static Spoiler doesNotWait() {
    return given("lease", args -> with(args, 2, Duration.ZERO));
  }

  static Spoiler seesJobsThatAreNotThere() {
    return BrokenQueues.<LeasedJobs>answered(
        "lease", leased -> new LeasedJobs(leased.leases(), leased.waiting() + 1));
  }

  static Spoiler waitsForEver() {
    return (method, args, right) ->
        method.equals("lease") && !Duration.ZERO.equals(args[2])
            ? new CompletableFuture<LeasedJobs>()
            : right.call();
  }

  static Spoiler goesOnWhenClosed() {
    AtomicBoolean isClosed = new AtomicBoolean();
    return (method, args, right) -> {
      if (method.equals("close")) {
        isClosed.set(true);
      }
      return method.equals("cancel") && isClosed.get()
          ? CompletableFuture.completedFuture(CancelOutcome.UNKNOWN)
          : right.call();
    };
  }

  static Spoiler cuts() {
    return jobs(
        job ->
            new NewJob(
                job.id(),
                Arrays.copyOf(job.payload(), Math.min(job.payload().length, 65_535)),
                job.priority(),
                job.delay()));
  }

  static Spoiler forgetsPriorities() {
    return jobs(job -> job.withPriority(3));
  }

  static Spoiler reverses() {
    return BrokenQueues.<LeasedJobs>answered(
        "lease",
        leased -> {
          List<JobLease> leases = new ArrayList<>(leased.leases());
          Collections.reverse(leases);
          return new LeasedJobs(leases, leased.waiting());
        });
  }

  static Spoiler givesFew() {
    return given("lease", args -> with(args, 1, Math.min((int) args[1], 10)));
  }

  static Spoiler givesTwice() {
    AtomicReference<@Nullable JobLease> first = new AtomicReference<>();
    return BrokenQueues.<LeasedJobs>answered(
        "lease",
        leased -> {
          if (leased.leases().isEmpty()) {
            return leased;
          }
          first.compareAndSet(null, leased.leases().get(0));
          List<JobLease> leases = new ArrayList<>(leased.leases());
          leases.set(0, first.get());
          return new LeasedJobs(leases, leased.waiting());
        });
  }

  static Spoiler doesNotDelay() {
    Spoiler jobs = jobs(job -> job.withDelay(Duration.ZERO));
    Spoiler settlements =
        settlements(
            each ->
                each instanceof Settlement.Retry retry
                    ? new Settlement.Retry(retry.lease(), retry.cause(), Duration.ZERO)
                    : each);
    return (method, args, right) ->
        jobs.answer(method, args, () -> settlements.answer(method, args, right));
  }

  static Spoiler inventsJobs() {
    return BrokenQueues.<List<EnqueueOutcome>>answered(
        "enqueueAll",
        outcomes -> outcomes.isEmpty() ? List.of(new EnqueueOutcome.Enqueued("ghost")) : outcomes);
  }

  static Spoiler countsReleases() {
    return settlements(
        each ->
            each instanceof Settlement.Release release
                ? new Settlement.Retry(release.lease(), "given back", Duration.ZERO)
                : each);
  }

  static Spoiler triesFailuresAgain() {
    return settlements(
        each ->
            each instanceof Settlement.Failure failure
                ? new Settlement.Retry(failure.lease(), failure.cause(), Duration.ZERO)
                : each);
  }

  /** One result in fifty is taken and not kept. */
  static Spoiler losesResults() {
    AtomicInteger results = new AtomicInteger();
    return (method, args, right) ->
        method.equals("settle")
                && args[0] instanceof Settlement.Success
                && results.incrementAndGet() % 50 == 0
            ? CompletableFuture.completedFuture(new SettleOutcome.Settled(JobState.SUCCEEDED))
            : right.call();
  }

  static Spoiler forgetsWorkers() {
    return BrokenQueues.<Optional<JobStatus>>answered(
        "status",
        status ->
            status.map(
                each ->
                    new JobStatus(
                        each.id(),
                        each.state(),
                        each.priority(),
                        each.attempts(),
                        each.enqueuedAt(),
                        each.notBefore(),
                        null,
                        each.finishedAt(),
                        each.cause(),
                        each.output())));
  }

  static Spoiler saysItCancelled() {
    return (method, args, right) ->
        method.equals("cancel")
            ? CompletableFuture.completedFuture(CancelOutcome.WAS_QUEUED)
            : right.call();
  }

  static Spoiler mixesOutcomes() {
    return BrokenQueues.<List<Object>>answered(
        "settleAll",
        outcomes -> {
          List<Object> reversed = new ArrayList<>(outcomes);
          Collections.reverse(reversed);
          return reversed;
        });
  }

  static Spoiler tellsTooEarly() {
    return given("awaitFinished", args -> with(args, 1, Duration.ZERO));
  }

  /** Whatever is asked for, the first job is told of. */
  static Spoiler tellsOfTheWrongJob() {
    return (method, args, right) ->
        method.equals("awaitFinished")
            ? CompletableFuture.completedFuture(Optional.of(status((String) args[0])))
            : right.call();
  }

  private static JobStatus status(String id) {
    Instant now = Instant.EPOCH;
    return new JobStatus(id, JobState.DEAD, 3, 0, now, now, null, now, null, Optional.empty());
  }

  static Spoiler turnsNoPages() {
    return (method, args, right) -> {
      if (method.equals("deadLetters") && args.length == 2) {
        args[0] = 0;
      }
      return right.call();
    };
  }

  static Spoiler forgetsIds() {
    return BrokenQueues.<List<EnqueueOutcome>>answered(
        "enqueueAll",
        outcomes ->
            outcomes.stream()
                .map(each -> (EnqueueOutcome) new EnqueueOutcome.Enqueued(each.id()))
                .toList());
  }

  static Spoiler takesAnything() {
    return given("lease", args -> with(args, 1, Math.max(1, Math.min((int) args[1], 1_000))));
  }
}
