package io.phish.examples.bench;

import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.InvalidSubjectException;
import io.phish.Verdict;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What looking for lookalikes adds to the verdict of a URL of {@link RealUrls}, half of which are
 * phishing: without it, with the names that come with the library, and with twenty brands of a host
 * besides.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:ActiveProcessorCount=1")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls the @Setup method first
public class LookalikeBenchmark {
  private static final int URLS = 1 << 14;

  private static final String[] OWN = {
    "acme",
    "globex",
    "initech",
    "umbrella",
    "vandelay",
    "hooli",
    "piedpiper",
    "starkindustries",
    "wayne-enterprises",
    "cyberdyne",
    "tyrell",
    "weyland-yutani",
    "soylent",
    "oscorp",
    "massivedynamic",
    "gringotts",
    "duffbeer",
    "bluthcompany",
    "dundermifflin",
    "sterlingcooper"
  };

  /** What is protected. */
  @Param({"nothing", "bundled", "own"})
  private String names;

  private Detector detector;
  private Subject[] urls;
  private int next;

  /** Makes a detector that remembers no verdict, and leaves out what is no URL. */
  @Setup
  public void open() {
    DetectorBuilder builder =
        Detector.builder().enable("phish.url").verdictCache(0, Duration.ofMinutes(1));
    if (!names.equals("nothing")) {
      builder.enable("phish.lookalike");
    }
    if (names.equals("own")) {
      for (String brand : OWN) {
        builder.protect(brand, brand + ".example", brand + ".co.uk");
      }
    }
    detector = builder.build();
    urls =
        Arrays.stream(RealUrls.array(URLS + URLS / 8))
            .filter(this::isUrl)
            .limit(URLS)
            .map(Subject::url)
            .toArray(Subject[]::new);
  }

  private boolean isUrl(String text) {
    try {
      detector.analyze(Subject.url(text)).join();
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

  /** One verdict. */
  @Benchmark
  public Verdict one_url() {
    next = next + 1 == urls.length ? 0 : next + 1;
    return detector.analyze(urls[next]).join();
  }
}
