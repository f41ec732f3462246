package io.phish.core.queue;

import io.phish.spi.Job;
import io.phish.spi.SettleOutcome;
import java.time.Duration;

/**
 * Hears what a {@link Worker} does, for metrics and logs. Called on the worker's one thread for
 * such things: be quick. What it throws is logged and otherwise ignored.
 */
public interface WorkerListener {

  /** Hears nothing. */
  WorkerListener NONE = new WorkerListener() {};

  /** Why a job was stopped. */
  enum StopReason {
    /** Another worker has it, or the lease could not be renewed in time. */
    LEASE_LOST,
    /** Somebody took it back. */
    CANCELLED,
    /** It took longer than the worker allows. */
    TOO_LONG,
    /** The worker closes and did not want to wait any longer; the job is given back. */
    CLOSING
  }

  /** The queue has heard what became of a job. */
  default void onSettled(Job job, SettleOutcome outcome, Duration elapsed) {}

  /** A job was interrupted. */
  default void onStopped(Job job, StopReason reason) {}

  /** How many jobs the worker does at once at most has changed. */
  default void onLimitChanged(int limit) {}

  /** The queue did not answer; it is asked again. */
  default void onQueueFailure(Throwable failure) {}
}
