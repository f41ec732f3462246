package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What registries of Cargo answer. */
final class CargoDocuments {
  private static final int MAX_INDEX = Reply.MAX_LENGTH;
  private static final int MAX_ENTRIES = 50_000;
  private static final int MAX_ERROR = 64 << 10;

  private final JsonStream json;
  private final Draft draft = new Draft(Ecosystem.CARGO);
  private final ReleaseList releases = new ReleaseList();

  /** Who published how early for the first time. */
  private final Map<String, Instant> publishers = new HashMap<>();

  private @Nullable String lastPublisher;
  private @Nullable Instant lastTime;
  private boolean anyUnknownPublisher;

  private CargoDocuments(JsonStream json) {
    this.json = json;
  }

  /** Where an index says its web API is; empty if it has none. */
  static String api(Reply reply) throws IOException {
    if (reply.isAbsent()) {
      return "";
    }
    Replies.requireFound(reply);
    String[] api = {""};
    boolean[] download = new boolean[1];
    JsonStream.read(
        reply,
        json ->
            json.object(
                member -> {
                  String text = json.text();
                  if (member.equals("api") && text != null) {
                    api[0] = text;
                  }
                  download[0] |= member.equals("dl");
                }));
    if (!download[0]) {
      throw new MalformedAnswerException("it does not say where to download from");
    }
    try {
      if (!api[0].isEmpty()) {
        Endpoint unused = Endpoint.of(api[0]);
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedAnswerException("its api: " + e.getMessage());
    }
    return api[0];
  }

  /** Whether an error says that there was one. */
  static boolean isDeleted(Reply reply) {
    try {
      String text = reply.text(MAX_ERROR).toLowerCase(Locale.ROOT);
      return text.contains("deleted") || text.contains("removed");
    } catch (IOException e) {
      return false;
    }
  }

  static RegistryAnswer crate(Reply reply, String name) throws IOException {
    RegistryAnswer[] answer = new RegistryAnswer[1];
    JsonStream.read(reply, json -> answer[0] = new CargoDocuments(json).crate(name));
    return answer[0];
  }

  private RegistryAnswer crate(String asked) throws IOException {
    boolean[] hasVersions = new boolean[1];
    json.object(
        member -> {
          if (member.equals("crate")) {
            json.object(this::member);
          } else if (member.equals("versions")) {
            hasVersions[0] = json.isArray();
            json.array(this::version);
          }
        });
    requireName(draft.name, asked);
    draft.releases = releases.byTime();
    draft.releaseCount = hasVersions[0] ? releases.size() : null;
    draft.publisherChanged = publisherChanged();
    return draft.found(asked);
  }

  private static void requireName(@Nullable String name, String asked) throws IOException {
    if (name == null) {
      throw new MalformedAnswerException("it has no crate with a name");
    }
    if (!canonical(name).equals(canonical(asked))) {
      throw new MalformedAnswerException("it is on another package");
    }
  }

  private static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void member(String member) throws IOException {
    switch (member) {
      case "name" -> draft.name = json.text();
      case "description" -> draft.description = json.text();
      case "homepage" -> draft.homepage = json.text();
      case "repository" -> draft.repository = json.text();
      case "recent_downloads" -> {
        // Of the last ninety days.
        Long recent = json.number();
        draft.monthlyDownloads = recent == null || recent < 0 ? null : recent / 3;
      }
      default -> {}
    }
  }

  private void version() throws IOException {
    String[] text = new String[3];
    Instant[] created = new Instant[1];
    boolean[] yanked = new boolean[1];
    json.object(
        member -> {
          switch (member) {
            case "num" -> text[0] = json.text();
            case "created_at" -> created[0] = Texts.time(json.text());
            case "yanked" -> yanked[0] = json.isTrue();
            case "license" -> text[1] = json.text();
            case "published_by" ->
                json.object(
                    inner -> {
                      if (inner.equals("login")) {
                        text[2] = json.text();
                      }
                    });
            default -> {}
          }
        });
    if (text[0] == null) {
      return;
    }
    releases.add(text[0], created[0], yanked[0]);
    publisher(text[2], created[0]);
    if (draft.license == null) {
      draft.license = text[1]; // The newest comes first.
    }
  }

  private void publisher(@Nullable String login, @Nullable Instant time) {
    if (time == null) {
      return;
    }
    if (login == null) {
      anyUnknownPublisher = true;
    } else {
      publishers.merge(login, time, (a, b) -> a.isBefore(b) ? a : b);
    }
    if (lastTime == null || time.isAfter(lastTime)) {
      lastTime = time;
      lastPublisher = login;
    }
  }

  private @Nullable Boolean publisherChanged() {
    if (releases.size() == 1) {
      return false;
    }
    if (lastPublisher == null || lastTime == null) {
      return null;
    }
    Instant first = publishers.get(lastPublisher);
    if (first != null && first.isBefore(lastTime)) {
      return false;
    }
    return anyUnknownPublisher ? null : true;
  }

  /** The lines of an index, each an object on its own. */
  static RegistryAnswer entries(Reply reply, String name) throws IOException {
    String text = reply.text(MAX_INDEX);
    CargoDocuments[] last = new CargoDocuments[1];
    ReleaseList all = new ReleaseList();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (number > MAX_ENTRIES) {
        throw new MalformedAnswerException("it has more than " + MAX_ENTRIES + " lines");
      }
      if (!line.isBlank()) {
        try {
          JsonStream.read(
              new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)),
              json -> {
                last[0] = new CargoDocuments(json);
                last[0].entry(all);
              });
        } catch (MalformedAnswerException e) {
          throw new MalformedAnswerException("line " + number + ": " + e.getMessage());
        }
      }
    }
    if (last[0] == null) {
      throw new MalformedAnswerException("it is empty");
    }
    Draft draft = last[0].draft;
    requireName(draft.name, name);
    draft.releases = all.byTime();
    draft.releaseCount = all.size();
    return draft.found(name);
  }

  private void entry(ReleaseList all) throws IOException {
    String[] version = new String[1];
    Instant[] published = new Instant[1];
    boolean[] yanked = new boolean[1];
    json.object(
        member -> {
          switch (member) {
            case "name" -> draft.name = json.text();
            case "vers" -> version[0] = json.text();
            case "yanked" -> yanked[0] = json.isTrue();
            case "pubtime" -> published[0] = Texts.time(json.text());
            default -> {}
          }
        });
    if (version[0] == null || draft.name == null) {
      throw new MalformedAnswerException("it has no name or no version");
    }
    all.add(version[0], published[0], yanked[0]);
  }
}
