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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Maven is set up with in {@code settings.xml}: the repositories of active profiles, each by
 * way of its mirror, and the mirror of the default repository. Of the user before that of the
 * installation.
 */
final class MavenSettings {
  /** The id of the default repository. */
  private static final String DEFAULT = "central";

  private final UserFiles user;
  private final List<Mirror> mirrors = new ArrayList<>();
  private final Map<String, Place> repositories = new LinkedHashMap<>();
  private final Map<String, Credentials> servers = new HashMap<>();

  private MavenSettings(UserFiles user) {
    this.user = user;
  }

  private record Mirror(String of, Place place, boolean blocked) {}

  private record Place(Path file, int line, String id, String url) {}

  /** The ways to artifacts, null if Maven is not set up. */
  static Route.@Nullable Table read(UserFiles user) {
    MavenSettings settings = new MavenSettings(user);
    settings.file(user.home().resolve(".m2/settings.xml"));
    String installed = user.variable("MAVEN_HOME");
    if (installed == null) {
      installed = user.variable("M2_HOME");
    }
    if (installed != null) {
      settings.file(user.path(installed).resolve("conf/settings.xml"));
    }
    return settings.table();
  }

  private void file(Path file) {
    String text = user.read(file);
    if (text == null) {
      return;
    }
    XmlNode root;
    try {
      root = XmlNode.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      user.problem(file, 0, String.valueOf(e.getMessage()));
      return;
    }
    root.all("servers", "server").forEach(server -> server(file, server));
    for (XmlNode mirror : root.all("mirrors", "mirror")) {
      String of = mirror.text("mirrorOf");
      Place place = place(file, mirror);
      if (of != null && place != null) {
        mirrors.add(new Mirror(of, place, "true".equals(mirror.text("blocked"))));
      }
    }
    Set<String> active = new HashSet<>();
    for (XmlNode profile : root.all("activeProfiles", "activeProfile")) {
      String id = profile.text();
      if (id != null) {
        active.add(id);
      }
    }
    for (XmlNode profile : root.all("profiles", "profile")) {
      String id = profile.text("id");
      if ((id != null && active.contains(id))
          || "true".equals(profile.text("activation", "activeByDefault"))) {
        for (XmlNode repository : profile.all("repositories", "repository")) {
          Place place = place(file, repository);
          if (place != null) {
            repositories.putIfAbsent(place.id(), place);
          }
        }
      }
    }
  }

  private @Nullable Place place(Path file, XmlNode node) {
    String id = node.text("id");
    String url = filled(file, node.line(), node.text("url"));
    return url == null ? null : new Place(file, node.line(), id == null ? "" : id, url);
  }

  private @Nullable String filled(Path file, int line, @Nullable String text) {
    if (text == null) {
      return null;
    }
    String filled = user.filled(text.replace("${env.", "${"));
    if (filled == null) {
      user.problem(file, line, "a variable in it is not set");
    }
    return filled;
  }

  private void server(Path file, XmlNode server) {
    String id = server.text("id");
    String name = filled(file, server.line(), server.text("username"));
    String password = filled(file, server.line(), server.text("password"));
    if (id == null || name == null || password == null) {
      return;
    }
    if (password.startsWith("{") && password.endsWith("}")) {
      user.problem(file, server.line(), "an encrypted password cannot be used");
    } else {
      servers.putIfAbsent(id, Credentials.basic(name, password));
    }
  }

  private Route.@Nullable Table table() {
    if (repositories.isEmpty() && mirrors.isEmpty()) {
      return null;
    }
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    boolean complete = true;
    for (Place repository : repositories.values()) {
      if (!repository.id().equals(DEFAULT)) {
        Mirror mirror = mirror(repository.id(), repository.url());
        complete &= add(endpoints, mirror, repository);
      }
    }
    // The default repository comes last, as in Maven.
    Place redefined = repositories.get(DEFAULT);
    Mirror mirror = mirror(DEFAULT, redefined == null ? null : redefined.url());
    boolean hasDefault = mirror != null || redefined != null;
    if (hasDefault) {
      complete &= add(endpoints, mirror, redefined);
    }
    String gap =
        !hasDefault
            ? "Maven asks its default repository as well; set a mirror of central"
            : complete ? null : "a repository is blocked or cannot be read";
    if (endpoints.isEmpty()) {
      return name -> Route.none(gap == null ? "no repository is configured for maven" : gap);
    }
    Route route = Route.to(Route.privateFirst(List.copyOf(endpoints.values())), gap);
    return name -> route;
  }

  /** Whether there is something to ask. */
  private boolean add(
      Map<String, Endpoint> endpoints, @Nullable Mirror mirror, @Nullable Place repository) {
    Place place = mirror != null ? mirror.place() : repository;
    if (place == null || (mirror != null && mirror.blocked())) {
      return false;
    }
    Endpoint endpoint = user.endpoint(place.file(), place.line(), place.url());
    if (endpoint == null) {
      return false;
    }
    endpoints.putIfAbsent(place.url(), endpoint.or(servers.get(place.id())));
    return true;
  }

  /** The mirror of a repository: one of its very id, or else the first whose pattern fits. */
  private @Nullable Mirror mirror(String id, @Nullable String url) {
    for (Mirror mirror : mirrors) {
      if (mirror.of().equals(id)) {
        return mirror;
      }
    }
    for (Mirror mirror : mirrors) {
      if (fits(mirror.of(), id, url)) {
        return mirror;
      }
    }
    return null;
  }

  /** As Maven's guide to mirrors has it. */
  private static boolean fits(String patterns, String id, @Nullable String url) {
    boolean fits = false;
    for (String part : patterns.split(",", -1)) {
      String pattern = part.strip();
      if (pattern.equals("!" + id)) {
        return false;
      }
      fits |=
          pattern.equals(id)
              || pattern.equals("*")
              || (pattern.equals("external:*") && isExternal(url))
              || (pattern.equals("external:http:*") && isExternal(url) && isPlain(url));
    }
    return fits;
  }

  private static boolean isExternal(@Nullable String url) {
    return url == null
        || !(url.startsWith("file:")
            || url.contains("://localhost")
            || url.contains("://127.0.0.1"));
  }

  private static boolean isPlain(@Nullable String url) {
    return url != null && url.startsWith("http:");
  }
}
