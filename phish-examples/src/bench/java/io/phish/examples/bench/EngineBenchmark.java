package io.phish.examples.bench;

import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.Reason;
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
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * answer, and a kind of subject that nobody parses. What is left is planning, checking, combining
 * and the verdict; its reasons are worked out when they are looked at, and measured apart.
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

  /** So many different answers, a power of two: no branch can be learnt by heart. */
  private static final int VARIANTS = 1_024;

  private final Probe probe = new Probe("probe");
  private Detector three;
  private Detector large;

  /** Makes detectors that cache nothing. */
  @Setup
  public void open() {
    DetectorBuilder builder = bare();
    for (String id : List.of("bench.one", "bench.two", "bench.three")) {
      builder.extractor(instant(id)).model(id, new Known(id));
    }
    three = builder.build();
    large = bare().extractor(large("bench.large")).model("bench.large", new Large()).build();
    for (Detector detector : List.of(three, large)) {
      Verdict verdict = detector.analyze(probe).join();
      if (verdict.cached() || verdict.coverage() != 1 || verdict.reasons().isEmpty()) {
        throw new IllegalStateException("not what is to be measured: " + verdict);
      }
    }
  }

  private static DetectorBuilder bare() {
    return Detector.builder().discover(false).cache().verdictCache(0, Duration.ofMinutes(1));
  }

  /** Ends the detector. */
  @TearDown
  public void close() {
    three.close();
    large.close();
  }

  /** One analysis. */
  @Benchmark
  public Verdict three_inline_extractors() {
    return three.analyze(probe).join();
  }

  /** The same with one extractor of as many features as that of URLs has. */
  @Benchmark
  public Verdict one_inline_extractor_with_130_features() {
    return large.analyze(probe).join();
  }

  /** As above, and its reasons are read. */
  @Benchmark
  public List<Reason> one_inline_extractor_with_130_features_and_reasons() {
    return List.copyOf(large.analyze(probe).join().reasons());
  }

  private static FeatureExtractor<Probe> large(String id) {
    SplittableRandom random = new SplittableRandom(1);
    Observation[] observations = new Observation[VARIANTS];
    for (int i = 0; i < VARIANTS; i++) {
      double[] values = new double[Large.SCHEMA.size()];
      for (int j = 0; j < values.length; j++) {
        values[j] = j % 2 == 0 ? random.nextInt(20) : random.nextInt(2);
      }
      observations[i] = Observation.of(FeatureVector.of(Large.SCHEMA, values));
    }
    int[] next = {0};
    return FeatureExtractor.of(
        ExtractorDescriptor.builder(id, Probe.class).schema(Large.SCHEMA).build(),
        (subject, context) -> observations[next[0]++ & (VARIANTS - 1)]);
  }

  /** A model of counts and flags that knows its answers. */
  private static final class Large implements ScoringModel {
    static final FeatureSchema SCHEMA =
        FeatureSchema.of(
            IntStream.range(0, 130)
                .mapToObj(
                    i ->
                        i % 2 == 0
                            ? Feature.count("count_" + i, "Things", "things")
                                .withPhrase("things that stand in the address: {}")
                            : Feature.flag("flag_" + i, "Flag").withPhrases("it is", "it is not"))
                .toList());

    private final ModelVersion version = new ModelVersion("bench.large", "1", "", Map.of());
    private final Assessment[] assessments = new Assessment[VARIANTS];
    private int next;

    Large() {
      SplittableRandom random = new SplittableRandom(2);
      for (int i = 0; i < VARIANTS; i++) {
        double[] contributions = new double[SCHEMA.size()];
        for (int j = 0; j < contributions.length; j++) {
          contributions[j] = Math.pow(random.nextDouble(-1, 1), 5);
        }
        assessments[i] = new Assessment(random.nextDouble(), contributions);
      }
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
      return assessments[next++ & (VARIANTS - 1)];
    }
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
