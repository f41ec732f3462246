package io.phish.examples.custom;

import io.phish.contract.FeatureExtractorContract;
import io.phish.spi.FeatureExtractor;
import io.phish.subject.Url;

class RiskyDownloadContractTest implements FeatureExtractorContract<Url> {
  @Override
  public FeatureExtractor<Url> extractor() {
    return new RiskyDownload();
  }

  @Override
  public Url subject() {
    return new Url("https://example.com/invoice.pdf.exe?id=1");
  }
}
