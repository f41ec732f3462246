package io.phish.core.queue;

import io.phish.spi.CancelOutcome;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.JobLease;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.LeasedJobs;
import io.phish.spi.NewJob;
import io.phish.spi.Renewal;
import io.phish.spi.SettleOutcome;
import io.phish.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The jobs and what becomes of them. Every call is one step and gets the time it happens at. Not
 * safe for several threads.
 */
final class JobTable {
  private final JobQueueSettings settings;
  private final Consumer<String> onEnd;
  private final Map<String, StoredJob> jobs = new HashMap<>();
  private final List<Set<StoredJob>> ready = new ArrayList<>();
  private final Turns turns = new Turns();
  private long tokens;

  private final NavigableSet<StoredJob> delayed = byTime(job -> job.notBefore);
  private final NavigableSet<StoredJob> leased = byTime(job -> job.until);
  private final ArrayDeque<StoredJob> finished = new ArrayDeque<>();
  private final ArrayDeque<StoredJob> dead = new ArrayDeque<>();

  /**
   * No jobs.
   *
   * @param onEnd hears the ids of those that come to an end
   */
  JobTable(JobQueueSettings settings, Consumer<String> onEnd) {
    this.settings = settings;
    this.onEnd = onEnd;
    for (int i = 0; i < NewJob.PRIORITIES; i++) {
      // In order, and a cancelled job is taken out of the middle at no cost.
      ready.add(new LinkedHashSet<>());
    }
  }

  private static NavigableSet<StoredJob> byTime(Function<StoredJob, Instant> time) {
    return new TreeSet<>(Comparator.comparing(time).thenComparingLong(job -> job.token));
  }

  EnqueueOutcome enqueue(NewJob added, Instant now) {
    StoredJob known = jobs.get(added.id());
    if (known != null) {
      return new EnqueueOutcome.Duplicate(added.id(), known.state);
    }
    if (depth() >= settings.capacity()) {
      return new EnqueueOutcome.Full(added.id(), depth(), settings.capacity());
    }
    StoredJob job = new StoredJob(added, now);
    jobs.put(job.id, job);
    queue(job, now);
    return new EnqueueOutcome.Enqueued(job.id);
  }

  private void queue(StoredJob job, Instant now) {
    job.state = JobState.QUEUED;
    job.token = ++tokens;
    if (job.notBefore.isAfter(now)) {
      delayed.add(job);
    } else {
      ready(job).add(job);
    }
  }

  private Set<StoredJob> ready(StoredJob job) {
    return ready.get(job.priority - 1);
  }

  LeasedJobs lease(String worker, int max, Instant now) {
    List<JobLease> leases = new ArrayList<>();
    while (leases.size() < max) {
      StoredJob job = first(turns.next());
      if (job == null) {
        break;
      }
      ready(job).remove(job);
      job.state = JobState.RUNNING;
      job.attempts++;
      job.worker = worker;
      begin(job, now);
      leases.add(job.lease());
    }
    return new LeasedJobs(leases, waiting());
  }

  private void begin(StoredJob job, Instant now) {
    job.token = ++tokens;
    job.until = now.plus(settings.lease());
    leased.add(job);
  }

  /** The first of a priority, or of the most urgent that has any. */
  private @Nullable StoredJob first(int priority) {
    Set<StoredJob> preferred = ready.get(priority - 1);
    if (!preferred.isEmpty()) {
      return preferred.iterator().next();
    }
    for (Set<StoredJob> jobsOfOne : ready) {
      if (!jobsOfOne.isEmpty()) {
        return jobsOfOne.iterator().next();
      }
    }
    return null;
  }

  Renewal renew(JobLease lease, Instant now) {
    StoredJob job = jobs.get(lease.job().id());
    if (job == null || !job.isLeasedAs(lease)) {
      return job != null && job.state == JobState.CANCELLED ? Renewal.CANCELLED : Renewal.LOST;
    }
    leased.remove(job);
    job.until = now.plus(settings.lease());
    leased.add(job);
    return Renewal.KEPT;
  }

  SettleOutcome settle(Settlement settlement, Instant now) {
    JobLease lease = settlement.lease();
    StoredJob job = jobs.get(lease.job().id());
    if (job == null) {
      return new SettleOutcome.Unknown();
    }
    boolean counts =
        settlement instanceof Settlement.Success ? !job.state.isFinal() : job.isLeasedAs(lease);
    if (!counts) {
      return new SettleOutcome.Superseded(job.state);
    }
    takeOut(job);
    if (settlement instanceof Settlement.Success success) {
      job.result = success.result();
      job.cause = null;
      finish(job, JobState.SUCCEEDED, now);
    } else if (settlement instanceof Settlement.Failure failure) {
      job.cause = failure.cause();
      finish(job, JobState.FAILED, now);
    } else if (settlement instanceof Settlement.Retry retry) {
      job.cause = retry.cause();
      job.notBefore = now.plus(retry.delay());
      queueOrGiveUp(job, now);
    } else {
      job.attempts--;
      queue(job, now);
    }
    return new SettleOutcome.Settled(job.state);
  }

