package io.phish.core.url;

import io.phish.spi.Contribution;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.spi.ScoringModel;
import io.phish.subject.Url;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Looks at the text of a URL: {@link UrlFeatures}, the deceptions of {@link UrlFindings}, and as
 * the fact {@code oddities} what browsers silently undo. Asks nobody.
 */
public final class UrlExtractor implements FeatureExtractor<Url> {
  private static final ExtractorDescriptor<Url> DESCRIPTOR =
      ExtractorDescriptor.builder("phish.url", Url.class)
          .description("How the URL is written: structure, names, words and tricks")
          .schema(UrlFeatures.SCHEMA)
          .cost(Cost.INLINE)
          .weight(0.5)
          .settings(UrlModelSet.SETTING)
          .apiVersion(ExtractorDescriptor.API_VERSION)
          .build();

  private UrlModelSet models = UrlModelSet.FULL;
  private UrlFeatures features;
  private UrlSpans spans;

  /** With the tables that come with the library. */
  public UrlExtractor() {
    this(new UrlFeatures());
  }

  UrlExtractor(UrlFeatures features) {
    this.features = features;
    this.spans = new UrlSpans(features, Tables.bundled(), UrlModels.ngrams());
  }

  @Override
  public ExtractorDescriptor<Url> descriptor() {
    return DESCRIPTOR;
  }

  /**
   * Understands {@code model}: {@code full}, which learnt from all sources and is the default, or
   * {@code permissive}, which learnt from permissively licensed ones alone and finds less.
   */
  @Override
  public void configure(Map<String, String> settings) {
    String name = settings.get(UrlModelSet.SETTING);
    if (name != null) {
      models = UrlModelSet.named(name);
      features = new UrlFeatures(Tables.bundled(), models.endings(), models.ngrams());
      spans = new UrlSpans(features, Tables.bundled(), models.ngrams());
    }
  }

  @Override
  public CompletionStage<Observation> extract(Url url, ExtractionContext context) {
    ParsedUrl parsed =
        context.form() instanceof ParsedUrl form ? form : ParsedUrl.parseWeb(url.value());
    Observation observation = Observation.of(features.extract(parsed));
    if (parsed.oddityBits() != 0) {
      List<Finding> findings = UrlFindings.of(parsed, url.value());
      String oddities =
          parsed.oddities().stream().map(Oddity::description).collect(Collectors.joining("; "));
      observation = observation.withFindings(findings).withFacts(Map.of("oddities", oddities));
    }
    return CompletableFuture.completedFuture(observation);
  }

  /** What the feature speaks of, as browsers read it; of n-grams the piece that weighs most. */
  @Override
  public List<String> evidence(Contribution<Url> contribution) {
    String original = contribution.subject().value();
    ParsedUrl parsed =
        contribution.form() instanceof ParsedUrl form ? form : ParsedUrl.parseWeb(original);
    List<Span> found = spans.of(parsed, contribution.feature(), contribution.value(), 1);
    return found.isEmpty() ? List.of() : UrlSpans.pieces(found, UrlSpans.text(parsed, original));
  }

  /** Trees over the features, read when first asked for; its card says from what they learnt. */
  @Override
  public Optional<ScoringModel> model() {
    return Optional.of(models.trees());
  }
}
