package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import java.util.List;

/**
 * What a {@code package.json} asks for under a name.
 *
 * @param name the real one, if the name is an alias for another ({@code npm:other@^1})
 * @param range without the alias
 */
record NpmSpec(String name, String range, Source source) {
  private static final List<String> LOCAL =
      List.of("file:", "link:", "workspace:", "portal:", "./", "../", "/", "~/", "exec:");

  static NpmSpec of(String key, String value) {
    String range = value.strip();
    if (range.startsWith("npm:")) {
      return alias(key, range.substring("npm:".length()));
    }
    if (range.startsWith("patch:")) {
      return new NpmSpec(key, range, Source.REGISTRY);
    }
    for (String prefix : LOCAL) {
      if (range.startsWith(prefix)) {
        return new NpmSpec(key, range, Source.LOCAL);
      }
    }
    return new NpmSpec(key, range, isAddress(range) ? Source.URL : Source.REGISTRY);
  }

  void tell(int line, Findings out) {
    out.direct(Ecosystem.NPM, name, range, line, source);
  }

  /** {@code other@^1}, or only a range as Yarn writes it. */
  private static NpmSpec alias(String key, String target) {
    int at = target.indexOf('@', 1);
    if (at > 0) {
      return new NpmSpec(target.substring(0, at), target.substring(at + 1), Source.REGISTRY);
    }
    boolean isRange = target.isEmpty() || "0123456789^~<>=*xXv".indexOf(target.charAt(0)) >= 0;
    return isRange
        ? new NpmSpec(key, target, Source.REGISTRY)
        : new NpmSpec(target, "", Source.REGISTRY);
  }

  /** {@code git+ssh://…}, {@code https://…}, {@code github:user/name}, {@code user/name}. */
  private static boolean isAddress(String range) {
    return range.contains("://")
        || range.startsWith("git@")
        || range.startsWith("git:")
        || range.startsWith("github:")
        || range.startsWith("gitlab:")
        || range.startsWith("bitbucket:")
        || range.startsWith("gist:")
        || (range.indexOf('/') > 0 && range.indexOf(' ') < 0 && !range.startsWith("catalog:"));
  }
}
