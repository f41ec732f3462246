package io.phish.core.url;

import io.phish.spi.CanonicalForm;
import io.phish.spi.Canonicalizer;
import io.phish.subject.Url;

/**
 * Parses URLs as browsers do; the form is a {@link ParsedUrl}. Refuses what has no host to judge:
 * all schemes but http, https, ws, wss and ftp.
 */
public final class UrlCanonicalizer implements Canonicalizer<Url> {

  /** For {@link java.util.ServiceLoader}. */
  public UrlCanonicalizer() {}

  @Override
  public Class<Url> subjectType() {
    return Url.class;
  }

  @Override
  public CanonicalForm canonicalize(Url url) {
    return ParsedUrl.parseWeb(url.value());
  }
}
