package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks a proxy of Go modules: which versions there are, and when the first and the last were. */
final class GoClient implements RegistryClient {
  private static final String ANY = "text/plain, application/json, */*;q=0.1";
  private static final int MAX_LIST = 4 << 20;
  private static final int MAX_VERSION = 200;

  /** What is told of one version. */
  private record Info(String version, @Nullable Instant time, @Nullable String origin) {}

  @Override
  public CompletableFuture<RegistryAnswer> ask(Endpoint endpoint, String name, Call call) {
    String module = escaped(name);
    CompletableFuture<Optional<List<String>>> asked =
        Replies.read(
            call.get(endpoint, endpoint.at(module + "/@v/list"), ANY),
            "list of versions",
            reply -> {
              if (reply.isAbsent()) {
                return Optional.empty();
              }
              Replies.requireFound(reply);
              return Optional.of(versions(reply.text(MAX_LIST)));
            });
    return asked.thenCompose(
        found -> {
          if (found.isEmpty()) {
            // 404 and 410 are one to a proxy: it says nothing of what was.
            return CompletableFuture.completedFuture(new RegistryAnswer.Absent(false));
          }
          List<String> versions = found.get();
          if (versions.isEmpty()) {
            return Replies.answer(
                call.get(endpoint, endpoint.at(module + "/@latest"), ANY),
                "version",
                reply -> untagged(reply, name));
          }
          return withTimes(endpoint, module, name, versions, call);
        });
  }

  private static CompletableFuture<RegistryAnswer> withTimes(
      Endpoint endpoint, String module, String name, List<String> versions, Call call) {
    String first = versions.get(0);
    String last = versions.get(versions.size() - 1);
    CompletableFuture<Optional<Info>> newest = info(endpoint, module, last, call);
    CompletableFuture<Optional<Info>> oldest =
        first.equals(last) ? newest : info(endpoint, module, first, call);
    return newest.thenCombine(
        oldest,
        (late, early) -> {
          ReleaseList releases = new ReleaseList();
          for (String version : versions) {
            Optional<Info> told =
                version.equals(last) ? late : version.equals(first) ? early : Optional.empty();
            releases.add(version, told.map(Info::time).orElse(null), false);
          }
          return found(name, releases, late.map(Info::origin).orElse(null));
        });
  }

  private static RegistryAnswer untagged(Reply reply, String name) throws IOException {
    Info info = info(reply).orElseThrow(() -> new MalformedAnswerException("it has no version"));
    ReleaseList releases = new ReleaseList();
    releases.add(info.version(), info.time(), false);
    return found(name, releases, info.origin());
  }

  private static RegistryAnswer found(String name, ReleaseList releases, @Nullable String origin) {
    Draft draft = new Draft(Ecosystem.GO);
    draft.name = name;
    draft.releases = releases.inOrder();
    draft.releaseCount = releases.size();
    draft.repository = origin;
    draft.link(null, "https://" + name);
    // Nothing of a module runs before it is built into a program.
    draft.installScript = false;
    return draft.found(name);
  }

  private static CompletableFuture<Optional<Info>> info(
      Endpoint endpoint, String module, String version, Call call) {
    return Replies.optional(
        call.get(endpoint, endpoint.at(module + "/@v/" + escaped(version) + ".info"), ANY),
        GoClient::info);
  }

  private static Optional<Info> info(Reply reply) throws IOException {
    String[] text = new String[2];
    Instant[] time = new Instant[1];
    JsonStream.read(
        reply,
        json ->
            json.object(
                member -> {
                  switch (member) {
                    case "Version" -> text[0] = json.text();
                    case "Time" -> time[0] = Texts.time(json.text());
                    case "Origin" ->
                        json.object(
                            inner -> {
                              if (inner.equals("URL")) {
                                text[1] = json.text();
                              }
                            });
                    default -> {}
                  }
                }));
    return Optional.ofNullable(text[0]).map(version -> new Info(version, time[0], text[1]));
  }

  /** The lines of a list, by version. */
  private static List<String> versions(String list) throws IOException {
    List<GoVersion> versions = new ArrayList<>();
    int number = 0;
    for (String line : (Iterable<String>) list.lines()::iterator) {
      number++;
      String word = line.strip();
      int space = word.indexOf(' ');
      String version = space < 0 ? word : word.substring(0, space);
      if (version.isEmpty()) {
        continue;
      }
      GoVersion parsed = version.length() > MAX_VERSION ? null : GoVersion.parse(version);
      if (parsed == null) {
        throw new MalformedAnswerException("line " + number + " is no version");
      }
      versions.add(parsed);
    }
    return versions.stream().sorted().map(GoVersion::text).toList();
  }

  /**
   * With a mark before letters that are in upper case, lest file systems mix them up with others.
   */
  static String escaped(String path) {
    StringBuilder escaped = new StringBuilder(path.length() + 8);
    for (String segment : path.split("/", -1)) {
      if (!escaped.isEmpty()) {
        escaped.append('/');
      }
      StringBuilder marked = new StringBuilder(segment.length() + 8);
      for (int i = 0; i < segment.length(); i++) {
        char c = segment.charAt(i);
        if (c >= 'A' && c <= 'Z') {
          marked.append('!').append((char) (c + ('a' - 'A')));
        } else {
          marked.append(c);
        }
      }
      escaped.append(Endpoint.segment(marked.toString()).replace("%21", "!"));
    }
    return escaped.toString();
  }
}
