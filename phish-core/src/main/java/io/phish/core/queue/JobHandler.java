package io.phish.core.queue;

import io.phish.spi.Job;
import java.util.concurrent.CompletionStage;

/**
 * Does jobs. Called on a thread of the {@link Worker}, for several jobs at once. It may block, or
 * return at once a stage that it completes later.
 *
 * <p>If it throws, returns null, or gives a stage that fails or completes with null, the job is
 * tried again later; if it fails with {@link JobFailedException}, it is not. If the worker may not
 * go on, as the job was cancelled, takes too long, or was given to somebody else, the thread is
 * interrupted and the stage cancelled. A job may be done more than once; see {@link
 * io.phish.spi.JobQueue}.
 */
@FunctionalInterface
public interface JobHandler {

  /** Does a job and gives its result. */
  CompletionStage<byte[]> handle(Job job) throws Exception;
}
