package io.phish.spi;

/** What became of what a worker said of a job. */
public sealed interface SettleOutcome {

  /**
   * It counts.
   *
   * @param state of the job now: {@link JobState#DEAD} for a last {@link Settlement.Retry}
   */
  record Settled(JobState state) implements SettleOutcome {}

  /**
   * It came too late and changed nothing: another result was first, the job was cancelled, or the
   * lease has gone to another worker.
   *
   * @param state of the job now
   */
  record Superseded(JobState state) implements SettleOutcome {}

  /**
   * The queue knows nothing of the job: it was finished and forgotten, or the queue was emptied.
   */
  record Unknown() implements SettleOutcome {}
}
