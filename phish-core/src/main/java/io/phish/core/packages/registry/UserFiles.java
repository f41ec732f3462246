package io.phish.core.packages.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment and the files of a user, read within bounds; and what was wrong with them. */
final class UserFiles {
  private static final int MAX_FILE = 1 << 20;
  private static final int MAX_PROBLEMS = 100;
  private static final int MAX_PARENTS = 64;

  private final Map<String, String> environment;
  private final Path home;
  private final Path project;
  private final @Nullable Path system;
  private final List<String> problems = new ArrayList<>();

  /**
   * Reads nothing yet.
   *
   * @param system where the machine's own configuration is, null to leave it alone
   */
  UserFiles(Map<String, String> environment, Path home, Path project, @Nullable Path system) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.project = project.toAbsolutePath().normalize();
    this.system = system;
  }

  /** A variable, null if it is not set or blank. */
  @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** A variable whatever the case of its name. */
  @Nullable String variableInAnyCase(String name) {
    for (Map.Entry<String, String> entry : environment.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(name) && !entry.getValue().isBlank()) {
        return entry.getValue().strip();
      }
    }
    return null;
  }

  Path home() {
    return home;
  }

  Path project() {
    return project;
  }

  /** A file of the machine's, null if that is left alone. */
  @Nullable Path system(String name) {
    return system == null ? null : system.resolve(name);
  }

  /** Where programs keep their settings: {@code $XDG_CONFIG_HOME}, or else below the home. */
  Path configuration() {
    String set = variable("XDG_CONFIG_HOME");
    return set == null ? home.resolve(".config") : path(set);
  }

  /** A path in a variable; one that is malformed leads nowhere. */
  Path path(String text) {
    try {
      return Path.of(text);
    } catch (IllegalArgumentException e) {
      return home.resolve("malformed-path");
    }
  }

  /** The project's folder and those that it is in, the outermost first. */
  List<Path> projectAndParents() {
    List<Path> folders = new ArrayList<>();
    for (Path folder = project; folder != null && folders.size() < MAX_PARENTS; ) {
      folders.add(0, folder);
      folder = folder.getParent();
    }
    return folders;
  }

  /** The text of a file; null if there is none, or it cannot be read, which is a problem. */
  @Nullable String read(@Nullable Path file) {
    if (file == null || !Files.isRegularFile(file)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(MAX_FILE + 1);
      if (octets.length > MAX_FILE) {
        problem(file, 0, "it has more than " + MAX_FILE + " octets");
        return null;
      }
      String text = new String(octets, StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (IOException e) {
      problem(file, 0, "it cannot be read: " + e.getClass().getSimpleName());
      return null;
    }
  }

  /**
   * Notes that something is wrong.
   *
   * @param line from 1; 0 for the file as a whole
   * @param what without a value of the file, which may be secret
   */
  void problem(Path file, int line, String what) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(file + (line > 0 ? ":" + line : "") + ": " + what);
    }
  }

  /** Notes that something is wrong with a variable. */
  void problem(String variable, String what) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(variable + ": " + what);
    }
  }

  List<String> problems() {
    return problems;
  }

  /** The address of a registry, null if it is none, which is a problem. */
  @Nullable Endpoint endpoint(Path file, int line, String url) {
    try {
      return Endpoint.of(url);
    } catch (IllegalArgumentException e) {
      problem(file, line, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** The address of a registry in a variable, null if it is none, which is a problem. */
  @Nullable Endpoint endpoint(String variable, String url) {
    try {
      return Endpoint.of(url);
    } catch (IllegalArgumentException e) {
      problem(variable, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /**
   * A text with its variables filled in: {@code ${NAME}}.
   *
   * @return null if one is not set
   */
  @Nullable String filled(String text) {
    StringBuilder filled = new StringBuilder(text.length());
    int from = 0;
    for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", from)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        break;
      }
      String name = text.substring(open + 2, close);
      boolean optional = name.endsWith("?");
      String value = variable(optional ? name.substring(0, name.length() - 1) : name);
      if (value == null && !optional) {
        return null;
      }
      filled.append(text, from, open).append(value == null ? "" : value);
      from = close + 1;
    }
    return filled.append(text, from, text.length()).toString();
  }
}
