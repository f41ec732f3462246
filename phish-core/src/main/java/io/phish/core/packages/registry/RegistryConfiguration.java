package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which registries are asked. There is no registry by default: addresses come from the host, or
 * from what the user's own package managers are set up with. Immutable.
 *
 * <p>Credentials are shown to the very server that they were given for, and to nobody else; they
 * are in no message.
 */
public final class RegistryConfiguration {
  private final Map<Ecosystem, Route.Table> tables;
  private final @Nullable Endpoint depsDev;
  private final @Nullable Endpoint npmDownloads;
  private final List<String> problems;

  RegistryConfiguration(
      Map<Ecosystem, Route.Table> tables,
      @Nullable Endpoint depsDev,
      @Nullable Endpoint npmDownloads,
      List<String> problems) {
    this.tables = Map.copyOf(tables);
    this.depsDev = depsDev;
    this.npmDownloads = npmDownloads;
    this.problems = List.copyOf(problems);
  }

  /** One with no registry at all, to add to. */
  public static RegistryConfiguration empty() {
    return new RegistryConfiguration(Map.of(), null, null, List.of());
  }

  /**
   * What the package managers of this process's user are set up with, in the working directory.
   *
   * @see #read
   */
  public static RegistryConfiguration ofUser() {
    return read(
        new UserFiles(
            System.getenv(),
            Path.of(System.getProperty("user.home", "")),
            Path.of(""),
            Path.of("/etc")));
  }

  /**
   * What package managers are set up with: npm by {@code .npmrc}, pip by {@code pip.conf}, Cargo by
   * {@code .cargo/config.toml}, Maven by {@code settings.xml}, RubyGems and Bundler by {@code
   * .gemrc} and {@code .bundle/config}, Go by {@code GOPROXY} and {@code go env}, NuGet by {@code
   * NuGet.Config}, and all of them by their environment variables. Files are read once, now; no
   * program is run. What cannot be read is among the {@link #problems}.
   *
   * @param environment the environment variables
   * @param home the user's home directory
   * @param project the directory whose own settings come before the user's: they say where to look,
   *     and which variables to show whom, so it has to be trusted
   */
  public static RegistryConfiguration read(
      Map<String, String> environment, Path home, Path project) {
    return read(new UserFiles(environment, home, project, null));
  }

  private static RegistryConfiguration read(UserFiles user) {
    Map<Ecosystem, Route.Table> tables = new EnumMap<>(Ecosystem.class);
    put(tables, Ecosystem.NPM, NpmSettings.read(user));
    put(tables, Ecosystem.PYPI, PipSettings.read(user));
    put(tables, Ecosystem.CARGO, CargoSettings.read(user));
    put(tables, Ecosystem.MAVEN, MavenSettings.read(user));
    put(tables, Ecosystem.RUBYGEMS, GemSettings.read(user));
    put(tables, Ecosystem.GO, GoSettings.read(user));
    put(tables, Ecosystem.NUGET, NuGetSettings.read(user));
    return new RegistryConfiguration(tables, null, null, user.problems());
  }

  private static void put(
      Map<Ecosystem, Route.Table> tables, Ecosystem ecosystem, Route.@Nullable Table table) {
    if (table != null) {
      tables.put(ecosystem, table);
    }
  }

  /**
   * With another registry for all packages of an ecosystem, in place of whatever was read.
   *
   * @param url of http or https; of Cargo's sparse index with {@code sparse+} before it. For PyPI
   *     the root, or the simple index ({@code …/simple/}). User and password in it are credentials
   * @throws IllegalArgumentException if it is no such URL; the message does not quote it
   */
  public RegistryConfiguration with(Ecosystem ecosystem, String url) {
    Route route = Route.to(List.of(endpoint(ecosystem.id(), url)), null);
    Map<Ecosystem, Route.Table> changed = new EnumMap<>(Ecosystem.class);
    changed.putAll(tables);
    changed.put(ecosystem, name -> route);
    return new RegistryConfiguration(changed, depsDev, npmDownloads, problems);
  }

  /**
   * With a server of the deps.dev API, version 3, for ecosystems without a registry.
   *
   * @param url its root, below which is {@code v3/systems/…}
   * @throws IllegalArgumentException if it is no URL of http or https
   */
  public RegistryConfiguration withDepsDev(String url) {
    return new RegistryConfiguration(tables, endpoint("deps.dev", url), npmDownloads, problems);
  }

  /**
   * With a server that counts the downloads of npm's packages.
   *
   * @param url its root, below which is {@code downloads/point/last-month/…}
   * @throws IllegalArgumentException if it is no URL of http or https
   */
  public RegistryConfiguration withNpmDownloads(String url) {
    return new RegistryConfiguration(tables, depsDev, endpoint("npm downloads", url), problems);
  }

  private static Endpoint endpoint(String what, String url) {
    try {
      return Endpoint.of(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the registry of " + what + ": " + e.getMessage(), e);
    }
  }

  /** Whether any registry is known for an ecosystem, deps.dev aside. */
  public boolean knows(Ecosystem ecosystem) {
    return tables.containsKey(ecosystem);
  }

  /** What could not be read, with file and line; the rest was. */
  public List<String> problems() {
    return problems;
  }

  Route route(Ecosystem ecosystem, String name) {
    Route.Table table = tables.get(ecosystem);
    return table == null
        ? new Route(List.of(), "no registry is configured for " + Hints.of(ecosystem), true)
        : table.route(name);
  }

  @Nullable Endpoint depsDev() {
    return depsDev;
  }

  @Nullable Endpoint npmDownloads() {
    return npmDownloads;
  }

  /** Which ecosystems have a registry; not where, for a path may be as secret as a password. */
  @Override
  public String toString() {
    List<String> known = new ArrayList<>();
    for (Ecosystem ecosystem : Ecosystem.values()) {
      if (knows(ecosystem)) {
        known.add(ecosystem.id());
      }
    }
    return "RegistryConfiguration" + known + (Objects.isNull(depsDev) ? "" : " and deps.dev");
  }
}