  private void queueOrGiveUp(StoredJob job, Instant now) {
    if (job.attempts < settings.maxDeliveries()) {
      queue(job, now);
    } else {
      finish(job, JobState.DEAD, now);
    }
  }

  /** Out of wherever an unfinished job waits. */
  private void takeOut(StoredJob job) {
    if (!leased.remove(job) && !delayed.remove(job)) {
      ready(job).remove(job);
    }
  }

  private void finish(StoredJob job, JobState end, Instant now) {
    job.finish(end, now);
    onEnd.accept(job.id);
    if (end == JobState.DEAD) {
      job.until = now.plus(settings.keepDead());
      dead.add(job);
      trim(dead, settings.maxDead());
    } else {
      job.until = now.plus(settings.keepFinished());
      finished.add(job);
      trim(finished, settings.capacity());
    }
  }

  private void trim(ArrayDeque<StoredJob> kept, long max) {
    while (kept.size() > max) {
      jobs.remove(kept.remove().id);
    }
  }

  CancelOutcome cancel(String id, Instant now) {
    StoredJob job = jobs.get(id);
    if (job == null) {
      return CancelOutcome.UNKNOWN;
    }
    if (job.state.isFinal()) {
      return CancelOutcome.WAS_FINISHED;
    }
    boolean running = job.state == JobState.RUNNING;
    takeOut(job);
    finish(job, JobState.CANCELLED, now);
    return running ? CancelOutcome.WAS_RUNNING : CancelOutcome.WAS_QUEUED;
  }

  @Nullable JobStatus status(String id) {
    StoredJob job = jobs.get(id);
    return job == null ? null : job.status();
  }

  List<JobStatus> deadLetters(int skip, int max) {
    List<JobStatus> letters = new ArrayList<>();
    Iterator<StoredJob> each = dead.descendingIterator();
    for (int i = 0; each.hasNext() && letters.size() < max; i++) {
      StoredJob letter = each.next();
      if (i >= skip) {
        letters.add(letter.status());
      }
    }
    return letters;
  }

  boolean revive(String id, Instant now) {
    StoredJob job = jobs.get(id);
    if (job == null || job.state != JobState.DEAD) {
      return false;
    }
    dead.remove(job);
    job.attempts = 0;
    job.finishedAt = null;
    job.notBefore = now;
    queue(job, now);
    return true;
  }

  /** Does what is due by now. */
  void advance(Instant now) {
    while (!delayed.isEmpty() && !delayed.first().notBefore.isAfter(now)) {
      StoredJob job = delayed.first();
      delayed.remove(job);
      ready(job).add(job);
    }
    while (!leased.isEmpty() && !leased.first().until.isAfter(now)) {
      StoredJob job = leased.first();
      leased.remove(job);
      job.cause =
          "worker "
              + job.worker
              + " let the lease run out, delivery "
              + job.attempts
              + " of "
              + settings.maxDeliveries();
      queueOrGiveUp(job, now);
    }
    forget(finished, now);
    forget(dead, now);
  }

  private void forget(ArrayDeque<StoredJob> kept, Instant now) {
    StoredJob oldest = kept.peek();
    while (oldest != null && !oldest.until.isAfter(now)) {
      kept.remove();
      jobs.remove(oldest.id);
      oldest = kept.peek();
    }
  }

  /** When something is due next by itself that a worker may wait for, null if nothing is. */
  @Nullable Instant nextDue() {
    Instant due = delayed.isEmpty() ? null : delayed.first().notBefore;
    if (!leased.isEmpty() && (due == null || leased.first().until.isBefore(due))) {
      due = leased.first().until;
    }
    return due;
  }

  private long depth() {
    return waiting() + delayed.size() + leased.size();
  }

  private long waiting() {
    long waiting = 0;
    for (Set<StoredJob> jobsOfOne : ready) {
      waiting += jobsOfOne.size();
    }
    return waiting;
  }

  JobQueueStatistics statistics(String name, Instant now) {
    long[] running = new long[NewJob.PRIORITIES];
    for (StoredJob job : leased) {
      running[job.priority - 1]++;
    }
    List<JobQueueStatistics.Priority> priorities = new ArrayList<>();
    for (int i = 0; i < NewJob.PRIORITIES; i++) {
      Set<StoredJob> waiting = ready.get(i);
      Duration age =
          waiting.isEmpty() ? null : Duration.between(waiting.iterator().next().notBefore, now);
      priorities.add(new JobQueueStatistics.Priority(i + 1, waiting.size(), running[i], age));
    }
    return new JobQueueStatistics(
        name, priorities, delayed.size(), dead.size(), settings.capacity());
  }
}
