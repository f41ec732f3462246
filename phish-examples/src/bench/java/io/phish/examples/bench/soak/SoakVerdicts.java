package io.phish.examples.bench.soak;

import io.phish.Detector;
import io.phish.Verdict;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Asks detectors that share a cache for verdicts, in turn, and compares what they say. */
final class SoakVerdicts {
  private static final System.Logger log = System.getLogger(SoakVerdicts.class.getName());
  private static final int IN_WORK = 1_000;

  private final SoakSubjects subjects;
  private final List<Detector> detectors;
  private final SplittableRandom random;
  private final Semaphore room = new Semaphore(IN_WORK);
  private final LongAdder answered = new LongAdder();
  private final LongAdder wrong = new LongAdder();
  private final AtomicLong slowest = new AtomicLong();
  private final Paced pace;
  private int turn;

  SoakVerdicts(SoakSubjects subjects, List<Detector> detectors, double perSecond, long seed) {
    this.subjects = subjects;
    this.detectors = List.copyOf(detectors);
    this.random = new SplittableRandom(seed);
    this.pace = new Paced("soak-verdicts", perSecond, this::ask);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // counted
  private void ask() {
    room.acquireUninterruptibly();
    int number = SoakSubjects.pick(random);
    long asked = System.nanoTime();
    detectors
        .get(turn++ % detectors.size())
        .analyze(subjects.subject(number), SoakSubjects.OPTIONS)
        .whenComplete((verdict, failure) -> count(number, asked, verdict, failure));
  }

  private void count(
      int number, long asked, @Nullable Verdict verdict, @Nullable Throwable failure) {
    room.release();
    answered.increment();
    slowest.accumulateAndGet(System.nanoTime() - asked, Math::max);
    if (verdict == null) {
      wrong.increment();
      log.log(Level.ERROR, "No verdict of " + number, failure);
    } else if (!subjects.isRight(number, verdict)) {
      wrong.increment();
      log.log(Level.ERROR, "Another verdict of {0}: {1}", number, verdict);
    }
  }

  long answered() {
    return answered.sum();
  }

  long wrong() {
    return wrong.sum();
  }

  /** The slowest since this was asked last, in nanoseconds. */
  long takeSlowest() {
    return slowest.getAndSet(0);
  }

  /** Asks no more, and waits for what was asked. */
  void end() throws InterruptedException {
    pace.end();
    room.acquire(IN_WORK);
  }
}
