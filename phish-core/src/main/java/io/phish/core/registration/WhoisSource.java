package io.phish.core.registration;

import io.phish.core.registration.RegistrationMerge.Part;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks WHOIS servers, the registry's first. */
interface WhoisSource extends AutoCloseable {

  /**
   * Asks about a domain.
   *
   * @return never fails but by being cancelled, which ends the exchange
   */
  CompletableFuture<Findings> lookUp(String domain, Duration within);

  @Override
  void close();

  /**
   * What came of it.
   *
   * @param parts what was said, by the registry first; none if nothing was
   * @param attempts who was asked
   */
  record Findings(List<Part> parts, List<RegistrationAttempt> attempts) {}
}
