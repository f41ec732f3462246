package io.phish.core.packages.registry;

import io.phish.core.resilience.RateLimit;
import io.phish.spi.CacheKey;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request to be made.
 *
 * @param uri where
 * @param accept which media types
 * @param trusted who may be at any address, and is shown the credentials
 * @param credentials null if there are none
 * @param rate how often the server may be asked
 * @param deadline on the monotonic clock
 */
record Question(
    URI uri,
    String accept,
    Origin trusted,
    @Nullable Credentials credentials,
    List<RateLimit.Window> rate,
    long deadline) {

  /** What a reply is kept under: what it depends on. */
  CacheKey key() {
    String shown = credentials == null ? "" : credentials.field();
    return CacheKey.of("phish.registry@1", uri + "\n" + accept + "\n" + shown);
  }
}
