package io.phish.core.packages;

import io.phish.ConfigurationException;
import io.phish.core.packages.registry.PackageRegistry;
import io.phish.core.packages.registry.Registries;
import io.phish.core.packages.registry.RegistryConfiguration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code phish.registry} is configured with.
 *
 * @param lists of the host
 * @param registry that was made, null if none is named
 * @param known which ecosystems there is a registry for
 */
record RegistrySettings(
    PackageLists lists, @Nullable PackageRegistry registry, Set<Ecosystem> known) {
  static final String DEPS_DEV = "deps-dev";
  static final String NPM_DOWNLOADS = "npm-downloads";
  static final String USER_CONFIG = "user-config";
  static final String CONTACT = "contact";
  static final String ALLOW_PRIVATE = "allow-private";
  static final String[] KEYS = keys();

  private static String[] keys() {
    List<String> keys = new ArrayList<>(List.of(ListSettings.KEYS));
    keys.addAll(List.of(DEPS_DEV, NPM_DOWNLOADS, USER_CONFIG, CONTACT, ALLOW_PRIVATE));
    for (Ecosystem ecosystem : Ecosystem.values()) {
      keys.add(ecosystem.id());
    }
    return keys.toArray(String[]::new);
  }

  /**
   * Reads settings and makes the registry they name.
   *
   * @throws ConfigurationException if one makes no sense
   */
  static RegistrySettings read(Map<String, String> settings) {
    PackageLists lists = ListSettings.read(settings);
    try {
      RegistryConfiguration configuration =
          flag(settings, USER_CONFIG)
              ? RegistryConfiguration.ofUser()
              : RegistryConfiguration.empty();
      Set<Ecosystem> known = EnumSet.noneOf(Ecosystem.class);
      for (Ecosystem ecosystem : Ecosystem.values()) {
        String url = settings.get(ecosystem.id());
        if (url != null) {
          configuration = configuration.with(ecosystem, url);
        }
        if (configuration.knows(ecosystem)) {
          known.add(ecosystem);
        }
      }
      String depsDev = settings.get(DEPS_DEV);
      if (depsDev != null) {
        configuration = configuration.withDepsDev(depsDev);
        known = EnumSet.allOf(Ecosystem.class);
      }
      String downloads = settings.get(NPM_DOWNLOADS);
      if (downloads != null) {
        configuration = configuration.withNpmDownloads(downloads);
      }
      if (known.isEmpty()) {
        return new RegistrySettings(lists, null, known);
      }
      Registries.Builder registries =
          Registries.builder(configuration).allowPrivate(flag(settings, ALLOW_PRIVATE));
      String contact = settings.get(CONTACT);
      if (contact != null) {
        registries.contact(contact);
      }
      return new RegistrySettings(lists, registries.build(), known);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean flag(Map<String, String> settings, String key) {
    String text = settings.getOrDefault(key, "false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "setting " + key + " is '" + text + "', not true or false");
    };
  }
}
