package io.phish.core.packages;

import io.phish.ConfigurationException;
import io.phish.InvalidSubjectException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Lists of a host as settings of an extractor have them: files, and scopes by name. */
final class ListSettings {
  static final String KNOWN_MALICIOUS = "known-malicious";
  static final String ALLOW = "allow";
  static final String DENY = "deny";
  static final String HALLUCINATED = "hallucinated";
  static final String PRIVATE = "private";
  static final String PRIVATE_SCOPES = "private-scopes";
  static final String[] KEYS = {
    KNOWN_MALICIOUS, ALLOW, DENY, HALLUCINATED, PRIVATE, PRIVATE_SCOPES
  };

  private ListSettings() {}

  /**
   * The lists.
   *
   * @throws ConfigurationException if a file cannot be read, or holds what is no package
   */
  static PackageLists read(Map<String, String> settings) {
    PackageLists.Builder lists = PackageLists.builder();
    with(
        settings,
        KNOWN_MALICIOUS,
        file ->
            lists.knownMalicious(MaliciousPackages.builder().addFile(Path.of(file), null).build()));
    with(settings, ALLOW, file -> lists.allow(PackageLists.read(Path.of(file), null)));
    with(settings, DENY, file -> lists.deny(PackageLists.read(Path.of(file), null)));
    with(
        settings,
        HALLUCINATED,
        file -> lists.knownHallucinated(PackageLists.read(Path.of(file), null)));
    with(settings, PRIVATE, file -> lists.privateNames(PackageLists.read(Path.of(file), null)));
    with(settings, PRIVATE_SCOPES, scopes -> addScopes(lists, scopes));
    return lists.build();
  }

  private static void addScopes(PackageLists.Builder lists, String scopes) {
    for (String scope : scopes.split(",", -1)) {
      int colon = scope.indexOf(':');
      Ecosystem ecosystem =
          colon < 0 ? null : Ecosystem.of(scope.substring(0, colon).strip()).orElse(null);
      if (ecosystem == null || scope.substring(colon + 1).isBlank()) {
        throw new IllegalArgumentException(
            "'" + scope.strip() + "' is not ECOSYSTEM:SCOPE, such as npm:@acme");
      }
      lists.privateScope(ecosystem, scope.substring(colon + 1).strip());
    }
  }

  /** Adds what a setting names. */
  @FunctionalInterface
  private interface Adding {
    void add(String value) throws IOException;
  }

  private static void with(Map<String, String> settings, String key, Adding adding) {
    String value = settings.get(key);
    if (value == null) {
      return;
    }
    try {
      adding.add(value);
    } catch (IOException | IllegalArgumentException | InvalidSubjectException e) {
      throw new ConfigurationException("setting " + key + ": " + e.getMessage(), e);
    }
  }
}
