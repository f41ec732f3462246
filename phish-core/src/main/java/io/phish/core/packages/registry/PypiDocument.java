package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What PyPI's JSON API tells about a project. */
final class PypiDocument {
  private static final int MAX_LICENSE = 100;

  private final JsonStream json;
  private final Draft draft = new Draft(Ecosystem.PYPI);
  private final ReleaseList releases = new ReleaseList();
  private boolean hasInfo;
  private boolean hasReleases;
  private boolean isQuarantined;
  private @Nullable String expression;
  private @Nullable Boolean sourceOnly;

  private PypiDocument(JsonStream json) {
    this.json = json;
  }

  static RegistryAnswer read(Reply reply, String name) throws IOException {
    RegistryAnswer[] answer = new RegistryAnswer[1];
    JsonStream.read(reply, json -> answer[0] = new PypiDocument(json).read(name));
    return answer[0];
  }

  private RegistryAnswer read(String asked) throws IOException {
    json.object(this::member);
    if (!hasInfo || draft.name == null) {
      throw new MalformedAnswerException("it has no info with a name");
    }
    if (!PypiClient.canonical(draft.name).equals(PypiClient.canonical(asked))) {
      throw new MalformedAnswerException("it is on another package");
    }
    if (isQuarantined || (hasReleases && releases.size() == 0) || releases.isAllWithdrawn()) {
      return new RegistryAnswer.Absent(true);
    }
    draft.releases = releases.byTime();
    draft.releaseCount = hasReleases ? releases.size() : null;
    draft.installScript = sourceOnly;
    if (expression != null) {
      draft.license = expression;
    }
    return draft.found(asked);
  }

  private void member(String name) throws IOException {
    switch (name) {
      case "info" -> {
        hasInfo = json.isObject();
        json.object(this::info);
      }
      case "releases" -> {
        hasReleases = json.isObject();
        json.object(this::release);
      }
      case "urls" -> latest();
      case "ownership" ->
          json.object(
              member -> {
                if (member.equals("roles")) {
                  json.array(this::role);
                }
              });
      case "project-status", "project_status" -> isQuarantined |= PypiFiles.isQuarantine(json);
      default -> {}
    }
  }

  private void info(String name) throws IOException {
    switch (name) {
      case "name" -> draft.name = json.text();
      case "summary" -> draft.description = json.text();
      case "home_page" -> {
        String page = json.text();
        draft.homepage = page == null ? draft.homepage : page;
        draft.link(null, page);
      }
      case "project_urls" -> json.object(label -> draft.link(label, json.text()));
      case "license_expression" -> expression = json.text();
      case "license" -> {
        // Some have the whole text of it there.
        String license = json.text();
        draft.license = license == null || license.length() > MAX_LICENSE ? null : license;
      }
      default -> {}
    }
  }

  private void role() throws IOException {
    json.object(
        member -> {
          if (member.equals("user")) {
            draft.maintainer(json.text());
          }
        });
  }

  /** A release is as old as its first file, and withdrawn when all of them are. */
  private void release(String version) throws IOException {
    Instant[] first = new Instant[1];
    int[] files = new int[2];
    json.array(
        () -> {
          if (!json.isObject()) {
            return;
          }
          files[0]++;
          json.object(
              member -> {
                switch (member) {
                  case "upload_time_iso_8601" -> {
                    Instant time = Texts.time(json.text());
                    if (time != null && (first[0] == null || time.isBefore(first[0]))) {
                      first[0] = time;
                    }
                  }
                  case "yanked" -> files[1] += json.isTrue() ? 1 : 0;
                  default -> {}
                }
              });
        });
    if (files[0] > 0) {
      releases.add(version, first[0], files[0] == files[1]);
    }
  }

  /** Whether the latest release can only be had by running its own code to build it. */
  private void latest() throws IOException {
    json.array(
        () ->
            json.object(
                member -> {
                  if (!member.equals("packagetype")) {
                    return;
                  }
                  String type = json.text();
                  if (type != null) {
                    boolean source = type.toLowerCase(Locale.ROOT).equals("sdist");
                    sourceOnly = source && (sourceOnly == null || sourceOnly);
                  }
                }));
  }
}
