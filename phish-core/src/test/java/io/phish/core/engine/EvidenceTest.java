package io.phish.core.engine;

import static io.phish.core.engine.Samples.LONG;
import static io.phish.core.engine.Samples.ONLINE;
import static io.phish.core.engine.Samples.SCHEMA;
import static io.phish.core.engine.Samples.bare;
import static io.phish.core.engine.Samples.keep;
import static io.phish.core.engine.Samples.risk;
import static io.phish.core.engine.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.phish.Detector;
import io.phish.ExtractorReport.Status;
import io.phish.Reason;
import io.phish.Verdict;
import io.phish.event.DetectorListener;
import io.phish.event.ExtensionFailed;
import io.phish.spi.Assessment;
import io.phish.spi.Contribution;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.Finding;
import io.phish.spi.ModelVersion;
import io.phish.spi.Observation;
import io.phish.spi.ScoringModel;
import io.phish.subject.Text;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reasons point at what they rest on, as the extractor says, and at no more than is asked for. */
class EvidenceTest {

  @FunctionalInterface
  private interface Pointer {
    List<String> evidence(Contribution<Text> contribution);
  }

  /** Gives an observation, and evidence as it is told. */
  private record Pointing(
      ExtractorDescriptor<Text> descriptor, Observation observation, Pointer pointer)
      implements FeatureExtractor<Text> {

    @Override
    public CompletionStage<Observation> extract(Text subject, ExtractionContext context) {
      return CompletableFuture.completedFuture(observation);
    }

    @Override
    public List<String> evidence(Contribution<Text> contribution) {
      return pointer.evidence(contribution);
    }

    @Override
    public Optional<ScoringModel> model() {
      return Optional.of(new Samples.RiskModel("test.model"));
    }
  }

  private static Pointing inline(Pointer pointer) {
    return new Pointing(
        ExtractorDescriptor.builder("test.a", Text.class).schema(SCHEMA).build(),
        risk(0.9),
        pointer);
  }

  private static Reason reason(FeatureExtractor<Text> extractor) {
    try (Detector detector = bare().extractor(extractor).build()) {
      return detector.analyze(text("hello")).join().reasons().get(0);
    }
  }

  @Test
  void a_reason_has_the_evidence_of_its_extractor() {
    List<Contribution<Text>> asked = new ArrayList<>();
    Reason reason =
        reason(
            inline(
                contribution -> {
                  asked.add(contribution);
                  return List.of("he", "llo");
                }));

    assertThat(reason.evidence()).containsExactly("he", "llo");
    assertThat(asked).as("the length moved nothing").hasSize(1);
    assertThat(asked.get(0).subject()).isEqualTo(text("hello"));
    assertThat(asked.get(0).form().text()).isEqualTo("hello");
    assertThat(asked.get(0).feature()).isEqualTo(SCHEMA.indexOf("risk"));
    assertThat(asked.get(0).value()).isEqualTo(0.9);
  }

  @Test
  void an_extractor_that_points_at_nothing_gives_none() {
    assertThat(reason(Samples.inline("test.a", 1, risk(0.9))).evidence()).isEmpty();
  }

  @Test
  void an_observation_from_a_cache_has_the_same_evidence() {
    Pointing extractor =
        new Pointing(
            Samples.io("test.a").cachePolicy(keep(Duration.ofHours(1))).build(),
            risk(0.9),
            contribution -> List.of(contribution.subject().value() + contribution.value()));
    try (Detector detector =
        bare().extractor(extractor).verdictCache(0, Duration.ofMinutes(1)).build()) {
      Verdict fresh = detector.analyze(text("hello"), ONLINE.withDeadline(LONG)).join();
      Verdict cached = detector.analyze(text("hello"), ONLINE.withDeadline(LONG)).join();

      assertThat(fresh.extractors().get(0).status()).isEqualTo(Status.OK);
      assertThat(cached.extractors().get(0).status()).isEqualTo(Status.CACHED);
      assertThat(fresh.reasons().get(0).evidence()).containsExactly("hello0.9");
      assertThat(cached.reasons()).isEqualTo(fresh.reasons());
    }
  }

