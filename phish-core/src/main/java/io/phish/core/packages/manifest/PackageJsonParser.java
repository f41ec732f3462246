package io.phish.core.packages.manifest;

import io.phish.core.packages.manifest.Node.Member;
import java.util.List;

/** {@code package.json} of npm, Yarn and pnpm. */
final class PackageJsonParser {
  private static final List<String> SECTIONS =
      List.of("dependencies", "devDependencies", "optionalDependencies", "peerDependencies");

  private PackageJsonParser() {}

  static void parse(Content content, Findings out) {
    Node root = JsonTree.read(content.text(), content.limits(), out);
    for (String section : SECTIONS) {
      for (Member member : root.get(section).members()) {
        NpmSpec.of(member.name(), member.value().textOrEmpty()).tell(member.line(), out);
      }
    }
    overrides(root.get("overrides"), out);
    overrides(root.at("pnpm", "overrides"), out);
    overrides(root.get("resolutions"), out);
  }

  /** Names with or without a range and a path before them, to a range or to more overrides. */
  private static void overrides(Node overrides, Findings out) {
    for (Member member : overrides.members()) {
      String name = target(member.name());
      String value = member.value().textOrEmpty();
      if (!name.isEmpty() && !name.equals(".")) {
        // "$name" is the version of a dependency, "-" removes one.
        NpmSpec.of(name, value.startsWith("$") ? "" : value).tell(member.line(), out);
      }
      overrides(member.value(), out);
    }
  }

  /** Of {@code a/@s/b}, {@code a>b@^1} and {@code **}{@code /b} what is replaced: {@code b}. */
  private static String target(String key) {
    String last = key.substring(key.lastIndexOf('>') + 1).strip();
    int at = last.indexOf('@', last.lastIndexOf("/@") + 2);
    if (last.startsWith("@") && last.lastIndexOf("/@") < 0) {
      at = last.indexOf('@', 1);
    }
    String path = at > 0 ? last.substring(0, at) : last;
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return path;
    }
    int before = path.lastIndexOf('/', slash - 1);
    String scope = path.substring(before + 1, slash);
    return scope.startsWith("@") ? path.substring(before + 1) : path.substring(slash + 1);
  }
}
