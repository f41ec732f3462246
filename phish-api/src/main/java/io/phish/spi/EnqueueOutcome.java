package io.phish.spi;

/** What became of a job that was put into a queue. */
public sealed interface EnqueueOutcome {

  /** Under which id the job was put in. */
  String id();

  /** Whether the queue has the job, from this call or from an earlier one. */
  default boolean isAccepted() {
    return !(this instanceof Full);
  }

  /**
   * It is in the queue.
   *
   * @param id of the job
   */
  record Enqueued(String id) implements EnqueueOutcome {}

  /**
   * The queue knows the id already, so nothing was put in. This is what trying again after a
   * failure gives when the first try had come through.
   *
   * @param id of the job
   * @param state of the job that has the id
   */
  record Duplicate(String id, JobState state) implements EnqueueOutcome {}

  /**
   * There is no room, and the job is not in the queue. Try later, or somewhere else.
   *
   * @param id of the job
   * @param depth how many unfinished jobs the queue holds: waiting, delayed and running
   * @param capacity how many it may hold
   */
  record Full(String id, long depth, long capacity) implements EnqueueOutcome {}
}
