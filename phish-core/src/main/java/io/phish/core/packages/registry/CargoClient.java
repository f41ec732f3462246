package io.phish.core.packages.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a registry of Cargo: its web API, of which a sparse index may say where it is; where there
 * is none, the index itself.
 */
final class CargoClient implements RegistryClient {
  private static final String JSON = "application/json";

  /** Where the web API of an index is; that does not change from one question to the next. */
  private final Cache<Endpoint, Api> apis =
      Caffeine.newBuilder()
          .maximumSize(100)
          .expireAfterWrite(Duration.ofHours(1))
          .executor(Runnable::run)
          .build();

  /** Where the web API is, null if there is none. */
  private record Api(@Nullable Endpoint endpoint) {}

  @Override
  public CompletableFuture<RegistryAnswer> ask(Endpoint endpoint, String name, Call call) {
    if (!endpoint.sparse()) {
      return askApi(endpoint, endpoint, name, call);
    }
    Api known = apis.getIfPresent(endpoint);
    CompletableFuture<Api> found =
        known != null ? CompletableFuture.completedFuture(known) : find(endpoint, call);
    return found.thenCompose(
        api ->
            api.endpoint() == null
                ? askIndex(endpoint, name, call)
                : askApi(endpoint, api.endpoint(), name, call));
  }

  private CompletableFuture<Api> find(Endpoint index, Call call) {
    return Replies.read(
            call.get(index, index.at("config.json"), JSON),
            "configuration of an index",
            CargoDocuments::api)
        .thenApply(
            address -> {
              Api api = new Api(address.isEmpty() ? null : Endpoint.of(address));
              apis.put(index, api);
              return api;
            });
  }

  /** As the index: what the registry said of itself gets no more trust than a redirect of it. */
  private static CompletableFuture<RegistryAnswer> askApi(
      Endpoint trusted, Endpoint api, String name, Call call) {
    URI uri = api.at("api/v1/crates/" + Endpoint.segment(name));
    return Replies.read(
        call.getFromCargoApi(trusted, uri, JSON),
        "crate",
        reply -> {
          if (reply.isAbsent()) {
            return new RegistryAnswer.Absent(reply.isGone() || CargoDocuments.isDeleted(reply));
          }
          Replies.requireFound(reply);
          return CargoDocuments.crate(reply, name);
        });
  }

  private static CompletableFuture<RegistryAnswer> askIndex(
      Endpoint index, String name, Call call) {
    return Replies.answer(
        call.get(index, index.at(path(name)), "text/plain, application/json"),
        "entry of an index",
        reply -> CargoDocuments.entries(reply, name));
  }

  /** Where an index keeps a crate: in folders named after its first letters, in lower case. */
  static String path(String name) {
    String file = name.toLowerCase(Locale.ROOT);
    String folder =
        switch (file.length()) {
          case 1 -> "1/";
          case 2 -> "2/";
          case 3 -> "3/" + Endpoint.segment(file.substring(0, 1)) + "/";
          default ->
              Endpoint.segment(file.substring(0, 2))
                  + "/"
                  + Endpoint.segment(file.substring(2, 4))
                  + "/";
        };
    return folder + Endpoint.segment(file);
  }
}
