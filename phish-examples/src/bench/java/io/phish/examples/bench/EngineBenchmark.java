package io.phish.examples.bench;

import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.Verdict;
import io.phish.spi.Assessment;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import io.phish.spi.Observation;
import io.phish.spi.ScoringModel;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * What the engine itself takes: three extractors that answer at once, a model each that knows its
 * answer, and a kind of subject that nobody parses. What is left is planning, checking, combining,
 * explaining and the verdict.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the @Setup method first
public class EngineBenchmark {
  private static final FeatureSchema SCHEMA =
      FeatureSchema.of(
          Feature.count("length", "Length", "characters"), Feature.flag("odd", "Odd length"));

  private final Probe probe = new Probe("probe");
  private Detector detector;

  /** Makes a detector that caches nothing. */
  @Setup
  public void open() {
    DetectorBuilder builder =
        Detector.builder().discover(false).cache().verdictCache(0, Duration.ofMinutes(1));
    for (String id : List.of("bench.one", "bench.two", "bench.three")) {
      builder.extractor(instant(id)).model(id, new Known(id));
    }
    detector = builder.build();
    Verdict verdict = detector.analyze(probe).join();
    if (verdict.cached() || verdict.coverage() != 1 || verdict.extractors().size() != 3) {
      throw new IllegalStateException("not what is to be measured: " + verdict);
    }
  }

  /** Ends the detector. */
  @TearDown
  public void close() {
    detector.close();
  }

  /** One analysis. */
  @Benchmark
  public Verdict three_inline_extractors() {
    return detector.analyze(probe).join();
  }

  private static FeatureExtractor<Probe> instant(String id) {
    Observation observation = Observation.of(FeatureVector.of(SCHEMA, 5, 1));
    return FeatureExtractor.of(
        ExtractorDescriptor.builder(id, Probe.class).schema(SCHEMA).build(),
        (subject, context) -> observation);
  }

  /** A subject of a kind of its own. */
  private record Probe(String value) implements Subject {
    @Override
    public String kind() {
      return "probe";
    }
  }

  private static final class Known implements ScoringModel {
    private final ModelVersion version;
    private final Assessment assessment = new Assessment(0.75, 0.5, 0.6);

    Known(String id) {
      version = new ModelVersion(id, "1", "", Map.of());
    }

    @Override
    public ModelVersion version() {
      return version;
    }

    @Override
    public FeatureSchema schema() {
      return SCHEMA;
    }

    @Override
    public Assessment assess(FeatureVector features) {
      return assessment;
    }
  }
}
