package io.phish.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Holds jobs until a worker has done them. Jobs are octets that only those who put them in and
 * those who work them understand.
 *
 * <p><b>What is promised.</b> A job whose {@link #enqueue} said {@link EnqueueOutcome.Enqueued} is
 * delivered <i>at least once</i>: until a worker settles it, it is cancelled, or it was delivered
 * {@link JobQueueSettings#maxDeliveries} times, after which it is a dead letter. It may be
 * delivered more than once, as a worker that does not renew its lease in time is taken for dead
 * while it may only be slow or cut off, and as a worker may die between doing a job and saying so:
 * <b>work must bear being done twice</b>. The result does not change, though: the first one counts.
 * Nothing is promised beyond what the queue's memory survives; an implementation says what that is.
 *
 * <p>Of those waiting, the jobs of one priority are delivered in the order in which they became
 * ready. A priority that is one less urgent gets half as many of the deliveries while both wait, so
 * none starves: a job that is the first of priority p waits for fewer than 2<sup>p</sup>
 * deliveries.
 *
 * <p>Time is the queue's own: the clock of what keeps it, not that of its clients.
 *
 * <p>Safe for any number of threads. No method blocks; failures are in the stage, but for arguments
 * out of their range, which throw {@link IllegalArgumentException}. A stage that fails leaves open
 * whether the call took effect; every call but {@link #lease} may then be made again, and jobs that
 * such a {@code lease} took come back after the lease. Test an implementation with {@code
 * JobQueueContract} from the test-jar of this module.
 */
public interface JobQueue extends AutoCloseable {

  /** What to call it in statistics and logs. */
  String name();

  /** What holds for its jobs. */
  JobQueueSettings settings();

  /** Puts a job in, if there is room and the queue does not know its id. */
  CompletionStage<EnqueueOutcome> enqueue(NewJob job);

  /** Puts jobs in, as many as there is room for. The outcomes are in the order of the jobs. */
  CompletionStage<List<EnqueueOutcome>> enqueueAll(List<NewJob> jobs);

  /**
   * Takes jobs to work on.
   *
   * @param worker who takes them, for people; as an id of {@link NewJob}
   * @param max how many at most, 1 to 1,000
   * @param wait how long to wait if there is none, in real time, 0 or more; the stage completes as
   *     soon as there is one
   */
  CompletionStage<LeasedJobs> lease(String worker, int max, Duration wait);

  /** Begins leases anew. What became of each is in the order of the leases. */
  CompletionStage<List<Renewal>> renew(List<JobLease> leases);

  /** Takes what a worker has to say of a job. */
  CompletionStage<SettleOutcome> settle(Settlement settlement);

  /**
   * Takes what a worker has to say of several. The outcomes are in the order of the settlements.
   */
  CompletionStage<List<SettleOutcome>> settleAll(List<Settlement> settlements);

  /** Takes a job back, unless it is finished. */
  CompletionStage<CancelOutcome> cancel(String id);

  /** What is known of a job, empty if nothing is. */
  CompletionStage<Optional<JobStatus>> status(String id);

  /** What is known of several jobs; those of which nothing is are missing from the map. */
  CompletionStage<Map<String, JobStatus>> statuses(Collection<String> ids);

  /**
   * Waits for the end of a job.
   *
   * @param wait how long at most, in real time, 0 or more
   * @return what is known of the job as soon as it is finished, or when the time is over; empty as
   *     soon as nothing is known of it
   */
  CompletionStage<Optional<JobStatus>> awaitFinished(String id, Duration wait);

  /**
   * The latest dead letters, the very latest first.
   *
   * @param max how many at most, 1 to 1,000
   */
  default CompletionStage<List<JobStatus>> deadLetters(int max) {
    return deadLetters(0, max);
  }

  /**
   * Dead letters before the latest, page by page; those that die or are revived between two calls
   * shift the pages.
   *
   * @param skip how many of the latest to leave out, 0 or more
   * @param max how many at most, 1 to 1,000
   */
  CompletionStage<List<JobStatus>> deadLetters(int skip, int max);

  /**
   * Puts a dead job back into the queue, as if it had never been delivered, whether or not there is
   * room.
   *
   * @return whether there was such a dead job
   */
  CompletionStage<Boolean> revive(String id);

  /** How the queue does. */
  CompletionStage<JobQueueStatistics> statistics();

  /**
   * Lets go of what the client of the queue holds; jobs that are leased stay so until that runs
   * out. Calls after that fail, and so does whoever waits in {@link #lease}.
   */
  @Override
  void close();
}
