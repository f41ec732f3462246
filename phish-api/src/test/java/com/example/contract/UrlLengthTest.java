package com.example.contract;

import io.phish.contract.FeatureExtractorContract;
import io.phish.spi.FeatureExtractor;
import io.phish.subject.Subject;
import io.phish.subject.Url;

class UrlLengthTest implements FeatureExtractorContract<Url> {
  @Override
  public FeatureExtractor<Url> extractor() {
    return new UrlLength();
  }

  @Override
  public Url subject() {
    return Subject.url("https://example.com/");
  }
}
