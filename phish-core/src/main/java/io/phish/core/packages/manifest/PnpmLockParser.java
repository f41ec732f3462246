package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.Node.Member;
import java.util.List;

/**
 * {@code pnpm-lock.yaml}. Packages are keyed {@code /name/1.0.0_peers} up to version 5, {@code
 * /name@1.0.0(peers)} in 6, {@code name@1.0.0} in 9.
 */
final class PnpmLockParser {
  private static final List<String> SECTIONS =
      List.of("dependencies", "devDependencies", "optionalDependencies");

  private PnpmLockParser() {}

  static void parse(Content content, Findings out) {
    Node root = YamlTree.read(content.text(), content.limits(), out);
    importer(root, out);
    for (Member importer : root.get("importers").members()) {
      importer(importer.value(), out);
    }
    boolean slashes = root.get("lockfileVersion").textOrEmpty().startsWith("5");
    for (Member member : root.get("packages").members()) {
      locked(member, slashes, out);
    }
  }

  private static void importer(Node importer, Findings out) {
    Node specifiers = importer.get("specifiers");
    for (String section : SECTIONS) {
      for (Member member : importer.get(section).members()) {
        Node value = member.value();
        String specifier =
            value.isMapping()
                ? value.get("specifier").textOrEmpty()
                : specifiers.get(member.name()).textOrEmpty();
        String version =
            value.isMapping() ? value.get("version").textOrEmpty() : value.textOrEmpty();
        NpmSpec spec = NpmSpec.of(member.name(), specifier);
        boolean link = version.startsWith("link:") || version.startsWith("file:");
        out.add(
            Ecosystem.NPM,
            spec.name(),
            Versions.exact(Ecosystem.NPM, withoutPeers(version)),
            specifier,
            member.line(),
            true,
            link ? Source.LOCAL : spec.source());
      }
    }
  }

  private static void locked(Member member, boolean slashes, Findings out) {
    Node value = member.value();
    String name = value.get("name").text();
    if (name != null) {
      // Only packages that come from elsewhere say their name.
      out.locked(Ecosystem.NPM, name, value.get("version").text(), member.line(), Source.URL);
      return;
    }
    String key = member.name();
    if (key.startsWith("file:") || key.startsWith("link:")) {
      return;
    }
    // Up to version 5 a package of another registry has its host before the slash.
    String path = withoutPeers(slashes ? key.substring(key.indexOf('/') + 1) : unrooted(key));
    int scoped = path.startsWith("@") ? path.indexOf('/') + 1 : 0;
    int split = slashes ? path.lastIndexOf('/') : path.indexOf('@', Math.max(1, scoped));
    if (split <= scoped) {
      split = path.length();
    }
    String version = path.substring(Math.min(path.length(), split + 1));
    boolean address = version.contains("://") || version.startsWith("git");
    out.locked(
        Ecosystem.NPM,
        path.substring(0, split),
        address || version.isEmpty() ? null : version,
        member.line(),
        address ? Source.URL : Source.REGISTRY);
  }

  private static String unrooted(String key) {
    return key.startsWith("/") ? key.substring(1) : key;
  }

  /** Without what stands behind the version for the peers it is used with. */
  private static String withoutPeers(String text) {
    int bracket = text.indexOf('(');
    String bare = bracket < 0 ? text : text.substring(0, bracket);
    int slash = bare.lastIndexOf('/');
    int underscore = bare.indexOf('_', slash + 1);
    // In a name an underscore may stand; behind a digit it begins the peers.
    return underscore > slash + 1 && Character.isDigit(bare.charAt(slash + 1))
        ? bare.substring(0, underscore)
        : bare;
  }
}
