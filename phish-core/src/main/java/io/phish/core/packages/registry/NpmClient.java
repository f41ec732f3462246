package io.phish.core.packages.registry;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a registry of npm. The whole document of a package is asked for, since only that has times
 * and maintainers; should it be too large, the abbreviated one.
 */
final class NpmClient implements RegistryClient {
  private static final String WHOLE = "application/json";
  private static final String ABBREVIATED = "application/vnd.npm.install-v1+json";
  private static final String WHAT = "document of npm";

  private final @Nullable Endpoint downloads;

  NpmClient(@Nullable Endpoint downloads) {
    this.downloads = downloads;
  }

  @Override
  public CompletableFuture<RegistryAnswer> ask(Endpoint endpoint, String name, Call call) {
    CompletableFuture<Optional<Long>> counted = downloads(name, call);
    return ask(endpoint, name, call, WHOLE)
        .exceptionallyCompose(
            failure ->
                RegistryException.isTooLarge(failure)
                    ? ask(endpoint, name, call, ABBREVIATED)
                    : CompletableFuture.failedFuture(failure))
        .thenCombine(counted, NpmClient::withDownloads);
  }

  private static CompletableFuture<RegistryAnswer> ask(
      Endpoint endpoint, String name, Call call, String accept) {
    return Replies.answer(
        call.get(endpoint, endpoint.at(path(name)), accept),
        WHAT,
        reply -> NpmDocument.read(reply, name));
  }

  /** The slash of a scope is encoded, the sign before it is not: as npm does it. */
  private static String path(String name) {
    return name.startsWith("@")
        ? "@" + Endpoint.segment(name.substring(1))
        : Endpoint.segment(name);
  }

  private CompletableFuture<Optional<Long>> downloads(String name, Call call) {
    if (downloads == null || !call.isShareable()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return Replies.optional(
        call.get(downloads, downloads.at("downloads/point/last-month/" + path(name)), WHOLE),
        NpmClient::count);
  }

  private static Optional<Long> count(Reply reply) throws IOException {
    Long[] count = new Long[1];
    JsonStream.read(
        reply,
        json ->
            json.object(
                member -> {
                  if (member.equals("downloads")) {
                    count[0] = json.number();
                  }
                }));
    return Optional.ofNullable(count[0]);
  }

  private static RegistryAnswer withDownloads(RegistryAnswer answer, Optional<Long> count) {
    return answer instanceof RegistryAnswer.Found found
        ? new RegistryAnswer.Found(found.metadata().withMonthlyDownloads(count.orElse(null)))
        : answer;
  }
}
