package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.Node.Member;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code package-lock.json} and {@code npm-shrinkwrap.json}, versions 1 to 3. */
final class NpmLockParser {
  private static final String MODULES = "node_modules/";

  private NpmLockParser() {}

  static void parse(Content content, Findings out) {
    Node root = JsonTree.read(content.text(), content.limits(), out);
    Node packages = root.get("packages");
    if (packages.members().isEmpty()) {
      tree(root.get("dependencies"), out);
    } else {
      // Version 2 has both, for old clients.
      flat(packages, out);
    }
  }

  private static void flat(Node packages, Findings out) {
    Set<String> direct = direct(packages.get(""));
    for (Member member : packages.members()) {
      String path = member.name();
      int at = path.lastIndexOf(MODULES);
      if (at < 0) {
        continue; // the project itself, or a member of its workspace
      }
      Node value = member.value();
      String key = path.substring(at + MODULES.length());
      boolean link = "true".equals(value.get("link").text());
      String name = value.get("name").text() == null ? key : value.get("name").textOrEmpty();
      String version = value.get("version").text();
      out.add(
          Ecosystem.NPM,
          name,
          version,
          version == null ? "" : version,
          member.line(),
          at == 0 && direct.contains(key),
          link ? Source.LOCAL : source(value.get("resolved").textOrEmpty()));
    }
  }

  private static Set<String> direct(Node project) {
    Set<String> names = new HashSet<>();
    for (String section :
        List.of("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")) {
      project.get(section).members().forEach(member -> names.add(member.name()));
    }
    return names;
  }

  private static void tree(Node dependencies, Findings out) {
    for (Member member : dependencies.members()) {
      String version = member.value().get("version").textOrEmpty();
      NpmSpec spec = NpmSpec.of(member.name(), version);
      boolean registry = spec.source() == Source.REGISTRY;
      out.locked(
          Ecosystem.NPM,
          spec.name(),
          registry && !spec.range().isEmpty() ? spec.range() : null,
          member.line(),
          spec.source());
      tree(member.value().get("dependencies"), out);
    }
  }

  private static Source source(String resolved) {
    if (resolved.startsWith("git") || resolved.startsWith("ssh")) {
      return Source.URL;
    }
    return resolved.startsWith("file:") ? Source.LOCAL : Source.REGISTRY;
  }
}