  @Test
  void reasons_are_worked_out_once_when_they_are_looked_at_even_after_the_end() {
    AtomicInteger asked = new AtomicInteger();
    Pointing extractor = inline(contribution -> List.of("" + asked.incrementAndGet()));
    Verdict verdict;
    Verdict recalled;
    try (Detector detector = bare().extractor(extractor).build()) {
      verdict = detector.analyze(text("hello")).join();
      recalled = detector.analyze(text("hello")).join();
      assertThat(asked).hasValue(0);
    }

    assertThat(verdict.reasons().get(0).evidence()).containsExactly("1");
    assertThat(recalled.cached()).isTrue();
    assertThat(recalled.reasons()).isEqualTo(verdict.reasons());
    assertThat(asked).hasValue(1);
  }

  @Test
  void a_model_that_cannot_explain_itself_costs_its_reasons_and_nothing_else() {
    List<ExtensionFailed> heard = new ArrayList<>();
    try (Detector detector =
        bare()
            .extractor(inline(contribution -> List.of()))
            .model("test.a", new Mute())
            .extractor(
                FeatureExtractor.of(
                    "test.b",
                    Text.class,
                    (subject, context) -> Observation.of(Finding.of("odd", 1, "is odd"))))
            .listener(listener(heard))
            .build()) {
      Verdict verdict = detector.analyze(text("x")).join();

      assertThat(verdict.probability()).isGreaterThan(0.5);
      assertThat(verdict.reasons()).extracting(Reason::code).containsExactly("test.b.odd");
      assertThat(heard).hasSize(1);
    }
  }

  private static DetectorListener listener(List<ExtensionFailed> heard) {
    return new DetectorListener() {
      @Override
      public void onExtensionFailed(ExtensionFailed event) {
        heard.add(event);
      }
    };
  }

  @Test
  void only_what_became_a_reason_is_asked_about() {
    FeatureSchema schema =
        FeatureSchema.of(
            Stream.iterate(0, i -> i + 1)
                .limit(40)
                .map(i -> Feature.real("f" + i, "number " + i, ""))
                .toList());
    double[] values = new double[40];
    Arrays.setAll(values, i -> ((i * 17) % 40 - 20) / 10.0);
    List<Integer> asked = new ArrayList<>();
    Pointing extractor =
        new Pointing(
            ExtractorDescriptor.builder("test.a", Text.class).schema(schema).build(),
            Observation.of(FeatureVector.of(schema, values)),
            contribution -> {
              asked.add(contribution.feature());
              return List.of();
            });
    try (Detector detector = bare().extractor(extractor).model("test.a", new Sum(schema)).build()) {
      List<Reason> reasons = detector.analyze(text("x")).join().reasons();

      List<Double> strongest =
          Arrays.stream(values)
              .boxed()
              .sorted((a, b) -> Double.compare(Math.abs(b), Math.abs(a)))
              .limit(5)
              .map(Math::abs)
              .toList();
      assertThat(reasons).extracting(r -> Math.abs(r.weight())).isEqualTo(strongest);
      assertThat(reasons)
          .allSatisfy(
              r ->
                  assertThat(values[schema.indexOf(r.code().substring("test.a.".length()))])
                      .isEqualTo(r.weight()));
      assertThat(asked)
          .as("what speaks against phishing has no offending piece")
          .isEqualTo(
              reasons.stream()
                  .filter(r -> r.weight() > 0)
                  .map(r -> schema.indexOf(r.code().substring("test.a.".length())))
                  .toList())
          .hasSizeBetween(1, 4);
    }
  }

  @Test
  void a_model_of_some_of_the_features_in_another_order_is_asked_by_the_extractors_index() {
    FeatureSchema known =
        FeatureSchema.of(
            Feature.real("missing", "what the extractor does not give", ""), SCHEMA.feature(0));
    Pointing extractor = inline(contribution -> List.of("feature " + contribution.feature()));
    try (Detector detector =
        bare().extractor(extractor).model("test.a", new Constant(known, 3, 2)).build()) {
      List<Reason> reasons = detector.analyze(text("x")).join().reasons();

      assertThat(reasons).extracting(Reason::code).containsExactly("test.a.missing", "test.a.risk");
      assertThat(reasons.get(0).evidence()).isEmpty();
      assertThat(reasons.get(0).message()).startsWith("not known");
      assertThat(reasons.get(1).evidence()).containsExactly("feature 0");
    }
  }

