package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a gem server: its web API, of which only the first answer has to be there, and where there
 * is no such API, the compact index that installers use.
 */
final class RubyGemsClient implements RegistryClient {
  private static final String JSON = "application/json";
  private static final String NO_GEM = "could not be found";
  private static final int MAX_ERROR = 4 << 10;

  @Override
  public CompletableFuture<RegistryAnswer> ask(Endpoint endpoint, String name, Call call) {
    String segment = Endpoint.segment(name);
    CompletableFuture<Optional<ReleaseList>> versions =
        Replies.optional(
            call.get(endpoint, endpoint.at("api/v1/versions/" + segment + ".json"), JSON),
            RubyGemsClient::versions);
    CompletableFuture<Optional<List<String>>> owners =
        Replies.optional(
            call.get(endpoint, endpoint.at("api/v1/gems/" + segment + "/owners.json"), JSON),
            RubyGemsClient::owners);
    return call.get(endpoint, endpoint.at("api/v1/gems/" + segment + ".json"), JSON)
        .thenCompose(
            reply -> {
              if (hasNoSuchApi(reply)) {
                return Replies.answer(
                    call.get(endpoint, endpoint.at("info/" + segment), "text/plain"),
                    "entry of a compact index",
                    info -> compact(info, name));
              }
              CompletableFuture<RegistryAnswer> gem =
                  Replies.answer(
                      CompletableFuture.completedFuture(reply),
                      "gem in JSON",
                      found -> new Gem(name).read(found));
              return gem.thenCompose(
                  answer ->
                      answer instanceof RegistryAnswer.Found found
                          ? versions.thenCombine(
                              owners, (list, who) -> with(found.metadata(), list, who, call.now()))
                          : CompletableFuture.completedFuture(answer));
            });
  }

  /** Who has the API says so in a sentence. */
  private static boolean hasNoSuchApi(Reply reply) {
    if (reply.status() != 404) {
      return false;
    }
    try {
      return !reply.text(MAX_ERROR).contains(NO_GEM);
    } catch (IOException e) {
      return true;
    }
  }

  private static Optional<ReleaseList> versions(Reply reply) throws IOException {
    ReleaseList releases = new ReleaseList();
    JsonStream.read(
        reply,
        json ->
            json.array(
                () -> {
                  String[] number = new String[1];
                  Instant[] created = new Instant[1];
                  boolean[] yanked = new boolean[1];
                  json.object(
                      member -> {
                        switch (member) {
                          case "number" -> number[0] = json.text();
                          case "created_at" -> created[0] = Texts.time(json.text());
                          case "yanked" -> yanked[0] = json.isTrue();
                          default -> {}
                        }
                      });
                  if (number[0] != null) {
                    releases.add(number[0], created[0], yanked[0]);
                  }
                }));
    return Optional.of(releases);
  }

  private static Optional<List<String>> owners(Reply reply) throws IOException {
    Draft draft = new Draft(Ecosystem.RUBYGEMS);
    JsonStream.read(
        reply,
        json ->
            json.array(
                () ->
                    json.object(
                        member -> {
                          if (member.equals("handle")) {
                            draft.maintainer(json.text());
                          }
                        })));
    return Optional.ofNullable(draft.maintainers);
  }

  /** What the first answer tells. */
  private static final class Gem {
    private final String asked;
    private final Draft draft = new Draft(Ecosystem.RUBYGEMS);
    private @Nullable String version;
    private @Nullable Instant created;

    Gem(String asked) {
      this.asked = asked;
    }

    RegistryAnswer read(Reply reply) throws IOException {
      JsonStream.read(reply, json -> json.object(member -> member(json, member)));
      if (draft.name == null) {
        throw new MalformedAnswerException("it has no name");
      }
      if (!draft.name.equals(asked)) {
        throw new MalformedAnswerException("it is on another package");
      }
      if (version != null) {
        draft.releases = List.of(new Release(version, created, false));
      }
      return draft.found(asked);
    }

    private void member(JsonStream json, String member) throws IOException {
      switch (member) {
        case "name" -> draft.name = json.text();
        case "info" -> draft.description = json.text();
        case "homepage_uri" -> draft.homepage = json.text();
        case "source_code_uri" -> draft.repository = json.text();
        case "version" -> version = json.text();
        case "version_created_at" -> created = Texts.time(json.text());
        // Of all time, and in the end of thirty days.
        case "downloads" -> draft.monthlyDownloads = json.number();
        case "licenses" ->
            json.array(
                () -> {
                  String license = json.text();
                  draft.license = draft.license == null ? license : draft.license;
                });
        default -> {}
      }
    }
  }

  private static RegistryAnswer with(
      PackageMetadata gem, Optional<ReleaseList> list, Optional<List<String>> owners, Instant now) {
    List<Release> releases = list.map(ReleaseList::byTime).orElse(gem.releases());
    Integer count = list.map(ReleaseList::size).orElse(null);
    return new RegistryAnswer.Found(
        new PackageMetadata(
            gem.ecosystem(),
            gem.name(),
            releases,
            count,
            count == null ? null : monthly(gem.monthlyDownloads(), releases, now),
            owners.orElse(null),
            null,
            gem.repository(),
            gem.homepage(),
            gem.description(),
            gem.installScript(),
            gem.license()));
  }

  /** From the downloads of all time since the first release to those of thirty days. */
  private static @Nullable Long monthly(@Nullable Long all, List<Release> releases, Instant now) {
    Instant first = releases.isEmpty() ? null : releases.get(0).published();
    if (all == null || first == null) {
      return null;
    }
    long days = Math.max(30, Duration.between(first, now).toDays());
    return all / days * 30;
  }

  /** A version a line, after a line of three hyphens. */
  private static RegistryAnswer compact(Reply reply, String name) throws IOException {
    List<String> lines = new ArrayList<>(reply.text(Reply.MAX_LENGTH).lines().toList());
    if (lines.isEmpty() || !lines.remove(0).equals("---")) {
      throw new MalformedAnswerException("it does not begin with ---");
    }
    ReleaseList releases = new ReleaseList();
    for (String line : lines) {
      int space = line.indexOf(' ');
      if (space > 0) {
        releases.add(line.substring(0, space), null, false);
      }
    }
    if (releases.size() == 0) {
      // All versions were yanked.
      return new RegistryAnswer.Absent(true);
    }
    Draft draft = new Draft(Ecosystem.RUBYGEMS);
    draft.name = name;
    draft.releases = releases.inOrder();
    draft.releaseCount = releases.size();
    return draft.found(name);
  }
}
