package io.phish.core.packages.registry;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What npm is set up with: {@code .npmrc} of the project before that of the user, before that of
 * the machine. A scope with a registry of its own is asked for there and nowhere else.
 */
final class NpmSettings {
  private static final String SCOPED = ":registry";

  private final UserFiles user;
  private final Map<String, Endpoint> scopes = new HashMap<>();

  /** Those whose registry cannot be read. */
  private final Set<String> broken = new HashSet<>();

  /** Under {@code //host/path/}. */
  private final Map<String, Secret> secrets = new HashMap<>();

  private @Nullable Endpoint main;

  private NpmSettings(UserFiles user) {
    this.user = user;
  }

  /** What is known of the credentials for one place. */
  private static final class Secret {
    private @Nullable String token;
    private @Nullable String pair;
    private @Nullable String name;
    private @Nullable String password;

    @Nullable Credentials credentials() {
      if (token != null) {
        return Credentials.bearer(token);
      }
      if (pair != null) {
        return Credentials.encodedBasic(pair);
      }
      return name == null || password == null
          ? null
          : Credentials.encodedBasic(Encodings.base64(name + ":" + Encodings.unbase64(password)));
    }
  }

  /** The ways to packages, null if npm is not set up. */
  static Route.@Nullable Table read(UserFiles user) {
    NpmSettings settings = new NpmSettings(user);
    String global = user.variableInAnyCase("npm_config_globalconfig");
    settings.file(global == null ? user.system("npmrc") : user.path(global));
    String own = user.variableInAnyCase("npm_config_userconfig");
    settings.file(own == null ? user.home().resolve(".npmrc") : user.path(own));
    settings.file(user.project().resolve(".npmrc"));
    String registry = user.variableInAnyCase("npm_config_registry");
    if (registry != null) {
      settings.main = user.endpoint("npm_config_registry", registry);
    }
    return settings.table();
  }

  private void file(@Nullable Path file) {
    String text = user.read(file);
    if (text == null || file == null) {
      return;
    }
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      String content = line.strip();
      int equals = content.indexOf('=');
      if (!content.isEmpty()
          && content.charAt(0) != '#'
          && content.charAt(0) != ';'
          && equals > 0) {
        String key = content.substring(0, equals).strip();
        String value = unquoted(content.substring(equals + 1).strip());
        if (isWanted(key)) {
          String filled = user.filled(value);
          if (filled == null) {
            user.problem(file, number, "a variable in it is not set");
            breaks(key);
          } else {
            entry(file, number, key, filled);
          }
        }
      }
    }
  }

  private static String unquoted(String value) {
    char quote = value.isEmpty() ? 0 : value.charAt(0);
    boolean quoted =
        value.length() > 1
            && (quote == '"' || quote == '\'')
            && value.charAt(value.length() - 1) == quote;
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static boolean isWanted(String key) {
    return key.equals("registry")
        || (key.startsWith("@") && key.endsWith(SCOPED))
        || key.startsWith("//");
  }

  private void entry(Path file, int line, String key, String value) {
    if (key.startsWith("//")) {
      secret(file, line, key, value);
      return;
    }
    Endpoint endpoint = user.endpoint(file, line, value);
    if (endpoint == null) {
      breaks(key);
    } else if (key.equals("registry")) {
      main = endpoint;
    } else {
      String scope = scope(key);
      broken.remove(scope);
      scopes.put(scope, endpoint);
    }
  }

  private static String scope(String key) {
    return key.substring(0, key.length() - SCOPED.length());
  }

  /** What was there before is not what was meant, and the names are not to be told elsewhere. */
  private void breaks(String key) {
    if (key.equals("registry")) {
      main = null;
    } else if (key.startsWith("@")) {
      scopes.remove(scope(key));
      broken.add(scope(key));
    }
  }

  private void secret(Path file, int line, String key, String value) {
    int colon = key.lastIndexOf(":");
    String place = key.substring(0, colon < 2 ? key.length() : colon);
    Secret secret =
        secrets.computeIfAbsent(place.endsWith("/") ? place : place + "/", added -> new Secret());
    switch (colon < 2 ? "" : key.substring(colon + 1)) {
      case "_authToken" -> secret.token = value;
      case "_auth" -> secret.pair = value;
      case "username" -> secret.name = value;
      case "_password" -> secret.password = value;
      default -> {}
    }
    try {
      Credentials unused = secret.credentials();
    } catch (IllegalArgumentException e) {
      secrets.remove(place.endsWith("/") ? place : place + "/");
      user.problem(file, line, String.valueOf(e.getMessage()));
    }
  }

  private Route.@Nullable Table table() {
    if (main == null && scopes.isEmpty() && broken.isEmpty()) {
      return null;
    }
    Route others =
        main == null
            ? Route.none("no registry is configured for npm packages without a scope of one's own")
            : Route.to(List.of(withSecret(main)), null);
    Map<String, Route> scoped = new HashMap<>();
    broken.forEach(
        scope -> scoped.put(scope, Route.none("the registry of " + scope + " cannot be read")));
    scopes.forEach((scope, endpoint) -> scoped.put(scope, Route.toPrivate(withSecret(endpoint))));
    return name -> {
      int slash = name.indexOf('/');
      return slash < 0 ? others : scoped.getOrDefault(name.substring(0, slash), others);
    };
  }

  /** With the credentials of the longest place that it is in. */
  private Endpoint withSecret(Endpoint endpoint) {
    String address = endpoint.base().toString();
    String place = address.substring(address.indexOf("//"));
    for (int end = place.length(); end > 2; end = place.lastIndexOf('/', end - 2) + 1) {
      Secret secret = secrets.get(place.substring(0, end));
      if (secret != null) {
        return endpoint.or(secret.credentials());
      }
    }
    return endpoint;
  }
}
