package io.phish.core.packages.registry;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * What Cargo is set up with: what replaces its default registry, in {@code .cargo/config.toml} of
 * the project and the folders that it is in before that of the user. Registries that a dependency
 * has to name are not asked, for a name does not tell which.
 */
final class CargoSettings {
  /** The name of the default registry in the configuration. */
  private static final String DEFAULT = "crates-io";

  private static final int MAX_REPLACEMENTS = 10;

  private final UserFiles user;
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, Source> registries = new LinkedHashMap<>();
  private final Map<String, String> tokens = new HashMap<>();

  private CargoSettings(UserFiles user) {
    this.user = user;
  }

  /**
   * A table of the configuration.
   *
   * @param address of an index, null if it has none
   * @param replacement the name of what replaces it, null if nothing does
   */
  private record Source(Path file, @Nullable String address, @Nullable String replacement) {}

  /** The ways to crates, null if Cargo is not set up. */
  static Route.@Nullable Table read(UserFiles user) {
    CargoSettings settings = new CargoSettings(user);
    String set = user.variable("CARGO_HOME");
    Path home = set == null ? user.home().resolve(".cargo") : user.path(set);
    settings.folder(home);
    for (Path folder : user.projectAndParents()) {
      Path own = folder.resolve(".cargo");
      if (!own.equals(home)) {
        settings.folder(own);
      }
    }
    settings.credentials(home.resolve("credentials"));
    settings.credentials(home.resolve("credentials.toml"));
    Source main = settings.sources.get(DEFAULT);
    if (main == null || (main.address() == null && main.replacement() == null)) {
      return null;
    }
    Route route = settings.route(DEFAULT, main, 0);
    return name -> route;
  }

  private void folder(Path folder) {
    Path old = folder.resolve("config");
    file(user.read(old) == null ? folder.resolve("config.toml") : old);
  }

  private void file(Path file) {
    TomlParseResult toml = parse(file);
    if (toml == null) {
      return;
    }
    TomlTable itsSources = toml.getTable(List.of("source"));
    for (String name : itsSources == null ? List.<String>of() : List.copyOf(itsSources.keySet())) {
      Source before = sources.get(name);
      String address = text(itsSources, name, "registry");
      String replacement = text(itsSources, name, "replace-with");
      if (address == null && before != null) {
        address = before.address();
      }
      if (replacement == null && before != null) {
        replacement = before.replacement();
      }
      sources.put(name, new Source(file, address, replacement));
    }
    TomlTable itsRegistries = toml.getTable(List.of("registries"));
    for (String name :
        itsRegistries == null ? List.<String>of() : List.copyOf(itsRegistries.keySet())) {
      String index = text(itsRegistries, name, "index");
      if (index != null) {
        registries.put(name, new Source(file, index, null));
      }
    }
    tokens(toml);
  }

  private void credentials(Path file) {
    TomlParseResult toml = parse(file);
    if (toml != null) {
      tokens(toml);
    }
  }

  private void tokens(TomlTable toml) {
    TomlTable table = toml.getTable(List.of("registries"));
    for (String name : table == null ? List.<String>of() : List.copyOf(table.keySet())) {
      String token = text(table, name, "token");
      if (token != null) {
        tokens.put(name, token);
      }
    }
  }

  private @Nullable TomlParseResult parse(Path file) {
    String text = user.read(file);
    if (text == null) {
      return null;
    }
    TomlParseResult toml = Toml.parse(text);
    for (TomlParseError error : toml.errors()) {
      user.problem(file, error.position().line(), "it is no TOML");
    }
    return toml;
  }

  private static @Nullable String text(TomlTable tables, String name, String key) {
    return tables.get(List.of(name)) instanceof TomlTable table
            && table.get(List.of(key)) instanceof String text
            && !text.isBlank()
        ? text
        : null;
  }

  private Route route(String name, Source source, int replaced) {
    String next = source.replacement();
    if (next == null) {
      return route(name, source);
    }
    if (replaced >= MAX_REPLACEMENTS) {
      user.problem(source.file(), 0, "its sources replace each other in a circle");
      return Route.none("Cargo's sources replace each other in a circle");
    }
    Source other = sources.get(next);
    if (other == null) {
      String index = user.variable("CARGO_REGISTRIES_" + variable(next) + "_INDEX");
      other = index == null ? registries.get(next) : new Source(source.file(), index, null);
    }
    if (other == null) {
      user.problem(source.file(), 0, "a source is replaced by one that is not there");
      return Route.none("Cargo's default source is replaced by one that is not there");
    }
    return route(next, other, replaced + 1);
  }

  private Route route(String name, Source source) {
    String address = source.address();
    if (address == null) {
      return Route.none(
          "Cargo takes its packages from a folder or a repository, which is no index"
              + " that can be asked");
    }
    Endpoint endpoint = user.endpoint(source.file(), 0, address);
    if (endpoint == null) {
      return Route.none("the index of Cargo's default source cannot be read");
    }
    if (!endpoint.sparse()) {
      return Route.none(
          "the index of Cargo's default source is a Git repository; set one of the sparse kind");
    }
    return Route.to(List.of(endpoint.or(credentials(name, address, source.file()))), null);
  }

  /** The token of the registry of that name, or of the one that has that index. */
  private @Nullable Credentials credentials(String name, String address, Path file) {
    String token = token(name);
    for (Map.Entry<String, Source> registry : registries.entrySet()) {
      if (token == null && address.equals(registry.getValue().address())) {
        token = token(registry.getKey());
      }
    }
    try {
      return token == null ? null : Credentials.verbatim(token);
    } catch (IllegalArgumentException e) {
      user.problem(file, 0, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable String token(String name) {
    String set = user.variable("CARGO_REGISTRIES_" + variable(name) + "_TOKEN");
    return set == null ? tokens.get(name) : set;
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }
}
