package io.phish.core.lookalike;

import io.phish.Brand;
import io.phish.contract.FeatureExtractorContract;
import io.phish.core.url.UrlCanonicalizer;
import io.phish.spi.CanonicalForm;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Protection;
import io.phish.subject.Url;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The built-in extractor, with brands of a host, keeps the contract that others are held to. */
class LookalikeExtractorContractTest implements FeatureExtractorContract<Url> {

  @Override
  public FeatureExtractor<Url> extractor() {
    return new LookalikeExtractor();
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("protect", "globex=globex.example; initech", "deny", "attack.example");
  }

  @Override
  public Protection protection() {
    return new Protection(
        List.of(Brand.of("acme", "acme.example")), Set.of("dealer.example"), Set.of());
  }

  @Override
  public Url subject() {
    return new Url("https://www.paypa1-login.example.net/acme/g1obex.example/?a=b");
  }

  @Override
  public CanonicalForm form(Url url) {
    return new UrlCanonicalizer().canonicalize(url);
  }
}
