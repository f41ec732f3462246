package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A package's document in a registry of npm ("packument"), whole or abbreviated. */
final class NpmDocument {
  /**
   * What npm puts in place of a package that was malware: a version {@code 0.0.1-security}, or
   * {@code 0.0.1-security.1} and so on if it did so again.
   */
  private static final String HOLDER = "0.0.1-security";

  private final JsonStream json;
  private final Draft draft = new Draft(Ecosystem.NPM);
  private final Map<String, @Nullable Instant> times = new HashMap<>();
  private final Map<String, Version> versions = new LinkedHashMap<>();
  private boolean unpublished;
  private boolean isPackument;
  private @Nullable String latest;

  private NpmDocument(JsonStream json) {
    this.json = json;
  }

  /** What is known of one version. */
  private static final class Version {
    private @Nullable String user;
    private boolean byMachine;
    private boolean deprecated;
    private @Nullable Boolean installScript;
  }

  static RegistryAnswer read(Reply reply, String name) throws IOException {
    RegistryAnswer[] answer = new RegistryAnswer[1];
    JsonStream.read(reply, json -> answer[0] = new NpmDocument(json).read(name));
    return answer[0];
  }

  private RegistryAnswer read(String asked) throws IOException {
    json.object(this::member);
    if (draft.name == null || !isPackument) {
      throw new MalformedAnswerException("it has no name or neither versions nor times");
    }
    if (!draft.name.equals(asked)) {
      throw new MalformedAnswerException("it is on another package");
    }
    if (versions.isEmpty()) {
      // Nothing is left of it, but its name is still taken.
      return new RegistryAnswer.Absent(unpublished || !times.isEmpty());
    }
    ReleaseList releases = new ReleaseList();
    versions.forEach((number, its) -> releases.add(number, times.get(number), its.deprecated));
    draft.releases = releases.byTime();
    draft.releaseCount = releases.size();
    if (latest == null || !versions.containsKey(latest)) {
      latest = draft.releases.get(draft.releases.size() - 1).version();
    }
    if (latest.equals(HOLDER) || latest.startsWith(HOLDER + ".")) {
      return new RegistryAnswer.Absent(true);
    }
    Version last = versions.get(latest);
    if (last != null) {
      draft.installScript = last.installScript;
      draft.publisherChanged = publisherChanged(latest, last);
    }
    return draft.found(asked);
  }

  private @Nullable Boolean publisherChanged(String number, Version last) {
    if (versions.size() == 1) {
      return false;
    }
    if (last.user == null || last.byMachine) {
      return null;
    }
    Instant published = times.get(number);
    boolean any = false;
    for (Map.Entry<String, Version> other : versions.entrySet()) {
      Instant time = times.get(other.getKey());
      boolean before =
          !other.getKey().equals(number)
              && (time == null || published == null || time.isBefore(published));
      if (before && other.getValue().user != null) {
        any = true;
        if (Objects.equals(other.getValue().user, last.user)) {
          return false;
        }
      }
    }
    return any ? true : null;
  }

  private void member(String name) throws IOException {
    switch (name) {
      case "name" -> draft.name = json.text();
      case "description" -> draft.description = json.text();
      case "homepage" -> draft.homepage = json.text();
      case "license" -> draft.license = textOr("type");
      case "repository" -> draft.repository = textOr("url");
      case "maintainers" -> json.array(() -> draft.maintainer(textOr("name")));
      case "dist-tags" ->
          json.object(
              tag -> {
                if (tag.equals("latest")) {
                  latest = json.text();
                }
              });
      case "time" -> {
        isPackument = true;
        json.object(this::time);
      }
      case "versions" -> {
        isPackument = true;
        json.object(this::version);
      }
      default -> {}
    }
  }

  /** A string, or a string in an object. */
  private @Nullable String textOr(String member) throws IOException {
    if (!json.isObject()) {
      return json.text();
    }
    String[] text = new String[1];
    json.object(
        name -> {
          if (name.equals(member)) {
            text[0] = json.text();
          }
        });
    return text[0];
  }

  private void time(String version) throws IOException {
    if (version.equals("unpublished")) {
      unpublished = true;
    } else if (!version.equals("created") && !version.equals("modified")) {
      times.put(version, Texts.time(json.text()));
    }
  }

  private void version(String number) throws IOException {
    if (!json.isObject()) {
      return;
    }
    Version its = new Version();
    boolean[] scripts = new boolean[1];
    json.object(
        name -> {
          switch (name) {
            case "_npmUser" -> user(its);
            case "deprecated" -> its.deprecated = json.isTrue() || json.text() != null;
            case "hasInstallScript" -> its.installScript = json.isTrue();
            case "gypfile" -> scripts[0] |= json.isTrue();
            case "scripts" -> json.object(script -> scripts[0] |= isRunOnInstall(script));
            default -> {}
          }
        });
    if (its.installScript == null || scripts[0]) {
      its.installScript = scripts[0];
    }
    versions.put(number, its);
  }

  private boolean isRunOnInstall(String script) throws IOException {
    return switch (script) {
      case "preinstall", "install", "postinstall" -> json.text() != null;
      default -> false;
    };
  }

  private void user(Version its) throws IOException {
    json.object(
        name -> {
          if (name.equals("name")) {
            its.user = json.text();
          } else if (name.equals("trustedPublisher")) {
            its.byMachine = true;
          }
        });
  }
}
