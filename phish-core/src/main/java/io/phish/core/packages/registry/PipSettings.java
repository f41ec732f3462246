package io.phish.core.packages.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What pip is set up with: the environment before {@code pip.conf}. Indexes that want credentials
 * are asked first, so that the names of one's own packages are not told to the others.
 */
final class PipSettings {
  private static final String INDEX = "index-url";
  private static final String EXTRA = "extra-index-url";

  private final UserFiles user;
  private final Map<String, List<Endpoint>> known = new TreeMap<>();

  private PipSettings(UserFiles user) {
    this.user = user;
  }

  /** The ways to packages, null if pip is not set up. */
  static Route.@Nullable Table read(UserFiles user) {
    PipSettings settings = new PipSettings(user);
    String file = user.variable("PIP_CONFIG_FILE");
    settings.file(user.system("pip.conf"));
    settings.file(user.home().resolve(".pip/pip.conf"));
    settings.file(user.home().resolve("Library/Application Support/pip/pip.conf"));
    settings.file(user.configuration().resolve("pip/pip.conf"));
    String roaming = user.variable("APPDATA");
    settings.file(roaming == null ? null : user.path(roaming).resolve("pip/pip.ini"));
    String virtual = user.variable("VIRTUAL_ENV");
    settings.file(virtual == null ? null : user.path(virtual).resolve("pip.conf"));
    settings.file(file == null ? null : user.path(file));
    settings.variable("PIP_INDEX_URL", INDEX);
    settings.variable("PIP_EXTRA_INDEX_URL", EXTRA);
    return settings.table();
  }

  private void variable(String name, String key) {
    String value = user.variable(name);
    if (value != null) {
      List<Endpoint> endpoints = new ArrayList<>();
      for (String url : value.split("\\s+", -1)) {
        Endpoint endpoint = user.endpoint(name, url);
        if (endpoint != null) {
          endpoints.add(endpoint);
        }
      }
      known.put(key, endpoints);
    }
  }

  /** Sections in brackets, {@code key = value} or {@code key: value}, continued if indented. */
  private void file(@Nullable Path file) {
    String text = user.read(file);
    if (text == null || file == null) {
      return;
    }
    boolean counts = false;
    String key = "";
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.charAt(0) == '#' || content.charAt(0) == ';') {
        continue;
      }
      boolean continued = Character.isWhitespace(line.charAt(0));
      if (!continued && content.charAt(0) == '[') {
        counts = content.equals("[global]") || content.equals("[install]");
        key = "";
      } else if (continued) {
        add(file, number, key, content, counts);
      } else {
        int end = end(content);
        key = content.substring(0, end).strip().replace('_', '-');
        if (counts && isWanted(key)) {
          known.put(key, new ArrayList<>());
        }
        add(file, number, key, content.substring(Math.min(content.length(), end + 1)), counts);
      }
    }
  }

  private static int end(String content) {
    for (int i = 0; i < content.length(); i++) {
      if (content.charAt(i) == '=' || content.charAt(i) == ':') {
        return i;
      }
    }
    return content.length();
  }

  private static boolean isWanted(String key) {
    return key.equals(INDEX) || key.equals(EXTRA);
  }

  private void add(Path file, int line, String key, String values, boolean counts) {
    if (!counts || !isWanted(key)) {
      return;
    }
    for (String url : values.strip().split("\\s+", -1)) {
      if (!url.isEmpty()) {
        Endpoint endpoint = user.endpoint(file, line, url);
        if (endpoint != null) {
          known.computeIfAbsent(key, added -> new ArrayList<>()).add(endpoint);
        }
      }
    }
  }

  private Route.@Nullable Table table() {
    List<Endpoint> main = known.getOrDefault(INDEX, List.of());
    List<Endpoint> all = new ArrayList<>(main);
    all.addAll(known.getOrDefault(EXTRA, List.of()));
    if (all.isEmpty()) {
      return null;
    }
    Route route =
        Route.to(
            Route.privateFirst(all),
            main.isEmpty() ? "pip asks its default index as well; set index-url" : null);
    return name -> route;
  }
}
