package io.phish.examples.bench;

import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.InvalidSubjectException;
import io.phish.Reason;
import io.phish.Verdict;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
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

/**
 * One URL, the whole verdict, one core: from the {@code String} through parsing, all features and
 * every model to the verdict, as a host asks for it, on {@link RealUrls}. Reasons are worked out
 * when they are first looked at, and are measured apart. The JVM is told that it has one processor,
 * so that it collects its garbage on the same one.
 */
@State(Scope.Thread)
@Fork(value = 2, jvmArgsAppend = "-XX:ActiveProcessorCount=1")
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls the @Setup method first
public class VerdictBenchmark {
  private static final int URLS = 1 << 14;

  private final AnalysisOptions options = AnalysisOptions.defaults();
  private Detector detector;
  private String[] urls;
  private int next;

  /** Makes a detector that remembers no verdict, and leaves out what is no URL. */
  @Setup
  public void open() {
    detector =
        Detector.builder().enable("phish.url").verdictCache(0, Duration.ofMinutes(1)).build();
    urls = Arrays.copyOf(filtered(RealUrls.array(URLS + URLS / 8)), URLS);
  }

  private String[] filtered(String[] all) {
    return Arrays.stream(all).filter(this::isUrl).toArray(String[]::new);
  }

  private boolean isUrl(String text) {
    try {
      detector.analyze(new Url(text), options).join();
      return true;
    } catch (InvalidSubjectException | CompletionException e) {
      return false;
    }
  }

  /** Ends the detector. */
  @TearDown
  public void close() {
    detector.close();
  }

  /** How many in a second. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  public Verdict urls_per_second() {
    return detector.analyze(Subject.url(url()), options).join();
  }

  /** How many in a second if the reasons of each are read, with their evidence. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  public List<Reason> urls_per_second_with_reasons() {
    return List.copyOf(detector.analyze(Subject.url(url()), options).join().reasons());
  }

  /** How long one takes, and how long the slowest of a thousand. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public Verdict one_url() {
    return detector.analyze(Subject.url(url()), options).join();
  }

  private String url() {
    next = (next + 1) & (URLS - 1);
    return urls[next];
  }
}
