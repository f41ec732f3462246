package io.phish.core.packages.registry;

import io.phish.core.packages.PackageId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Where packages are looked up. Safe for any number of threads; no method blocks. */
public interface PackageRegistry extends AutoCloseable {

  /**
   * Looks a package up. Whatever goes wrong is a {@link RegistryAnswer.Unknown}; the stage fails
   * only if it is cancelled, and cancelling it ends the request.
   *
   * @param id of which only the ecosystem and the name count
   * @param timeout for the whole look-up, redirects and waiting for a turn included
   */
  CompletionStage<RegistryAnswer> lookup(PackageId id, Duration timeout);

  /** Lets go of connections. */
  @Override
  void close();
}
