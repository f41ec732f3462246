package io.phish.spi;

import java.util.Objects;

/**
 * That a worker has a job to itself for a while: for {@link JobQueueSettings#lease} from when it
 * got it or last renewed it.
 *
 * @param job the job
 * @param worker whose lease it is
 * @param token tells this lease from every other of the same job
 */
public record JobLease(Job job, String worker, long token) {

  /** Checks for nulls. */
  public JobLease {
    Objects.requireNonNull(job, "job");
    JobNames.check("worker", worker);
  }
}
