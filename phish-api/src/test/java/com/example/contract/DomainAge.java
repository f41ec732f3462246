package com.example.contract;

import io.phish.spi.BlockingFeatureExtractor;
import io.phish.spi.CachePolicy;
import io.phish.spi.CacheScope;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractionException;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.Observation;
import io.phish.subject.Domain;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** An extractor that waits for a source, interruptibly. */
final class DomainAge extends BlockingFeatureExtractor<Domain> {
  private static final FeatureSchema SCHEMA =
      FeatureSchema.of(Feature.count("age", "age of the domain", "days"));
  private static final ExtractorDescriptor<Domain> DESCRIPTOR =
      ExtractorDescriptor.builder("example.domain-age", Domain.class)
          .schema(SCHEMA)
          .cost(Cost.IO)
          .contactsNetwork(true)
          .cachePolicy(CachePolicy.of(CacheScope.SUBJECT, Duration.ofHours(1)))
          .build();

  private final Callable<Instant> source;

  DomainAge(Callable<Instant> source) {
    this.source = source;
  }

  static DomainAge stalled() {
    return new DomainAge(
        () -> {
          new CountDownLatch(1).await();
          throw new AssertionError("nobody counts down");
        });
  }

  @Override
  public ExtractorDescriptor<Domain> descriptor() {
    return DESCRIPTOR;
  }

  @Override
  protected Observation observe(Domain subject, ExtractionContext context) throws Exception {
    if (subject.value().startsWith("-")) {
      throw new ExtractionException("no registry for " + subject.display(), false, null);
    }
    Duration age = Duration.between(source.call(), context.now());
    return Observation.of(FeatureVector.of(SCHEMA, (double) age.toDays()));
  }
}
