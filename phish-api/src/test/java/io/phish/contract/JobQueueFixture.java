package io.phish.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** What the tests of {@link JobQueueContract} need of whoever wants them run. */
@NullMarked
public interface JobQueueFixture {

  /** A new, empty queue. It is closed when a test is done. */
  JobQueue create(JobQueueSettings settings);

  /** Lets time pass for the queues that this has made. */
  default void pass(Duration time) throws InterruptedException {
    assertFalse(new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** A lease that the tests wait for. A third of it must be enough for a few calls. */
  default Duration lease() {
    return Duration.ofMillis(1_500);
  }

  /** How long what must come at once is waited for before a test fails. */
  default Duration patience() {
    return Duration.ofSeconds(30);
  }

  /** What a test does with a queue. */
  @FunctionalInterface
  interface Use {
    /** Does it. */
    void with(JobQueue queue) throws Exception;
  }

  /** Settings of a queue whose leases do not run out during a test. */
  default JobQueueSettings patient() {
    return JobQueueSettings.defaults().withLease(Duration.ofMinutes(10));
  }

  /** Settings of a queue whose leases run out as a test waits. */
  default JobQueueSettings impatient() {
    return JobQueueSettings.defaults().withLease(lease());
  }

  /** Makes a queue, uses it and closes it. */
  default void test(JobQueueSettings settings, Use use) throws Exception {
    try (JobQueue queue = create(settings)) {
      use.with(queue);
    }
  }
}
