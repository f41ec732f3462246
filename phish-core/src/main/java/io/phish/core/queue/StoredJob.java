package io.phish.core.queue;

import io.phish.spi.Job;
import io.phish.spi.JobLease;
import io.phish.spi.JobState;
import io.phish.spi.JobStatus;
import io.phish.spi.NewJob;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job in memory. Guarded by the lock of the queue. */
final class StoredJob {
  final String id;
  final int priority;
  final Instant enqueuedAt;
  Instant notBefore;
  JobState state = JobState.QUEUED;
  int attempts;

  /** Tells leases apart, and jobs that are due at the same moment. */
  long token;

  /** When the lease runs out, or when the job is to be forgotten. */
  Instant until = Instant.MAX;

  private byte @Nullable [] payload;
  @Nullable String worker;
  @Nullable Instant finishedAt;
  @Nullable String cause;
  byte @Nullable [] result;

  StoredJob(NewJob job, Instant now) {
    this.id = job.id();
    this.priority = job.priority();
    this.payload = job.payload();
    this.enqueuedAt = now;
    this.notBefore = now.plus(job.delay());
  }

  JobLease lease() {
    byte[] octets = Objects.requireNonNull(payload, "payload");
    Job job = new Job(id, octets, priority, attempts, enqueuedAt, notBefore);
    return new JobLease(job, Objects.requireNonNull(worker, "worker"), token);
  }

  boolean isLeasedAs(JobLease lease) {
    return state == JobState.RUNNING && token == lease.token();
  }

  /** The payload of a dead job stays, so that it can be revived. */
  void finish(JobState end, Instant now) {
    state = end;
    finishedAt = now;
    if (end != JobState.DEAD) {
      payload = null;
    }
  }

  JobStatus status() {
    return new JobStatus(
        id,
        state,
        priority,
        attempts,
        enqueuedAt,
        notBefore,
        worker,
        finishedAt,
        cause,
        Optional.ofNullable(result));
  }
}
