package io.phish.core.packages.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a source of NuGet, version 3: the index of its services says where registrations are; of
 * those that come in pages, the first and the last are read.
 */
final class NuGetClient implements RegistryClient {
  private static final String JSON = "application/json";
  private static final String WHAT = "registration of NuGet";

  /** Where registrations are; that does not change from one question to the next. */
  private final Cache<Endpoint, URI> services =
      Caffeine.newBuilder()
          .maximumSize(100)
          .expireAfterWrite(Duration.ofHours(1))
          .executor(Runnable::run)
          .build();

  @Override
  public CompletableFuture<RegistryAnswer> ask(Endpoint endpoint, String name, Call call) {
    URI known = services.getIfPresent(endpoint);
    CompletableFuture<URI> found =
        known != null ? CompletableFuture.completedFuture(known) : find(endpoint, call);
    return found.thenCompose(base -> ask(endpoint, base, name, call));
  }

  private CompletableFuture<URI> find(Endpoint endpoint, Call call) {
    String base = endpoint.base().toString();
    String index =
        base.endsWith(".json/")
            ? base.substring(0, base.length() - 1)
            : base.endsWith("/v3/") ? base + "index.json" : base + "v3/index.json";
    return Replies.read(
            call.get(endpoint, URI.create(index), JSON),
            "index of NuGet's services, version 3",
            reply -> {
              Replies.requireFound(reply);
              return NuGetDocuments.registrations(reply);
            })
        .thenApply(
            service -> {
              services.put(endpoint, service);
              return service;
            });
  }

  private static CompletableFuture<RegistryAnswer> ask(
      Endpoint endpoint, URI base, String name, Call call) {
    String id = Endpoint.segment(name.toLowerCase(Locale.ROOT));
    return Replies.read(
            call.get(endpoint, URI.create(base + id + "/index.json"), JSON),
            WHAT,
            reply -> {
              if (reply.isAbsent()) {
                return new NuGetDocuments.Index(reply.isGone(), List.of());
              }
              Replies.requireFound(reply);
              return NuGetDocuments.index(reply);
            })
        .thenCompose(index -> withPages(endpoint, index, name, call));
  }

  private static CompletableFuture<RegistryAnswer> withPages(
      Endpoint endpoint, NuGetDocuments.Index index, String name, Call call) {
    List<NuGetDocuments.Page> pages = index.pages();
    if (pages.isEmpty()) {
      return CompletableFuture.completedFuture(new RegistryAnswer.Absent(index.gone()));
    }
    CompletableFuture<NuGetDocuments.Page> first = whole(endpoint, pages.get(0), call);
    CompletableFuture<NuGetDocuments.Page> last =
        pages.size() == 1 ? first : whole(endpoint, pages.get(pages.size() - 1), call);
    return first.thenCombine(
        last, (oldest, newest) -> NuGetDocuments.answer(index, oldest, newest, name));
  }

  /** A page with its entries: fetched if they are not there. */
  private static CompletableFuture<NuGetDocuments.Page> whole(
      Endpoint endpoint, NuGetDocuments.Page page, Call call) {
    URI address = page.address();
    if (!page.entries().isEmpty() || address == null) {
      return CompletableFuture.completedFuture(page);
    }
    return Replies.read(
        call.get(endpoint, address, JSON),
        "page of NuGet's registrations",
        reply -> {
          Replies.requireFound(reply);
          return NuGetDocuments.page(reply);
        });
  }
}
