package com.example.contract;

import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.spi.ScoringModel;
import io.phish.subject.Url;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An extractor without a source: nothing waits, nothing can fail. */
class UrlLength implements FeatureExtractor<Url> {
  static final FeatureSchema SCHEMA =
      FeatureSchema.of(
          Feature.count("length", "length of the URL", "characters"),
          Feature.ratio("digits", "share of digits"));

  private static final ExtractorDescriptor<Url> DESCRIPTOR =
      ExtractorDescriptor.builder("example.url-length", Url.class)
          .description("How long a URL is")
          .schema(SCHEMA)
          .apiVersion(ExtractorDescriptor.API_VERSION)
          .settings("long")
          .build();

  private volatile int longFrom = 100;

  @Override
  public ExtractorDescriptor<Url> descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public void configure(Map<String, String> settings) {
    longFrom = Integer.parseInt(settings.getOrDefault("long", "100"));
  }

  @Override
  public CompletionStage<Observation> extract(Url subject, ExtractionContext context) {
    String url = subject.value();
    double digits = url.chars().filter(c -> c >= '0' && c <= '9').count();
    Observation observation =
        Observation.of(FeatureVector.of(SCHEMA, url.length(), digits / url.length()))
            .withFacts(Map.of("seen", context.now().toString(), "url", subject.display()));
    return CompletableFuture.completedFuture(
        url.length() < longFrom
            ? observation
            : observation.withFindings(List.of(Finding.of("long", 0.5, "The URL is long"))));
  }

  @Override
  public Optional<ScoringModel> model() {
    return Optional.of(new LengthModel());
  }
}
