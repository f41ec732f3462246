package io.phish.core.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.phish.spi.JobQueue;
import io.phish.spi.JobQueueStatistics;
import io.phish.spi.JobQueueStatistics.Priority;
import io.phish.spi.NewJob;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Publishes how a job queue does as Micrometer meters; {@linkplain io.phish.core.metrics the
 * package} lists them. Safe for any number of threads.
 *
 * <pre>{@code
 * new JobQueueMetrics(queue).bindTo(registry)
 * }</pre>
 *
 * <p>Reading a meter asks the queue at most every five seconds and never waits for it: it shows the
 * last answer, and {@code NaN} before the first and after a failure.
 */
public final class JobQueueMetrics implements MeterBinder {
  private static final long REFRESH = TimeUnit.SECONDS.toNanos(5);

  private final JobQueue queue;
  private final Tags commonTags;
  private final LongSupplier nanoTime;
  private final AtomicLong askNext;
  private volatile @Nullable JobQueueStatistics last;

  /** Of this queue, without further tags. */
  public JobQueueMetrics(JobQueue queue) {
    this(queue, Tags.empty());
  }

  /**
   * Of this queue.
   *
   * @param commonTags of every meter
   */
  public JobQueueMetrics(JobQueue queue, Iterable<Tag> commonTags) {
    this(queue, commonTags, System::nanoTime);
  }

  JobQueueMetrics(JobQueue queue, Iterable<Tag> commonTags, LongSupplier nanoTime) {
    this.queue = Objects.requireNonNull(queue, "queue");
    this.commonTags = Tags.of(commonTags).and("queue", queue.name());
    this.nanoTime = nanoTime;
    this.askNext = new AtomicLong(nanoTime.getAsLong());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (int i = 0; i < NewJob.PRIORITIES; i++) {
      int index = i;
      Tags tags = commonTags.and("priority", Integer.toString(i + 1));
      jobs(registry, tags.and("state", "waiting"), all -> all.priorities().get(index).waiting());
      jobs(registry, tags.and("state", "running"), all -> all.priorities().get(index).running());
      TimeGauge.builder(
              "phish.queue.age",
              this,
              TimeUnit.SECONDS,
              metrics -> metrics.value(all -> seconds(all.priorities().get(index))))
          .description("How long the first of the waiting jobs could have begun already")
          .tags(tags)
          .register(registry);
    }
    jobs(registry, commonTags.and("priority", "all", "state", "delayed"), all -> all.delayed());
    jobs(registry, commonTags.and("priority", "all", "state", "dead"), all -> all.dead());
    Gauge.builder("phish.queue.capacity", this, metrics -> metrics.queue.settings().capacity())
        .description("How many unfinished jobs there may be")
        .tags(commonTags)
        .register(registry);
  }

  private void jobs(
      MeterRegistry registry, Tags tags, ToDoubleFunction<JobQueueStatistics> figure) {
    Gauge.builder("phish.queue.jobs", this, metrics -> metrics.value(figure))
        .description("Jobs in a queue")
        .tags(tags)
        .register(registry);
  }

  /** That no job waits is no delay. */
  private static double seconds(Priority priority) {
    Duration age = priority.age();
    return age == null ? 0 : age.toNanos() / 1e9;
  }

  private double value(ToDoubleFunction<JobQueueStatistics> figure) {
    long next = askNext.get();
    long now = nanoTime.getAsLong();
    if (now - next >= 0 && askNext.compareAndSet(next, now + REFRESH)) {
      ask();
    }
    JobQueueStatistics known = last;
    return known == null ? Double.NaN : figure.applyAsDouble(known);
  }

  private void ask() {
    CompletionStage<JobQueueStatistics> answer;
    try {
      answer = queue.statistics();
    } catch (RuntimeException e) {
      last = null;
      return;
    }
    answer.whenComplete((statistics, e) -> last = e == null ? statistics : null);
  }
}
