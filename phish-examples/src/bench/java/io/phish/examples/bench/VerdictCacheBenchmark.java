package io.phish.examples.bench;

import io.phish.Detector;
import io.phish.Verdict;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A verdict that is in the cache already. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the @Setup method first
public class VerdictCacheBenchmark {
  private static final String URL = "https://www.example.com/account/login.html?session=0123456789";

  private final Url subject = new Url(URL);
  private final char[] characters = URL.toCharArray();
  private Detector detector;

  /** Fills the cache. */
  @Setup
  public void open() {
    detector = Detector.builder().verdictCache(10_000, Duration.ofDays(1)).build();
    detector.analyze(subject).join();
    if (!detector.analyze(Subject.url(new String(characters))).join().cached()) {
      throw new IllegalStateException("the verdict is not cached");
    }
  }

  /** Ends the detector. */
  @TearDown
  public void close() {
    detector.close();
  }

  /** The same subject again. */
  @Benchmark
  public Verdict same_subject() {
    return detector.analyze(subject).join();
  }

  /** The same URL as a string of its own: its hash is not known, its characters are checked. */
  @Benchmark
  public Verdict fresh_string() {
    return detector.analyze(Subject.url(new String(characters))).join();
  }
}
