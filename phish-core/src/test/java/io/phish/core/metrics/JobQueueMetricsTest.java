package io.phish.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phish.contract.CacheStoreContract.ManualClock;
import io.phish.core.queue.MemoryJobQueue;
import io.phish.spi.JobQueueSettings;
import io.phish.spi.NewJob;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JobQueueMetricsTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:15:30Z"));
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MemoryJobQueue queue =
      new MemoryJobQueue("work", JobQueueSettings.defaults().withCapacity(70), clock);

  private void bind() {
    new JobQueueMetrics(queue, Tags.of("node", "a"), nanos::get).bindTo(registry);
  }

  private double jobs(String priority, String state) {
    return registry
        .get("phish.queue.jobs")
        .tags("node", "a", "queue", "work", "priority", priority, "state", state)
        .gauge()
        .value();
  }

  private double age(String priority) {
    return registry.get("phish.queue.age").tags("priority", priority).timeGauge().value();
  }

  private void enqueue(int priority, Duration delay) {
    queue.enqueue(NewJob.of(new byte[1]).withPriority(priority).withDelay(delay));
  }

  @Test
  void shows_depth_and_age_and_asks_every_five_seconds_at_most() {
    bind();
    enqueue(2, Duration.ZERO);
    enqueue(2, Duration.ZERO);
    enqueue(3, Duration.ofHours(1));
    clock.advance(Duration.ofSeconds(7));
    queue.lease("worker", 1, Duration.ZERO);

    assertThat(jobs("2", "waiting")).isEqualTo(1);
    assertThat(jobs("2", "running")).isEqualTo(1);
    assertThat(jobs("3", "waiting")).isZero();
    assertThat(jobs("all", "delayed")).isEqualTo(1);
    assertThat(jobs("all", "dead")).isZero();
    assertThat(age("2")).isEqualTo(7);
    assertThat(age("1")).isZero();
    assertThat(registry.get("phish.queue.capacity").gauge().value()).isEqualTo(70);

    enqueue(2, Duration.ZERO);
    nanos.addAndGet(4_999_999_999L);
    assertThat(jobs("2", "waiting")).isEqualTo(1);
    nanos.addAndGet(1);
    assertThat(jobs("2", "waiting")).isEqualTo(2);
  }

  @Test
  void shows_nothing_of_a_queue_that_does_not_answer() {
    bind();
    assertThat(jobs("1", "waiting")).isZero();
    queue.close();
    nanos.addAndGet(5_000_000_000L);
    assertThat(jobs("1", "waiting")).isNaN();
    assertThat(age("1")).isNaN();
  }
}
