package io.phish.contract;

import io.phish.spi.JobQueue;
import org.jspecify.annotations.NullMarked;

/**
 * What every {@link JobQueue} must keep. To test yours:
 *
 * <pre>{@code
 * class MyQueueTest implements JobQueueContract {
 *   public JobQueue create(JobQueueSettings settings) { return new MyQueue(settings); }
 * }
 * }</pre>
 *
 * <p>Needs JUnit Jupiter on the class path beside phish-api and the test-jar this is in. If the
 * queue's clock can be set, override {@link #pass}; otherwise the tests wait, in all about twenty
 * times {@link #lease}.
 */
@NullMarked
public interface JobQueueContract
    extends JobDeliveryContract, JobLeaseContract, JobOutcomeContract, JobLimitsContract {}
