package com.example.contract;

import io.phish.contract.FeatureExtractorContract;
import io.phish.contract.TestContext;
import io.phish.spi.FeatureExtractor;
import io.phish.subject.Domain;
import io.phish.subject.Subject;

class DomainAgeTest implements FeatureExtractorContract<Domain> {
  @Override
  public FeatureExtractor<Domain> extractor() {
    return new DomainAge(() -> TestContext.NOW.minusSeconds(86_400));
  }

  @Override
  public FeatureExtractor<Domain> stalledExtractor() {
    return DomainAge.stalled();
  }

  @Override
  public Domain subject() {
    return Subject.domain("example.com");
  }
}
