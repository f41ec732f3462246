package io.phish.examples.bench.soak;

import io.phish.Detector;
import io.phish.core.queue.Worker;
import io.phish.spi.EnqueueOutcome;
import io.phish.spi.Job;
import io.phish.spi.JobQueue;
import io.phish.spi.JobStatus;
import io.phish.spi.NewJob;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Puts jobs into a queue, lets workers do them, and keeps account of every one that was taken. */
final class SoakJobs implements AutoCloseable {
  private static final System.Logger log = System.getLogger(SoakJobs.class.getName());
  private static final int BATCHES_PER_SECOND = 4;
  private static final int LOOKED_AT = 500;

  private final SoakSubjects subjects;
  private final JobQueue queue;
  private final SplittableRandom random;
  private final int batch;
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private final List<Worker> workers = new ArrayList<>();
  private final Paced producer;
  private final Paced auditor;

  /** Those that were taken and whose result is not seen yet: which subject each is about. */
  private final ConcurrentSkipListMap<Long, Integer> open = new ConcurrentSkipListMap<>();

  private final LongAdder taken = new LongAdder();
  private final LongAdder done = new LongAdder();
  private final LongAdder again = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder wrong = new LongAdder();
  private volatile boolean isEnding;
  private long next;

  SoakJobs(
      SoakSubjects subjects,
      JobQueue queue,
      List<Detector> detectors,
      double perSecond,
      long seed) {
    this.subjects = subjects;
    this.queue = queue;
    this.random = new SplittableRandom(seed);
    this.batch = Math.max(1, (int) (perSecond / BATCHES_PER_SECOND));
    for (Detector detector : detectors) {
      workers.add(
          Worker.builder(queue, job -> work(detector, job))
              .name("soak-" + workers.size())
              .concurrency(1, 32)
              .threads(1)
              .backoff(Duration.ofMillis(200), Duration.ofSeconds(2))
              .start());
    }
    producer = new Paced("soak-jobs", BATCHES_PER_SECOND, this::submit);
    auditor = new Paced("soak-audit", 1, this::audit);
  }

  private CompletionStage<byte[]> work(Detector detector, Job job) {
    int number = ByteBuffer.wrap(job.payload()).getInt();
    return detector
        .analyze(subjects.subject(number), SoakSubjects.OPTIONS)
        .thenApply(SoakSubjects::octets);
  }

  private void submit() {
    long first = next;
    next += batch;
    List<NewJob> jobs = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (long id = first; id < next; id++) {
      int number = SoakSubjects.pick(random);
      numbers.add(number);
      byte[] payload = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
      jobs.add(NewJob.of(payload).withId(id(id)).withPriority(1 + (int) (id % NewJob.PRIORITIES)));
    }
    // Whether they were taken is known for certain in the end, or the run is over.
    while (!isEnding) {
      try {
        List<EnqueueOutcome> outcomes = queue.enqueueAll(jobs).toCompletableFuture().join();
        for (int i = 0; i < outcomes.size(); i++) {
          if (outcomes.get(i).isAccepted()) {
            taken.increment();
            open.put(first + i, numbers.get(i));
          }
        }
        return;
      } catch (CompletionException e) {
        again.increment();
        LockSupport.parkNanos(200_000_000);
      }
    }
  }

  private String id(long number) {
    return run + '-' + number;
  }

  /** Looks what became of those that were put in first. */
  private void audit() {
    List<Long> numbers = open.keySet().stream().limit(LOOKED_AT).toList();
    Map<String, JobStatus> known;
    try {
      known = queue.statuses(numbers.stream().map(this::id).toList()).toCompletableFuture().join();
    } catch (CompletionException e) {
      return; // Redis is away
    }
    for (Long number : numbers) {
      JobStatus status = known.get(id(number));
      if (status == null || status.state().isFinal()) {
        Integer subject = open.remove(number);
        if (subject != null) {
          settle(number, subject, status);
        }
      }
    }
  }

  private void settle(long number, int subject, @Nullable JobStatus status) {
    if (status == null || status.output().isEmpty()) {
      lost.increment();
      log.log(Level.ERROR, "Job {0} was taken and is lost: {1}", number, status);
      return;
    }
    String text = new String(status.output().get(), StandardCharsets.UTF_8);
    if (subjects.isRight(subject, text)) {
      done.increment();
    } else {
      wrong.increment();
      log.log(Level.ERROR, "Job {0} of {1} has another verdict: {2}", number, subject, text);
    }
  }

  long lost() {
    return lost.sum();
  }

  long wrong() {
    return wrong.sum();
  }

  /** Takes no more jobs and waits for those there are; what is not done by then is lost. */
  void drain(Duration patience) throws InterruptedException {
    isEnding = true;
    producer.end();
    long end = System.nanoTime() + patience.toNanos();
    while (!open.isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(100_000_000);
    }
    auditor.end();
    open.forEach((id, subject) -> log.log(Level.ERROR, "Job {0} is not done", id));
    lost.add(open.size());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "jobs: %,d taken, %,d done, %,d lost, %,d wrong; put in again %,d times",
        taken.sum(),
        done.sum(),
        lost.sum(),
        wrong.sum(),
        again.sum());
  }

  @Override
  public void close() {
    workers.forEach(Worker::close);
  }
}
