package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.util.Set;

/**
 * {@code pom.xml}: whatever Maven would fetch because of it, in whatever profile: dependencies,
 * managed ones, plugins and what they depend on, extensions, annotation processors, the parent.
 */
final class PomParser {
  private static final Set<String> ARTIFACTS =
      Set.of("dependency", "plugin", "extension", "parent", "path", "annotationProcessorPath");
  private static final Set<String> SKIPPED = Set.of("exclusions", "properties", "modules");

  private final PomProperties properties;
  private final String ownGroup;
  private final Findings out;

  private PomParser(XmlElement project, Findings out) {
    this.properties = PomProperties.of(project);
    String group = properties.resolve("${project.groupId}");
    this.ownGroup = group == null ? "" : group;
    this.out = out;
  }

  static void parse(Content content, Findings out) {
    XmlElement project = XmlTree.read(content.stream(), content.limits(), out);
    new PomParser(project, out).walk(project);
  }

  private void walk(XmlElement element) {
    for (XmlElement child : element.children()) {
      if (ARTIFACTS.contains(child.name())) {
        artifact(child);
      }
      if (!SKIPPED.contains(child.name())) {
        walk(child);
      }
    }
  }

  private void artifact(XmlElement element) {
    XmlElement artifact = element.child("artifactId");
    if (artifact == XmlElement.NOTHING) {
      return;
    }
    String writtenGroup = element.child("groupId").text();
    if (writtenGroup.isEmpty() && element.name().equals("plugin")) {
      writtenGroup = "org.apache.maven.plugins";
    }
    String group = properties.resolve(writtenGroup);
    String name = properties.resolve(artifact.text());
    if (group == null || name == null) {
      out.problem(
          Code.UNRESOLVED,
          artifact.line(),
          Findings.shortened(writtenGroup + ':' + artifact.text())
              + " has a property that is not set in this file");
      return;
    }
    String writtenVersion = element.child("version").text();
    String version = properties.resolve(writtenVersion);
    out.direct(
        Ecosystem.MAVEN,
        group.isEmpty() ? name : group + ':' + name,
        version == null ? writtenVersion : version,
        artifact.line(),
        source(element, group, writtenVersion));
  }

  private Source source(XmlElement element, String group, String version) {
    if (element.name().equals("parent")) {
      // A path that is empty says that the parent comes from a repository.
      boolean fetched =
          element.child("relativePath") != XmlElement.NOTHING
              && element.child("relativePath").text().isEmpty();
      return fetched || !group.equals(ownGroup) ? Source.REGISTRY : Source.LOCAL;
    }
    boolean sibling =
        group.equals(ownGroup)
            && (version.equals("${project.version}") || version.equals("${revision}"));
    boolean file = element.child("scope").text().equals("system");
    return sibling || file ? Source.LOCAL : Source.REGISTRY;
  }
}
