package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Package URLs ({@code pkg:type/namespace/name@version?qualifiers#subpath}, ECMA-427). */
final class PackageUrl {
  private static final String SCHEME = "pkg:";

  private PackageUrl() {}

  /** Tells of the package; nothing if its type is of no ecosystem that is known. */
  static void read(String purl, int line, Findings out) {
    if (!purl.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      out.problem(Code.SYNTAX, line, "'" + Findings.shortened(purl) + "' is no package URL");
      return;
    }
    String text = before(before(purl.substring(SCHEME.length()), '#'), '?');
    int slashes = 0;
    while (slashes < text.length() && text.charAt(slashes) == '/') {
      slashes++;
    }
    text = text.substring(slashes);
    int type = text.indexOf('/');
    Optional<Ecosystem> ecosystem =
        type < 0 ? Optional.empty() : Ecosystem.of(text.substring(0, type));
    if (type < 0) {
      out.problem(Code.SYNTAX, line, "'" + Findings.shortened(purl) + "' has no name");
      return;
    }
    if (ecosystem.isEmpty()) {
      return;
    }
    String path = text.substring(type + 1);
    int at = path.lastIndexOf('@');
    // In a scope that is not escaped, as some tools write it, it begins the name.
    String version = at > path.lastIndexOf('/') + 1 ? decode(path.substring(at + 1)) : null;
    String name = version == null ? path : path.substring(0, at);
    out.locked(ecosystem.get(), name(ecosystem.get(), name), version, line, Source.REGISTRY);
  }

  private static String name(Ecosystem ecosystem, String path) {
    int slash = path.lastIndexOf('/');
    String namespace = slash < 0 ? "" : decode(path.substring(0, slash));
    String name = decode(path.substring(slash + 1));
    if (namespace.isEmpty()) {
      return name;
    }
    return namespace + (ecosystem == Ecosystem.MAVEN ? ':' : '/') + name;
  }

  private static String before(String text, char sign) {
    int at = text.indexOf(sign);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
    byte[] written = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < written.length; i++) {
      int high = written[i] == '%' && i + 2 < written.length ? hex(written[i + 1]) : -1;
      int low = high >= 0 ? hex(written[i + 2]) : -1;
      if (low >= 0) {
        octets.write(high << 4 | low);
        i += 2;
      } else {
        octets.write(written[i]);
      }
    }
    return octets.toString(StandardCharsets.UTF_8);
  }

  private static int hex(byte digit) {
    return Character.digit((char) (digit & 0xFF), 16);
  }
}
