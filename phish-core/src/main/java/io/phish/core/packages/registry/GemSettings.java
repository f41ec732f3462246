package io.phish.core.packages.registry;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What RubyGems and Bundler are set up with: mirrors in {@code .bundle/config} of the project and
 * the user, or else the sources in {@code ~/.gemrc}. Both files are of one key a line, which is how
 * their owners read them.
 */
final class GemSettings {
  private static final String MIRROR = "BUNDLE_MIRROR__";
  private static final String MIRROR_OF_ALL = "BUNDLE_MIRROR__ALL";
  private static final String BUNDLE = "BUNDLE_";

  private final UserFiles user;
  private final Map<String, Endpoint> mirrors = new LinkedHashMap<>();
  private final Map<String, String> secrets = new HashMap<>();
  private final List<Endpoint> sources = new ArrayList<>();

  private GemSettings(UserFiles user) {
    this.user = user;
  }

  /** The ways to gems, null if there is nothing set up. */
  static Route.@Nullable Table read(UserFiles user) {
    GemSettings settings = new GemSettings(user);
    String set = user.variable("BUNDLE_USER_CONFIG");
    settings.bundle(set == null ? user.home().resolve(".bundle/config") : user.path(set));
    settings.bundle(user.project().resolve(".bundle/config"));
    String all = user.variable(MIRROR_OF_ALL);
    Endpoint endpoint = all == null ? null : user.endpoint(MIRROR_OF_ALL, all);
    if (endpoint != null) {
      settings.mirrors.put(MIRROR_OF_ALL, endpoint);
    }
    settings.gem(user.system("gemrc"));
    String gemrc = user.variable("GEMRC");
    settings.gem(gemrc == null ? user.home().resolve(".gemrc") : user.path(gemrc));
    return settings.table();
  }

  private void bundle(Path file) {
    String text = user.read(file);
    if (text == null) {
      return;
    }
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      int end = line.indexOf(": ");
      if (!line.startsWith(BUNDLE) || end < 0) {
        continue;
      }
      String key = line.substring(0, end);
      String value = unquoted(line.substring(end + 2).strip());
      if (!key.startsWith(MIRROR)) {
        secrets.put(host(key), value);
      } else if (!key.contains("FALLBACK_TIMEOUT")) {
        Endpoint endpoint = user.endpoint(file, number, value);
        if (endpoint != null) {
          mirrors.put(key.endsWith("/") ? key.substring(0, key.length() - 1) : key, endpoint);
        }
      }
    }
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** The host in a key: three underscores stand for a hyphen, two for a dot. */
  private static String host(String key) {
    return key.substring(BUNDLE.length())
        .replace("___", "-")
        .replace("__", ".")
        .toLowerCase(Locale.ROOT);
  }

  /** The list under {@code :sources:}, however it is indented. */
  private void gem(@Nullable Path file) {
    String text = user.read(file);
    if (text == null || file == null) {
      return;
    }
    boolean within = false;
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      String content = line.strip();
      if (content.startsWith("- ") && within) {
        Endpoint endpoint = user.endpoint(file, number, unquoted(content.substring(2).strip()));
        if (endpoint != null) {
          sources.add(endpoint);
        }
      } else if (!content.isEmpty() && content.charAt(0) != '#') {
        within = content.equals(":sources:") || content.equals("sources:");
        if (within) {
          sources.clear();
        }
      }
    }
  }

  private Route.@Nullable Table table() {
    Endpoint all = mirrors.get(MIRROR_OF_ALL);
    List<Endpoint> asked =
        all != null ? List.of(all) : mirrors.isEmpty() ? sources : List.copyOf(mirrors.values());
    if (asked.isEmpty()) {
      return null;
    }
    List<Endpoint> known = asked.stream().map(this::withSecret).toList();
    Route route = Route.to(Route.privateFirst(known), null);
    return name -> route;
  }

  private Endpoint withSecret(Endpoint endpoint) {
    URI base = endpoint.base();
    String secret = secrets.get(base.getHost());
    if (secret == null) {
      return endpoint;
    }
    int colon = secret.indexOf(':');
    return endpoint.or(
        colon < 0
            ? Credentials.basic(secret, "")
            : Credentials.basic(secret.substring(0, colon), secret.substring(colon + 1)));
  }
}
