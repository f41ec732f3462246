package io.phish.core.url;

import io.phish.spi.CanonicalForm;
import io.phish.spi.Canonicalizer;
import io.phish.subject.Domain;

/** Parses domain names as the host of a URL is parsed. */
public final class DomainCanonicalizer implements Canonicalizer<Domain> {

  @Override
  public Class<Domain> subjectType() {
    return Domain.class;
  }

  @Override
  public CanonicalForm canonicalize(Domain domain) {
    return ParsedDomain.parse(domain.value());
  }
}
