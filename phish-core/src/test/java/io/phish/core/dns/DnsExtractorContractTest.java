package io.phish.core.dns;

import io.phish.contract.FeatureExtractorContract;
import io.phish.core.url.DomainCanonicalizer;
import io.phish.spi.CanonicalForm;
import io.phish.spi.FeatureExtractor;
import io.phish.subject.Domain;

class DnsExtractorContractTest implements FeatureExtractorContract<Domain> {

  @Override
  public FeatureExtractor<Domain> extractor() {
    return new DnsExtractor(new ScriptedTransport(DnsZones.SHOP), () -> 0);
  }

  @Override
  public FeatureExtractor<Domain> stalledExtractor() {
    ScriptedTransport transport = new ScriptedTransport(DnsZones.SHOP);
    transport.hold();
    return new DnsExtractor(transport, () -> 0);
  }

  @Override
  public Domain subject() {
    return new Domain("www.example.com");
  }

  @Override
  public CanonicalForm form(Domain domain) {
    return new DomainCanonicalizer().canonicalize(domain);
  }
}
