package io.phish.examples.bench;

import io.phish.Detector;
import io.phish.Verdict;
import io.phish.examples.json.VerdictJson;
import io.phish.subject.Subject;
import java.io.IOException;
import java.io.OutputStream;
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
import org.openjdk.jmh.annotations.Warmup;

/** Writing a verdict as JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the @Setup method first
public class JsonBenchmark {
  private final VerdictJson json = new VerdictJson(OutputStream.nullOutputStream());
  private Verdict verdict;

  /** Makes a verdict to be written. */
  @Setup
  public void open() {
    try (Detector detector = Detector.create()) {
      verdict =
          detector
              .analyze(Subject.url("http://login.example.com.verify-account.xyz/webscr?cmd=_login"))
              .join();
    }
  }

  /** One line. */
  @Benchmark
  public void write() throws IOException {
    json.write(verdict);
    json.flush();
  }
}
