package io.phish.core.queue;

import io.phish.contract.CacheStoreContract.ManualClock;
import io.phish.contract.JobQueueContract;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueSettings;
import java.time.Duration;
import java.time.Instant;

class MemoryJobQueueTest implements JobQueueContract {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:15:30Z"));

  @Override
  public JobQueue create(JobQueueSettings settings) {
    return new MemoryJobQueue("memory", settings, clock);
  }

  @Override
  public void pass(Duration time) {
    clock.advance(time);
  }
}
