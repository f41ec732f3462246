/**
 * Work that is done later, or by somebody else: {@link io.phish.core.queue.Worker} takes jobs from
 * any {@link io.phish.spi.JobQueue}, and {@link io.phish.core.queue.MemoryJobQueue} is one within
 * this process. The worker is here, and not beside the queue over Redis, as it knows nothing of
 * what keeps the jobs, and here, and not in the API, as it has threads and timers of its own.
 */
@org.jspecify.annotations.NullMarked
package io.phish.core.queue;
