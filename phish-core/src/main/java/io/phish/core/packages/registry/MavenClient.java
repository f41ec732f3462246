package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Maven repository: which versions an artifact has, and the POMs of the first and the last
 * one, which tell what it is and, by when they were put there, how old it is.
 */
final class MavenClient implements RegistryClient {
  private static final String XML = "application/xml, text/xml;q=0.9, */*;q=0.1";
  private static final String WHAT = "maven-metadata.xml";
  private static final DateTimeFormatter LAST_UPDATED =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

  /**
   * What the metadata tells.
   *
   * @param versions in the order in which they were put there
   * @param latest of the released ones
   * @param updated when there was the last one, null if it does not tell
   */
  private record Versions(List<String> versions, String latest, @Nullable Instant updated) {}

  /** A POM and when it was put there. */
  private record Pom(XmlNode root, @Nullable Instant published) {}

  @Override
  public CompletableFuture<RegistryAnswer> ask(Endpoint endpoint, String name, Call call) {
    int colon = name.indexOf(':');
    String group = name.substring(0, colon);
    String artifact = name.substring(colon + 1);
    StringBuilder path = new StringBuilder();
    for (String part : group.split("\\.", -1)) {
      path.append(Endpoint.segment(part)).append('/');
    }
    String folder = path.append(Endpoint.segment(artifact)).append('/').toString();
    CompletableFuture<Optional<Versions>> asked =
        Replies.read(
            call.get(endpoint, endpoint.at(folder + "maven-metadata.xml"), XML),
            WHAT,
            reply -> {
              if (reply.isAbsent()) {
                return Optional.empty();
              }
              Replies.requireFound(reply);
              return Optional.of(versions(reply, group, artifact));
            });
    return asked.thenCompose(
        found ->
            found.isEmpty()
                ? CompletableFuture.completedFuture(new RegistryAnswer.Absent(false))
                : withPoms(endpoint, name, folder, artifact, found.get(), call));
  }

  private static Versions versions(Reply reply, String group, String artifact) throws IOException {
    XmlNode root;
    try (InputStream in = reply.open()) {
      root = XmlNode.read(in);
    }
    if (!root.name().equals("metadata")) {
      throw new MalformedAnswerException("its root is no metadata");
    }
    String itsArtifact = root.text("artifactId");
    String itsGroup = root.text("groupId");
    if ((itsArtifact != null && !itsArtifact.equals(artifact))
        || (itsGroup != null && !itsGroup.equals(group))) {
      throw new MalformedAnswerException("it is on another package");
    }
    List<String> versions =
        root.all("versioning", "versions", "version").stream()
            .map(version -> version.text())
            .filter(version -> version != null && !version.contains("/"))
            .map(String::valueOf)
            .toList();
    if (versions.isEmpty()) {
      throw new MalformedAnswerException("it has no versions");
    }
    String release = root.text("versioning", "release");
    String latest =
        release != null && versions.contains(release) ? release : versions.get(versions.size() - 1);
    return new Versions(versions, latest, updated(root.text("versioning", "lastUpdated")));
  }

  private static @Nullable Instant updated(@Nullable String text) {
    try {
      return text == null || text.length() != 14
          ? null
          : LocalDateTime.parse(text, LAST_UPDATED).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static CompletableFuture<RegistryAnswer> withPoms(
      Endpoint endpoint, String name, String folder, String artifact, Versions told, Call call) {
    String first = told.versions().get(0);
    CompletableFuture<Optional<Pom>> newest = pom(endpoint, folder, artifact, told.latest(), call);
    CompletableFuture<Optional<Pom>> oldest =
        first.equals(told.latest()) ? newest : pom(endpoint, folder, artifact, first, call);
    return newest.thenCombine(
        oldest, (last, earliest) -> metadata(name, told, last, earliest).found(name));
  }

  private static CompletableFuture<Optional<Pom>> pom(
      Endpoint endpoint, String folder, String artifact, String version, Call call) {
    String segment = Endpoint.segment(version);
    String file = folder + segment + "/" + Endpoint.segment(artifact) + "-" + segment + ".pom";
    return Replies.optional(
        call.get(endpoint, endpoint.at(file), XML),
        reply -> {
          try (InputStream in = reply.open()) {
            XmlNode root = XmlNode.read(in);
            return root.name().equals("project")
                ? Optional.of(new Pom(root, reply.modified()))
                : Optional.empty();
          }
        });
  }

  private static Draft metadata(
      String name, Versions told, Optional<Pom> last, Optional<Pom> earliest) {
    Draft draft = new Draft(Ecosystem.MAVEN);
    draft.name = name;
    // A jar is put on a path; nothing of it runs before it is used.
    draft.installScript = false;
    ReleaseList releases = new ReleaseList();
    String first = told.versions().get(0);
    for (String version : told.versions()) {
      Instant published = null;
      if (version.equals(told.latest())) {
        published = last.map(Pom::published).orElse(told.updated());
      }
      if (version.equals(first) && earliest.isPresent()) {
        published = earliest.get().published();
      }
      releases.add(version, published, false);
    }
    draft.releases = releases.inOrder();
    draft.releaseCount = releases.size();
    last.map(Pom::root)
        .ifPresent(
            pom -> {
              draft.description = literal(pom.text("description"));
              draft.homepage = literal(pom.text("url"));
              draft.repository = literal(pom.text("scm", "url"));
              draft.license = literal(pom.text("licenses", "license", "name"));
              draft.link(null, draft.homepage);
            });
    return draft;
  }

  /** What is not to be filled in from a parent. */
  private static @Nullable String literal(@Nullable String text) {
    return text == null || text.contains("${") ? null : text;
  }
}
