package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.Node.Member;
import java.util.List;

/** {@code Cargo.toml} and {@code Cargo.lock}. */
final class CargoParser {
  private static final List<String> SECTIONS =
      List.of(
          "dependencies",
          "dev-dependencies",
          "dev_dependencies",
          "build-dependencies",
          "build_dependencies");

  private CargoParser() {}

  static void parse(Content content, Findings out) {
    Node root = TomlTree.read(content.text(), content.limits(), out);
    sections(root, out);
    for (Member target : root.get("target").members()) {
      sections(target.value(), out);
    }
    table(root.at("workspace", "dependencies"), out);
    for (Member registry : root.get("patch").members()) {
      table(registry.value(), out);
    }
  }

  private static void sections(Node node, Findings out) {
    for (String section : SECTIONS) {
      table(node.get(section), out);
    }
  }

  private static void table(Node dependencies, Findings out) {
    for (Member member : dependencies.members()) {
      Node value = member.value();
      String renamed = value.get("package").text();
      String version = value.isMapping() ? value.get("version").textOrEmpty() : value.textOrEmpty();
      out.direct(
          Ecosystem.CARGO,
          renamed == null ? member.name() : renamed,
          version,
          member.line(),
          source(value));
    }
  }

  private static Source source(Node value) {
    if (value.has("path")) {
      return Source.LOCAL;
    }
    return value.has("git") ? Source.URL : Source.REGISTRY;
  }

  static void parseLock(Content content, Findings out) {
    Node root = TomlTree.read(content.text(), content.limits(), out);
    for (Node item : root.get("package").items()) {
      for (Member member : item.members()) {
        if (member.name().equals("name")) {
          String source = item.get("source").textOrEmpty();
          out.locked(
              Ecosystem.CARGO,
              member.value().textOrEmpty(),
              item.get("version").text(),
              member.line(),
              lockedSource(source));
        }
      }
    }
  }

  /** Members of the workspace have none. */
  private static Source lockedSource(String source) {
    if (source.isEmpty()) {
      return Source.LOCAL;
    }
    return source.startsWith("git+") ? Source.URL : Source.REGISTRY;
  }
}
