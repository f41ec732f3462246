package io.phish.core.packages.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What NuGet is set up with: the sources in {@code NuGet.Config} of the user, and of the project
 * and the folders that it is in. Where patterns say which source has which packages, no other is
 * asked.
 */
final class NuGetSettings {
  private final UserFiles user;
  private final Map<String, Endpoint> sources = new LinkedHashMap<>();
  private final Map<String, Credentials> secrets = new HashMap<>();
  private final Set<String> disabled = new HashSet<>();

  /** Which packages a source has, in lower case. */
  private final Map<String, List<String>> patterns = new LinkedHashMap<>();

  private NuGetSettings(UserFiles user) {
    this.user = user;
  }

  /** The ways to packages, null if NuGet is not set up. */
  static Route.@Nullable Table read(UserFiles user) {
    NuGetSettings settings = new NuGetSettings(user);
    String roaming = user.variable("APPDATA");
    if (roaming != null) {
      settings.file(user.path(roaming).resolve("NuGet/NuGet.Config"));
    }
    settings.file(user.configuration().resolve("NuGet/NuGet.Config"));
    settings.file(user.home().resolve(".nuget/NuGet/NuGet.Config"));
    for (Path folder : user.projectAndParents()) {
      for (String name : new String[] {"NuGet.Config", "NuGet.config", "nuget.config"}) {
        if (settings.file(folder.resolve(name))) {
          break;
        }
      }
    }
    return settings.table();
  }

  /** Whether there is such a file. */
  private boolean file(Path file) {
    String text = user.read(file);
    if (text == null) {
      return false;
    }
    XmlNode root;
    try {
      root = XmlNode.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      user.problem(file, 0, String.valueOf(e.getMessage()));
      return true;
    }
    for (XmlNode entry : entries(root, "packageSources", sources::clear)) {
      source(file, entry);
    }
    for (XmlNode entry : entries(root, "disabledPackageSources", disabled::clear)) {
      String key = entry.attribute("key");
      if (key != null && "true".equalsIgnoreCase(entry.attribute("value"))) {
        disabled.add(key);
      }
    }
    for (XmlNode source : entries(root, "packageSourceMapping", patterns::clear)) {
      String key = source.attribute("key");
      List<String> its = new ArrayList<>();
      for (XmlNode pattern : source.children("package")) {
        String glob = pattern.attribute("pattern");
        if (glob != null) {
          its.add(glob.toLowerCase(Locale.ROOT));
        }
      }
      if (key != null) {
        patterns.put(key, its);
      }
    }
    root.all("packageSourceCredentials")
        .forEach(section -> section.children().forEach(entry -> secret(file, entry)));
    return true;
  }

  /** What follows the last {@code <clear/>} of a section, which empties what was before. */
  private static List<XmlNode> entries(XmlNode root, String section, Runnable clear) {
    List<XmlNode> entries = new ArrayList<>();
    for (XmlNode its : root.children(section)) {
      for (XmlNode entry : its.children()) {
        if (entry.name().equals("clear")) {
          entries.clear();
          clear.run();
        } else {
          entries.add(entry);
        }
      }
    }
    return entries;
  }

  private void source(Path file, XmlNode entry) {
    String key = entry.attribute("key");
    String value = entry.attribute("value");
    if (key == null || value == null) {
      return;
    }
    if (entry.name().equals("add")
        && (value.startsWith("http://") || value.startsWith("https://"))) {
      Endpoint endpoint = user.endpoint(file, entry.line(), value);
      if (endpoint != null) {
        sources.put(key, endpoint);
      }
    }
  }

  /** Under the key of a source, with spaces as XML has them in names. */
  private void secret(Path file, XmlNode entry) {
    Map<String, String> values = new HashMap<>();
    for (XmlNode add : entry.children("add")) {
      String key = add.attribute("key");
      String value = add.attribute("value");
      String filled = value == null ? null : filled(value);
      if (key != null && filled != null) {
        values.put(key.toLowerCase(Locale.ROOT), filled);
      }
    }
    String name = values.get("username");
    String password = values.get("cleartextpassword");
    if (name != null && password != null) {
      secrets.put(entry.name().replace("_x0020_", " "), Credentials.basic(name, password));
    } else if (values.containsKey("password")) {
      user.problem(file, entry.line(), "an encrypted password cannot be used");
    } else {
      user.problem(file, entry.line(), "it has no user name or no password that is set");
    }
  }

  /** With variables such as {@code %NAME%}; null if one is not set. */
  private @Nullable String filled(String value) {
    int open = value.indexOf('%');
    int close = value.indexOf('%', open + 1);
    if (open < 0 || close < 0) {
      return value;
    }
    String set = user.variable(value.substring(open + 1, close));
    return set == null ? null : value.substring(0, open) + set + value.substring(close + 1);
  }

  private Route.@Nullable Table table() {
    Map<String, Endpoint> known = new LinkedHashMap<>();
    sources.forEach(
        (key, endpoint) -> {
          if (!disabled.contains(key)) {
            known.put(key, endpoint.or(secrets.get(key)));
          }
        });
    if (known.isEmpty()) {
      return null;
    }
    if (patterns.isEmpty()) {
      Route route = Route.to(Route.privateFirst(List.copyOf(known.values())), null);
      return name -> route;
    }
    Map<String, List<String>> mapping = Map.copyOf(patterns);
    return name -> mapped(known, mapping, name.toLowerCase(Locale.ROOT));
  }

  /** To the sources with the longest pattern that fits; a whole name is longer than any prefix. */
  private static Route mapped(
      Map<String, Endpoint> known, Map<String, List<String>> patterns, String name) {
    int longest = 0;
    List<Endpoint> found = new ArrayList<>();
    for (Map.Entry<String, Endpoint> source : known.entrySet()) {
      int length = 0;
      for (String pattern : patterns.getOrDefault(source.getKey(), List.of())) {
        length = Math.max(length, fit(pattern, name));
      }
      if (length > longest) {
        longest = length;
        found.clear();
      }
      if (length > 0 && length == longest) {
        found.add(source.getValue());
      }
    }
    if (found.isEmpty()) {
      return Route.none("NuGet.Config maps the package to no source");
    }
    boolean shareable = longest == 1;
    Route route = Route.to(Route.privateFirst(found), null);
    return new Route(route.endpoints(), null, shareable && route.shareable());
  }

  private static int fit(String pattern, String name) {
    if (pattern.endsWith("*")) {
      return name.startsWith(pattern.substring(0, pattern.length() - 1)) ? pattern.length() : 0;
    }
    return pattern.equals(name) ? Integer.MAX_VALUE : 0;
  }
}
