package io.phish.core.packages.registry;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What Go is set up with: {@code GOPROXY}, and {@code GOPRIVATE} or {@code GONOPROXY} for modules
 * that no proxy is to hear of; from the environment before the file that {@code go env -w} writes.
 */
final class GoSettings {
  private final UserFiles user;
  private final Map<String, String> file = new HashMap<>();
  private final Path path;

  private GoSettings(UserFiles user) {
    this.user = user;
    String set = user.variable("GOENV");
    Path usual = user.configuration().resolve("go/env");
    path = set == null ? usual : user.path(set);
  }

  /** The ways to modules, null if Go is not set up. */
  static Route.@Nullable Table read(UserFiles user) {
    GoSettings settings = new GoSettings(user);
    settings.file();
    String proxies = settings.value("GOPROXY");
    return proxies == null ? null : settings.table(proxies);
  }

  private void file() {
    String text = user.read(path);
    if (text == null) {
      return;
    }
    for (String line : (Iterable<String>) text.lines()::iterator) {
      int equals = line.indexOf('=');
      if (equals > 0 && line.charAt(0) != '#') {
        file.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
  }

  private @Nullable String value(String name) {
    String set = user.variable(name);
    return set != null ? set : file.get(name);
  }

  private Route.Table table(String proxies) {
    List<Endpoint> endpoints = new ArrayList<>();
    String last = "empty";
    for (String entry : proxies.split("[,|]", -1)) {
      String proxy = entry.strip();
      if (proxy.equals("off") || proxy.equals("direct")) {
        last = proxy;
        break;
      }
      Endpoint endpoint = proxy.isEmpty() ? null : user.endpoint("GOPROXY", proxy);
      if (endpoint != null) {
        endpoints.add(endpoint);
      }
    }
    Route route =
        endpoints.isEmpty()
            ? Route.none("GOPROXY is " + last + ": no proxy is to be asked")
            : Route.to(endpoints, null);
    String set = value("GONOPROXY");
    List<Pattern> hidden = patterns(set == null ? value("GOPRIVATE") : set);
    Route nobody = Route.none("GOPRIVATE or GONOPROXY keeps its name from proxies");
    return name -> hidden.stream().anyMatch(pattern -> pattern.matches(name)) ? nobody : route;
  }

  private List<Pattern> patterns(@Nullable String globs) {
    List<Pattern> patterns = new ArrayList<>();
    for (String glob : globs == null ? new String[0] : globs.split(",", -1)) {
      String text = glob.strip();
      while (text.endsWith("/")) {
        text = text.substring(0, text.length() - 1);
      }
      if (!text.isEmpty()) {
        patterns.add(Pattern.of(text, user));
      }
    }
    return patterns;
  }

  /** Matches as many parts of a path from its beginning as it has itself, part by part. */
  private record Pattern(int parts, @Nullable PathMatcher matcher) {

    /** One that is malformed matches everything: what it was to hide is not known. */
    static Pattern of(String glob, UserFiles user) {
      int parts = glob.split("/", -1).length;
      try {
        return new Pattern(parts, FileSystems.getDefault().getPathMatcher("glob:" + glob));
      } catch (PatternSyntaxException | UnsupportedOperationException e) {
        user.problem("GOPRIVATE or GONOPROXY", "a pattern is malformed; all modules are kept back");
        return new Pattern(0, null);
      }
    }

    boolean matches(String module) {
      if (matcher == null) {
        return true;
      }
      int end = 0;
      for (int i = 0; i < parts; i++) {
        if (end > module.length()) {
          return false;
        }
        int slash = module.indexOf('/', end);
        end = slash < 0 ? module.length() + 1 : slash + 1;
      }
      try {
        return matcher.matches(Path.of(module.substring(0, Math.min(module.length(), end - 1))));
      } catch (InvalidPathException e) {
        return true;
      }
    }
  }
}
