package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server of the deps.dev API, version 3, which knows the packages of all ecosystems, if some
 * hours late: their versions, and of the one that is installed by default its links and licence.
 */
final class DepsDevClient {
  private static final String JSON = "application/json";

  /** What the first answer tells. */
  private static final class Told {
    private final Draft draft;
    private final ReleaseList releases = new ReleaseList();
    private @Nullable String version;
    private @Nullable String newest;
    private @Nullable Instant newestTime;

    Told(Ecosystem ecosystem) {
      draft = new Draft(ecosystem);
    }
  }

  CompletableFuture<RegistryAnswer> ask(
      Endpoint endpoint, Ecosystem ecosystem, String name, Call call) {
    String known = ecosystem == Ecosystem.PYPI ? PypiClient.canonical(name) : name;
    String path = "v3/systems/" + system(ecosystem) + "/packages/" + Endpoint.segment(known);
    CompletableFuture<Optional<Told>> asked =
        Replies.read(
            call.get(endpoint, endpoint.at(path), JSON),
            "package of deps.dev",
            reply -> {
              if (reply.isAbsent()) {
                return Optional.empty();
              }
              Replies.requireFound(reply);
              return Optional.of(read(reply, ecosystem, known));
            });
    return asked.thenCompose(
        found ->
            found.isEmpty()
                ? CompletableFuture.completedFuture(new RegistryAnswer.Absent(false))
                : withVersion(endpoint, path, found.get(), name, call));
  }

  private static String system(Ecosystem ecosystem) {
    return ecosystem == Ecosystem.RUBYGEMS ? "RUBYGEMS" : ecosystem.name();
  }

  private static Told read(Reply reply, Ecosystem ecosystem, String name) throws IOException {
    Told told = new Told(ecosystem);
    boolean[] hasVersions = new boolean[1];
    JsonStream.read(
        reply,
        json ->
            json.object(
                member -> {
                  if (member.equals("packageKey")) {
                    told.draft.name = inner(json, "name");
                  } else if (member.equals("versions")) {
                    hasVersions[0] = json.isArray();
                    json.array(() -> version(json, told));
                  }
                }));
    String its = told.draft.name;
    if (its == null || !hasVersions[0]) {
      throw new MalformedAnswerException("it has no name or no versions");
    }
    if (!its.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
      throw new MalformedAnswerException("it is on another package");
    }
    told.draft.releases = told.releases.byTime();
    told.draft.releaseCount = told.releases.size();
    return told;
  }

  private static @Nullable String inner(JsonStream json, String wanted) throws IOException {
    String[] text = new String[1];
    json.object(
        member -> {
          if (member.equals(wanted)) {
            text[0] = json.text();
          }
        });
    return text[0];
  }

  private static void version(JsonStream json, Told told) throws IOException {
    String[] number = new String[1];
    Instant[] published = new Instant[1];
    boolean[] flags = new boolean[2];
    json.object(
        member -> {
          switch (member) {
            case "versionKey" -> number[0] = inner(json, "version");
            case "publishedAt" -> published[0] = Texts.time(json.text());
            case "isDefault" -> flags[0] = json.isTrue();
            case "isDeprecated" -> flags[1] = json.isTrue();
            default -> {}
          }
        });
    if (number[0] == null) {
      return;
    }
    told.releases.add(number[0], published[0], flags[1]);
    if (flags[0]) {
      told.version = number[0];
    }
    Instant time = published[0];
    if (time != null && (told.newestTime == null || time.isAfter(told.newestTime))) {
      told.newestTime = time;
      told.newest = number[0];
    }
  }

  private static CompletableFuture<RegistryAnswer> withVersion(
      Endpoint endpoint, String path, Told told, String name, Call call) {
    String version = told.version == null ? told.newest : told.version;
    if (version == null) {
      return CompletableFuture.completedFuture(told.draft.found(name));
    }
    return Replies.optional(
            call.get(endpoint, endpoint.at(path + "/versions/" + Endpoint.segment(version)), JSON),
            reply -> {
              JsonStream.read(
                  reply, json -> json.object(member -> detail(json, member, told.draft)));
              return Optional.of(true);
            })
        .thenApply(done -> told.draft.found(name));
  }

  private static void detail(JsonStream json, String member, Draft draft) throws IOException {
    if (member.equals("licenses")) {
      json.array(
          () -> {
            String license = json.text();
            draft.license = draft.license == null ? license : draft.license;
          });
    } else if (member.equals("links")) {
      json.array(
          () -> {
            String[] text = new String[2];
            json.object(
                inner -> {
                  if (inner.equals("label")) {
                    text[0] = json.text();
                  } else if (inner.equals("url")) {
                    text[1] = json.text();
                  }
                });
            draft.link(text[0], text[1]);
          });
    }
  }
}
