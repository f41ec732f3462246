package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import io.phish.core.resilience.RateLimit;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One look-up, of as many requests as it takes; when it is over, those that still run end. */
final class Call {
  /** Once a second, as the data access policy of the public registry of Rust has it. */
  private static final List<RateLimit.Window> CARGO = RateLimit.parse("1/s");

  private final RegistryHttp net;
  private final Ecosystem ecosystem;
  private final long deadline;
  private final boolean shareable;
  private final CompletableFuture<?> over = new CompletableFuture<>();

  Call(RegistryHttp net, Ecosystem ecosystem, long deadline, boolean shareable) {
    this.net = net;
    this.ecosystem = ecosystem;
    this.deadline = deadline;
    this.shareable = shareable;
  }

  /** Asks a registry, or whoever it refers to. */
  CompletableFuture<Reply> get(Endpoint endpoint, URI uri, String accept) {
    return get(endpoint, uri, accept, net.settings().rates().getOrDefault(ecosystem, List.of()));
  }

  /** As {@link #get}, no more often than web APIs of Cargo like. */
  CompletableFuture<Reply> getFromCargoApi(Endpoint endpoint, URI uri, String accept) {
    return get(endpoint, uri, accept, net.settings().rates().getOrDefault(ecosystem, CARGO));
  }

  private CompletableFuture<Reply> get(
      Endpoint endpoint, URI uri, String accept, List<RateLimit.Window> rate) {
    CompletableFuture<Reply> asked =
        net.ask(
            new Question(uri, accept, endpoint.origin(), endpoint.credentials(), rate, deadline));
    CompletableFuture<?> unused = over.whenComplete((end, failure) -> asked.cancel(true));
    return asked;
  }

  /** The time of day. */
  Instant now() {
    return net.settings().clock().instant();
  }

  /** Whether others than the registry may hear the name. */
  boolean isShareable() {
    return shareable;
  }

  /** Ends what still runs. */
  void end() {
    over.complete(null);
  }
}