  @Test
  void evidence_is_bounded_in_number_and_length() {
    String emoji = "\uD83D\uDE00";
    List<String> pieces =
        new ArrayList<>(List.of("x" + emoji.repeat(1_000), "y".repeat(100_000), "z"));
    pieces.addAll(Collections.nCopies(1_000_000, "more"));

    List<String> evidence = reason(inline(contribution -> pieces)).evidence();

    assertThat(evidence).hasSize(Reason.MAX_EVIDENCE);
    assertThat(evidence.get(0)).isEqualTo("x" + emoji.repeat(127));
    assertThat(evidence.get(1)).hasSize(Reason.MAX_EVIDENCE_LENGTH);
    assertThat(evidence.get(2)).isEqualTo("z");
  }

  @Test
  void evidence_of_findings_is_bounded_too() {
    FeatureExtractor<Text> extractor =
        FeatureExtractor.of(
            "test.a",
            Text.class,
            (subject, context) ->
                Observation.of(
                    Finding.of("odd", 1, "is odd")
                        .withEvidence(
                            Collections.nCopies(20, "x".repeat(300)).toArray(String[]::new))));

    assertThat(reason(extractor).evidence())
        .hasSize(Reason.MAX_EVIDENCE)
        .allSatisfy(piece -> assertThat(piece).hasSize(Reason.MAX_EVIDENCE_LENGTH));
  }

  @SuppressWarnings("NullAway") // that is the point
  static List<Pointer> hostile() {
    return List.of(
        contribution -> {
          throw new IllegalStateException("no");
        },
        contribution -> {
          throw new StackOverflowError();
        },
        contribution -> null,
        contribution -> Arrays.asList("a", null),
        contribution -> new Shrinking());
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void who_cannot_point_costs_the_evidence_and_nothing_else(Pointer pointer) {
    List<ExtensionFailed> heard = new ArrayList<>();
    try (Detector detector = bare().extractor(inline(pointer)).listener(listener(heard)).build()) {
      Verdict verdict = detector.analyze(text("hello")).join();

      assertThat(verdict.probability()).isEqualTo(0.9);
      assertThat(verdict.extractors().get(0).status()).isEqualTo(Status.OK);
      assertThat(verdict.reasons().get(0).message()).isEqualTo("the risk is 0.90");
      assertThat(verdict.reasons().get(0).evidence()).isEmpty();
      assertThat(heard).hasSize(1);
    }
  }

  /** Says that it has elements, and has none. */
  private static final class Shrinking extends AbstractList<String> {
    @Override
    public String get(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int size() {
      return 3;
    }
  }

  /** Fails when it is asked why. */
  private record Mute() implements ScoringModel {
    @Override
    public ModelVersion version() {
      return new ModelVersion("mute", "1", "", Map.of());
    }

    @Override
    public FeatureSchema schema() {
      return SCHEMA;
    }

    @Override
    public Assessment assess(FeatureVector features) {
      return new Assessment(
          0.5,
          SCHEMA.size(),
          () -> {
            throw new IllegalStateException("no");
          });
    }
  }

  /** Every value contributes itself. */
  private record Sum(FeatureSchema schema) implements ScoringModel {
    @Override
    public ModelVersion version() {
      return new ModelVersion("sum", "1", "", Map.of());
    }

    @Override
    public Assessment assess(FeatureVector features) {
      return new Assessment(0.5, features.toArray());
    }
  }

  /** Contributes always the same. */
  private static final class Constant implements ScoringModel {
    private final FeatureSchema schema;
    private final double[] contributions;

    Constant(FeatureSchema schema, double... contributions) {
      this.schema = schema;
      this.contributions = contributions;
    }

    @Override
    public ModelVersion version() {
      return new ModelVersion("constant", "1", "", Map.of());
    }

    @Override
    public FeatureSchema schema() {
      return schema;
    }

    @Override
    public Assessment assess(FeatureVector features) {
      return new Assessment(0.5, contributions);
    }
  }
}
