package io.phish.core.packages.registry;

import java.util.concurrent.CompletableFuture;

/** Knows how registries of one kind are asked, and what they answer. Immutable. */
interface RegistryClient {
  /**
   * Asks a registry for a package.
   *
   * @param name as it was written
   * @return fails with an exception that says why nothing is known
   */
  CompletableFuture<RegistryAnswer> ask(Endpoint endpoint, String name, Call call);
}
