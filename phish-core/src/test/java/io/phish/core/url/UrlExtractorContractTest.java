package io.phish.core.url;

import io.phish.contract.FeatureExtractorContract;
import io.phish.spi.CanonicalForm;
import io.phish.spi.FeatureExtractor;
import io.phish.subject.Url;

/** The built-in extractor, with its model, keeps the contract that others are held to. */
class UrlExtractorContractTest implements FeatureExtractorContract<Url> {

  @Override
  public FeatureExtractor<Url> extractor() {
    return new UrlExtractor();
  }

  @Override
  public Url subject() {
    return new Url("http://paypal.com@login.example.co.uk:8080/a%20b/index.php?next=1#top");
  }

  @Override
  public CanonicalForm form(Url url) {
    return new UrlCanonicalizer().canonicalize(url);
  }
}
