package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.Node.Member;
import java.util.List;

/**
 * {@code poetry.lock}, {@code uv.lock}, {@code pdm.lock} and {@code pylock.toml} (PEP 751), which
 * are alike, and {@code Pipfile.lock}.
 */
final class PythonLockParser {
  private static final List<String> LOCAL =
      List.of("directory", "file", "editable", "virtual", "path");
  private static final List<String> REMOTE =
      List.of("git", "url", "hg", "svn", "bzr", "vcs", "archive");

  private PythonLockParser() {}

  static void parse(Content content, Findings out) {
    Node root = TomlTree.read(content.text(), content.limits(), out);
    for (String list : List.of("package", "packages")) {
      for (Node item : root.get(list).items()) {
        Node name = item.get("name");
        if (name.text() != null) {
          int line = item.members().get(0).line();
          for (Member member : item.members()) {
            line = member.name().equals("name") ? member.line() : line;
          }
          out.locked(
              Ecosystem.PYPI, name.textOrEmpty(), item.get("version").text(), line, source(item));
        }
      }
    }
  }

  static void parsePipfile(Content content, Findings out) {
    Node root = JsonTree.read(content.text(), content.limits(), out);
    for (Member category : root.members()) {
      if (!category.name().equals("_meta")) {
        for (Member member : category.value().members()) {
          String version = member.value().get("version").textOrEmpty();
          out.add(
              Ecosystem.PYPI,
              member.name(),
              Versions.exact(Ecosystem.PYPI, version),
              version,
              member.line(),
              // The names that the Pipfile asks for have an index.
              member.value().has("index"),
              source(member.value()));
        }
      }
    }
  }

  /**
   * Of a package, which says it itself or in its source: {@code {type = "git"}}, {@code {git = …}}.
   */
  private static Source source(Node item) {
    Node source = item.get("source");
    String type = source.get("type").textOrEmpty();
    for (String name : LOCAL) {
      if (source.has(name) || type.equals(name) || item.has(name)) {
        // A wheel or an archive in a registry is a file as well.
        return name.equals("file") && item.get(name).textOrEmpty().contains("://")
            ? Source.URL
            : Source.LOCAL;
      }
    }
    for (String name : REMOTE) {
      if (source.has(name) || type.equals(name) || item.has(name)) {
        return Source.URL;
      }
    }
    return Source.REGISTRY;
  }
}
