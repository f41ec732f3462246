package io.phish.core.packages.manifest;

import io.phish.core.packages.Ecosystem;
import io.phish.core.packages.manifest.Dependency.Source;
import io.phish.core.packages.manifest.GradleTokens.Token;
import io.phish.core.packages.manifest.ManifestProblem.Code;
import io.phish.core.packages.manifest.Node.Member;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code build.gradle} and {@code build.gradle.kts}. They are programs, and nobody runs them: every
 * string that has the form of coordinates counts, and {@code group: …, name: …}, and plugins by id.
 */
final class GradleParser {
  private final List<Token> tokens;
  private final Map<String, String> variables = new HashMap<>();
  private final Findings out;

  private GradleParser(List<Token> tokens, Findings out) {
    this.tokens = tokens;
    this.out = out;
  }

  static void parse(Content content, Findings out) {
    GradleParser parser =
        new GradleParser(GradleTokens.of(content.text(), content.limits(), out), out);
    parser.assignments();
    for (int i = 0; i < parser.tokens.size(); i++) {
      parser.at(i);
    }
  }

  /** {@code def v = "1"}, {@code val v = "1"}, {@code ext.v = "1"}. */
  private void assignments() {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).isWord() && tokens.get(i + 1).is("=") && tokens.get(i + 2).string()) {
        variables.putIfAbsent(tokens.get(i).text(), tokens.get(i + 2).text());
      }
    }
  }

  private void at(int i) {
    Token token = tokens.get(i);
    if (token.string()) {
      if (token.text().indexOf(':') > 0) {
        coordinates(token);
      }
    } else if (token.is("id")) {
      plugin(i);
    } else if (token.is("group")) {
      map(i);
    }
  }

  private void coordinates(Token token) {
    String[] parts = token.text().split(":", -1);
    if (parts.length < 2 || parts.length > 4 || !isPart(parts[0]) || !isPart(parts[1])) {
      return;
    }
    String version = parts.length > 2 ? parts[2] : "";
    int type = version.indexOf('@');
    tell(parts[0], parts[1], type < 0 ? version : version.substring(0, type), token.line());
  }

  /** {@code id("a.b") version "1"}: the artifact that says where the plugin is. */
  private void plugin(int i) {
    int at = skip(i + 1, "(");
    String id = string(at);
    if (id == null || !isPart(id) || id.indexOf('.') < 0 || isAfter(i, "alias")) {
      return;
    }
    int next = skip(at + 1, ")");
    String version =
        next < tokens.size() && tokens.get(next).is("version") ? string(skip(next + 1, "(")) : null;
    tell(id, id + ".gradle.plugin", version == null ? "" : version, tokens.get(at).line());
  }

  /** {@code group: 'a', name: 'b', version: '1'}, in Kotlin with {@code =}. */
  private void map(int i) {
    String group = value(i, "group");
    String name = value(i + 4, "name");
    if (group != null && name != null && tokens.get(i + 3).is(",")) {
      boolean more = i + 7 < tokens.size() && tokens.get(i + 7).is(",");
      String version = more ? value(i + 8, "version") : null;
      tell(group, name, version == null ? "" : version, tokens.get(i + 6).line());
    }
  }

  private @Nullable String value(int i, String name) {
    boolean there =
        i + 2 < tokens.size()
            && tokens.get(i).is(name)
            && (tokens.get(i + 1).is(":") || tokens.get(i + 1).is("="));
    return there ? string(i + 2) : null;
  }

  private @Nullable String string(int i) {
    return i < tokens.size() && tokens.get(i).string() ? tokens.get(i).text() : null;
  }

  private int skip(int i, String sign) {
    return i < tokens.size() && tokens.get(i).is(sign) ? i + 1 : i;
  }

  private boolean isAfter(int i, String word) {
    return i > 0 && tokens.get(i - 1).is(word);
  }

  private void tell(String group, String name, String version, int line) {
    String knownGroup = resolve(group);
    String knownName = resolve(name);
    if (knownGroup == null || knownName == null) {
      out.problem(
          Code.UNRESOLVED,
          line,
          Findings.shortened(group + ':' + name) + " has a variable that is not set in this file");
      return;
    }
    String known = resolve(version);
    out.direct(
        Ecosystem.MAVEN,
        knownGroup + ':' + knownName,
        known == null ? version : known,
        line,
        Source.REGISTRY);
  }

  /** With {@code $name} and <code>${name}</code> replaced, once; null if one is not known. */
  private @Nullable String resolve(String text) {
    int dollar = text.indexOf('$');
    if (dollar < 0) {
      return text;
    }
    StringBuilder all = new StringBuilder();
    int from = 0;
    while (dollar >= 0) {
      boolean braced = dollar + 1 < text.length() && text.charAt(dollar + 1) == '{';
      int begin = dollar + (braced ? 2 : 1);
      int end = begin;
      while (end < text.length() && isOfVariable(text.charAt(end), braced)) {
        end++;
      }
      String path = text.substring(begin, end);
      String value = variables.get(path.substring(path.lastIndexOf('.') + 1));
      if (value == null) {
        return null;
      }
      all.append(text, from, dollar).append(value);
      from = braced ? Math.min(text.length(), end + 1) : end;
      dollar = text.indexOf('$', from);
    }
    return all.append(text.substring(from)).toString();
  }

  private static boolean isOfVariable(char c, boolean dots) {
    return Character.isLetterOrDigit(c) || c == '_' || (dots && c == '.');
  }

  private static boolean isPart(String text) {
    if (text.isEmpty() || !(Character.isLetter(text.codePointAt(0)) || text.charAt(0) == '$')) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || "/\\,;()[]<>\"'*?=@%&#|".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code gradle.lockfile}: {@code group:artifact:version=configurations}. */
  static void parseLock(Content content, Findings out) {
    Iterator<String> lines = content.text().lines().iterator();
    for (int number = 1; lines.hasNext(); number++) {
      String line = lines.next().strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("empty=")) {
        continue;
      }
      int end = line.indexOf('=');
      String[] parts = (end < 0 ? line : line.substring(0, end)).split(":", -1);
      if (parts.length == 3) {
        out.locked(Ecosystem.MAVEN, parts[0] + ':' + parts[1], parts[2], number, Source.REGISTRY);
      } else {
        out.problem(Code.SYNTAX, number, "is not group:artifact:version=configurations");
      }
    }
  }

  /** {@code libs.versions.toml}. */
  static void parseCatalog(Content content, Findings out) {
    Node root = TomlTree.read(content.text(), content.limits(), out);
    Node versions = root.get("versions");
    for (Member library : root.get("libraries").members()) {
      Node value = library.value();
      String module = value.get("module").textOrEmpty();
      if (value.isMapping() && module.isEmpty()) {
        module = value.get("group").textOrEmpty() + ':' + value.get("name").textOrEmpty();
      }
      catalogued(value.isMapping() ? module : value.textOrEmpty(), value, versions, library, out);
    }
    for (Member plugin : root.get("plugins").members()) {
      Node value = plugin.value();
      String text = value.isMapping() ? value.get("id").textOrEmpty() : value.textOrEmpty();
      int colon = text.indexOf(':');
      String id = colon < 0 ? text : text.substring(0, colon);
      String version = colon < 0 ? "" : text.substring(colon);
      catalogued(id + ':' + id + ".gradle.plugin" + version, value, versions, plugin, out);
    }
  }

  private static void catalogued(
      String coordinates, Node value, Node versions, Member member, Findings out) {
    String[] parts = coordinates.split(":", -1);
    if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      out.problem(Code.SYNTAX, member.line(), member.name() + " has no group and name");
      return;
    }
    Node version = value.get("version");
    String ref = version.get("ref").text();
    if (ref != null) {
      version = versions.get(ref);
    }
    String text = version.isMapping() ? strictest(version) : version.textOrEmpty();
    out.direct(
        Ecosystem.MAVEN,
        parts[0] + ':' + parts[1],
        parts.length > 2 ? parts[2] : text,
        member.line(),
        Source.REGISTRY);
  }

  private static String strictest(Node version) {
    for (String name : List.of("strictly", "require", "prefer")) {
      if (version.has(name)) {
        return version.get(name).textOrEmpty();
      }
    }
    return "";
  }
}
