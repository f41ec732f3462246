package com.example.contract;

import io.phish.contract.FeatureExtractorContract;
import io.phish.spi.FeatureExtractor;
import io.phish.subject.Subject;
import io.phish.subject.Text;

class TextEchoTest implements FeatureExtractorContract<Text> {
  @Override
  public FeatureExtractor<Text> extractor() {
    return new TextEcho(true);
  }

  @Override
  public FeatureExtractor<Text> stalledExtractor() {
    return new TextEcho(false);
  }

  @Override
  public Text subject() {
    return Subject.text("Your parcel is waiting");
  }
}
