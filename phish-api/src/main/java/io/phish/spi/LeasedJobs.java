package io.phish.spi;

import java.util.List;

/**
 * What a worker got.
 *
 * @param leases of the jobs, in the order in which they should begin; empty if none was there
 * @param waiting how many more jobs are ready to be worked, about; what a worker sizes itself by
 */
public record LeasedJobs(List<JobLease> leases, long waiting) {
  /** No job. */
  public static final LeasedJobs NONE = new LeasedJobs(List.of(), 0);

  /** Copies the leases. */
  public LeasedJobs {
    leases = List.copyOf(leases);
  }
}
