package io.phish.core.url;

import io.phish.spi.CanonicalForm;
import io.phish.spi.Canonicalizer;
import io.phish.subject.Url;

/** Parses URLs as browsers do; the form is a {@link ParsedUrl}. */
public final class UrlCanonicalizer implements Canonicalizer<Url> {

  @Override
  public Class<Url> subjectType() {
    return Url.class;
  }

  @Override
  public CanonicalForm canonicalize(Url url) {
    return ParsedUrl.parse(url.value());
  }
}
