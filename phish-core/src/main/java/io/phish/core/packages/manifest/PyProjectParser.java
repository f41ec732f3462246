package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.Node.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code pyproject.toml}: PEP 621, dependency groups by PEP 735, build requirements by PEP 518, and
 * the tables of Poetry, PDM, uv and Hatch; and {@code Pipfile}, whose tables are like Poetry's.
 */
final class PyProjectParser {
  private static final List<String> UV_LISTS =
      List.of(
          "dev-dependencies",
          "constraint-dependencies",
          "override-dependencies",
          "build-constraint-dependencies");

  private final Findings out;
  private final Map<String, Source> sources = new HashMap<>();

  private PyProjectParser(Findings out) {
    this.out = out;
  }

  static void parse(Content content, Findings out) {
    new PyProjectParser(out).project(TomlTree.read(content.text(), content.limits(), out));
  }

  static void parsePipfile(Content content, Findings out) {
    Node root = TomlTree.read(content.text(), content.limits(), out);
    PyProjectParser parser = new PyProjectParser(out);
    for (Member member : root.members()) {
      // Since 2022 every further table is a category of packages.
      if (!List.of("source", "requires", "scripts", "pipenv").contains(member.name())) {
        parser.table(member.value());
      }
    }
  }

  private void project(Node root) {
    Node tool = root.get("tool");
    for (Member member : tool.at("uv", "sources").members()) {
      sources.put(member.name(), sourceOf(member.value()));
    }
    list(root.at("build-system", "requires"));
    list(root.at("project", "dependencies"));
    lists(root.at("project", "optional-dependencies"));
    lists(root.get("dependency-groups"));
    lists(tool.at("pdm", "dev-dependencies"));
    for (String name : UV_LISTS) {
      list(tool.at("uv", name));
    }
    for (Member environment : tool.at("hatch", "envs").members()) {
      list(environment.value().get("dependencies"));
      list(environment.value().get("extra-dependencies"));
    }
    Node poetry = tool.get("poetry");
    table(poetry.get("dependencies"));
    table(poetry.get("dev-dependencies"));
    for (Member group : poetry.get("group").members()) {
      table(group.value().get("dependencies"));
    }
  }

  private void lists(Node groups) {
    for (Member group : groups.members()) {
      list(group.value());
    }
  }

  private void list(Node requirements) {
    for (Node item : requirements.items()) {
      String text = item.text();
      // A table includes another group, which is read by itself.
      if (text != null) {
        PythonRequirement requirement = PythonRequirement.parse(text);
        if (requirement != null && sources.containsKey(requirement.name())) {
          Source source = sources.getOrDefault(requirement.name(), Source.REGISTRY);
          new PythonRequirement(requirement.name(), requirement.specifier(), source)
              .tell(item.line(), out);
        } else {
          PythonRequirement.read(text, item.line(), out);
        }
      }
    }
  }

  /** Names and what is asked of them: a version, a table, or a list of tables. */
  private void table(Node dependencies) {
    for (Member member : dependencies.members()) {
      if (member.name().equals("python")) {
        continue;
      }
      Node value = member.value();
      Node one = value.items().isEmpty() ? value : value.items().get(0);
      String version = one.isMapping() ? one.get("version").textOrEmpty() : one.textOrEmpty();
      Source source = sourceOf(one);
      if (!one.isMapping() && PythonRequirement.sourceOf(version) == Source.URL) {
        source = Source.URL;
      }
      out.direct(Ecosystem.PYPI, member.name(), version, member.line(), source);
    }
  }

  private static Source sourceOf(Node table) {
    Node one = table.items().isEmpty() ? table : table.items().get(0);
    if (one.has("path") || one.has("workspace") || one.has("file")) {
      String path = one.has("file") ? one.get("file").textOrEmpty() : "";
      return path.contains("://") ? PythonRequirement.sourceOf(path) : Source.LOCAL;
    }
    for (String name : List.of("git", "url", "hg", "svn", "bzr")) {
      if (one.has(name)) {
        return Source.URL;
      }
    }
    return Source.REGISTRY;
  }
}
