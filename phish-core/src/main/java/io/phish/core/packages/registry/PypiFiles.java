package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of a project in the simple API of Python, in JSON (PEP 691, 700, 792). */
final class PypiFiles {
  private final JsonStream json;
  private final Map<String, Files> byVersion = new LinkedHashMap<>();
  private final Set<String> versions = new LinkedHashSet<>();
  private @Nullable String name;
  private boolean hasFiles;
  private boolean isQuarantined;

  private PypiFiles(JsonStream json) {
    this.json = json;
  }

  /** Of one version. */
  private static final class Files {
    private int count;
    private int yanked;
    private @Nullable Instant first;
  }

  static RegistryAnswer read(Reply reply, String name) throws IOException {
    RegistryAnswer[] answer = new RegistryAnswer[1];
    JsonStream.read(reply, json -> answer[0] = new PypiFiles(json).read(name));
    return answer[0];
  }

  private RegistryAnswer read(String asked) throws IOException {
    json.object(this::member);
    if (name == null || !hasFiles) {
      throw new MalformedAnswerException("it has no name or no files");
    }
    if (!PypiClient.canonical(name).equals(PypiClient.canonical(asked))) {
      throw new MalformedAnswerException("it is on another package");
    }
    ReleaseList releases = new ReleaseList();
    byVersion.forEach(
        (version, files) -> releases.add(version, files.first, files.yanked == files.count));
    for (String version : versions) {
      if (!byVersion.containsKey(version)) {
        releases.add(version, null, false);
      }
    }
    if (isQuarantined || releases.size() == 0 || releases.isAllWithdrawn()) {
      return new RegistryAnswer.Absent(true);
    }
    Draft draft = new Draft(Ecosystem.PYPI);
    draft.name = name;
    draft.releases = releases.byTime();
    draft.releaseCount = releases.size();
    return draft.found(asked);
  }

  /** Whether the value is the status of a project that nobody is to install. */
  static boolean isQuarantine(JsonStream json) throws IOException {
    boolean[] quarantined = new boolean[1];
    json.object(
        member -> {
          if (member.equals("status")) {
            quarantined[0] = "quarantined".equals(json.text());
          }
        });
    return quarantined[0];
  }

  private void member(String member) throws IOException {
    switch (member) {
      case "name" -> name = json.text();
      case "versions" ->
          json.array(
              () -> {
                String version = json.text();
                if (version != null) {
                  versions.add(version);
                }
              });
      case "files" -> {
        hasFiles = json.isArray();
        json.array(this::file);
      }
      case "project-status" -> isQuarantined = isQuarantine(json);
      default -> {}
    }
  }

  private void file() throws IOException {
    String[] filename = new String[1];
    Instant[] time = new Instant[1];
    boolean[] yanked = new boolean[1];
    json.object(
        member -> {
          switch (member) {
            case "filename" -> filename[0] = json.text();
            case "upload-time" -> time[0] = Texts.time(json.text());
            // Either false, or true, or the reason.
            case "yanked" -> yanked[0] = json.isTrue() || json.text() != null;
            default -> {}
          }
        });
    String version = filename[0] == null ? null : version(filename[0]);
    if (version == null) {
      return;
    }
    Files files = byVersion.computeIfAbsent(version, added -> new Files());
    files.count++;
    files.yanked += yanked[0] ? 1 : 0;
    if (time[0] != null && (files.first == null || time[0].isBefore(files.first))) {
      files.first = time[0];
    }
  }

  /** Of a wheel what follows the first hyphen, of an archive what follows the last. */
  private static @Nullable String version(String filename) {
    if (filename.endsWith(".whl")) {
      int from = filename.indexOf('-') + 1;
      int to = filename.indexOf('-', from);
      return from > 0 && to > from ? filename.substring(from, to) : null;
    }
    int from = filename.lastIndexOf('-') + 1;
    for (String suffix : new String[] {".tar.gz", ".zip", ".tar.bz2", ".tgz"}) {
      int to = filename.length() - suffix.length();
      if (from > 0 && to > from && filename.endsWith(suffix)) {
        return filename.substring(from, to);
      }
    }
    return null;
  }
}
