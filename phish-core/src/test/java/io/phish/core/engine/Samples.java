package io.phish.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.phish.AnalysisMode;
import io.phish.AnalysisOptions;
import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.spi.Assessment;
import io.phish.spi.BlockingFeatureExtractor;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheScope;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import io.phish.spi.Observation;
import io.phish.spi.ScoringModel;
import io.phish.subject.Subject;
import io.phish.subject.Text;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Extractors and models that do as they are told. */
final class Samples {
  static final FeatureSchema SCHEMA =
      FeatureSchema.of(
          Feature.ratio("risk", "how risky it is").withPhrase("the risk is {}"),
          Feature.count("length", "how long it is", "characters"));

  /** Nothing that the tests wait for takes near this long unless it hangs. */
  static final Duration LONG = Duration.ofSeconds(20);

  static final AnalysisOptions ONLINE =
      AnalysisOptions.defaults().withMode(AnalysisMode.ONLINE).withDeadline(LONG);

  private Samples() {}

  /** A builder without the extractors of this module. */
  static DetectorBuilder bare() {
    return Detector.builder().discover(false);
  }

  static Text text(String value) {
    return Subject.text(value);
  }

  static Observation risk(double risk) {
    return Observation.of(FeatureVector.of(SCHEMA, risk, 1));
  }

  static ExtractorDescriptor.Builder<Text> io(String id) {
    return ExtractorDescriptor.builder(id, Text.class)
        .schema(SCHEMA)
        .cost(Cost.IO)
        .timeout(LONG)
        .contactsNetwork(true);
  }

  static CachePolicy keep(Duration found) {
    return CachePolicy.of(CacheScope.SUBJECT, found);
  }

  /** An inline extractor whose model takes the risk for the probability. */
  static FeatureExtractor<Text> inline(String id, double weight, Observation observation) {
    return scored(
        ExtractorDescriptor.builder(id, Text.class).schema(SCHEMA).weight(weight).build(),
        context -> CompletableFuture.completedFuture(observation));
  }

  static FeatureExtractor<Text> scored(
      ExtractorDescriptor<Text> descriptor,
      Function<ExtractionContext, CompletionStage<Observation>> body) {
    return new FeatureExtractor<>() {
      @Override
      public ExtractorDescriptor<Text> descriptor() {
        return descriptor;
      }

      @Override
      public CompletionStage<Observation> extract(Text subject, ExtractionContext context) {
        return body.apply(context);
      }

      @Override
      public Optional<ScoringModel> model() {
        return descriptor.schema().size() == 0
            ? Optional.empty()
            : Optional.of(new RiskModel(descriptor.id()));
      }
    };
  }

  /** What a test does while it blocks a thread. */
  @FunctionalInterface
  interface Blocking {
    Observation observe(Text subject, ExtractionContext context) throws Exception;
  }

  static FeatureExtractor<Text> blocking(ExtractorDescriptor<Text> descriptor, Blocking body) {
    return new BlockingFeatureExtractor<>() {
      @Override
      public ExtractorDescriptor<Text> descriptor() {
        return descriptor;
      }

      @Override
      protected Observation observe(Text subject, ExtractionContext context) throws Exception {
        return body.observe(subject, context);
      }

      @Override
      public Optional<ScoringModel> model() {
        return descriptor.schema().size() == 0
            ? Optional.empty()
            : Optional.of(new RiskModel(descriptor.id()));
      }
    };
  }

  /** The risk is the probability. */
  record RiskModel(String id) implements ScoringModel {
    @Override
    public ModelVersion version() {
      return new ModelVersion(id, "1", "", Map.of());
    }

    @Override
    public FeatureSchema schema() {
      return SCHEMA;
    }

    @Override
    public Assessment assess(FeatureVector features) {
      double risk = Double.isNaN(features.get(0)) ? 0.5 : features.get(0);
      double odds = Math.log(Math.max(risk, 1e-6) / Math.max(1 - risk, 1e-6));
      return new Assessment(risk, odds, 0);
    }
  }

  /** A pool has terminated a moment before its last threads are gone. */
  static void awaitNoThreads() {
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(Threads::isOwn)
                    .isEmpty());
  }
}
