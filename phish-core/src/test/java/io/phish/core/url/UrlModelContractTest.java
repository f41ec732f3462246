package io.phish.core.url;

import io.phish.contract.ScoringModelContract;
import io.phish.spi.ScoringModel;

/** The shipped model keeps the contract that others are held to. */
class UrlModelContractTest implements ScoringModelContract {

  @Override
  public ScoringModel model() {
    return new UrlExtractor().model().orElseThrow();
  }
}
