package io.phish.core.lookalike;

import io.phish.Brand;
import io.phish.ConfigurationException;
import io.phish.InvalidSubjectException;
import io.phish.spi.Protection;
import io.phish.subject.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of the extractor name.
 *
 * @param protection the names
 */
record LookalikeSettings(Protection protection) {
  static final String PROTECT = "protect";
  static final String ALLOW = "allow";
  static final String DENY = "deny";

  static final LookalikeSettings NONE = new LookalikeSettings(Protection.NONE);

  private static final int MAX_FILE = 8 << 20;

  static LookalikeSettings of(Map<String, String> settings) {
    List<Brand> brands = new ArrayList<>();
    for (Item item : items(PROTECT, settings.get(PROTECT), ";")) {
      try {
        brands.add(Brand.parse(item.text()));
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(item.where() + ": " + e.getMessage(), e);
      }
    }
    return new LookalikeSettings(
        new Protection(brands, domains(ALLOW, settings), domains(DENY, settings)));
  }

  /** These names and those of the host. */
  Protection with(Protection host) {
    if (protection.isEmpty()) {
      return host;
    }
    Set<Brand> brands = new LinkedHashSet<>(host.brands());
    brands.addAll(protection.brands());
    return new Protection(
        List.copyOf(brands),
        union(host.allowed(), protection.allowed()),
        union(host.denied(), protection.denied()));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return all;
  }

  private static Set<String> domains(String key, Map<String, String> settings) {
    Set<String> domains = new LinkedHashSet<>();
    for (Item item : items(key, settings.get(key), "[,;\\s]+")) {
      try {
        domains.add(Subject.domain(item.text()).value());
      } catch (InvalidSubjectException e) {
        throw new ConfigurationException(item.where() + ": " + e.getMessage(), e);
      }
    }
    return domains;
  }

  /** A part of a setting, and where it stands for who has to mend it. */
  private record Item(String text, String where) {}

  private static List<Item> items(String key, @Nullable String setting, String separator) {
    List<Item> items = new ArrayList<>();
    if (setting == null || setting.isBlank()) {
      return items;
    }
    if (!setting.startsWith("@")) {
      for (String text : setting.split(separator, -1)) {
        if (!text.isBlank()) {
          items.add(new Item(text.strip(), key));
        }
      }
      return items;
    }
    List<String> lines = lines(key, setting.substring(1));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        items.add(new Item(line, key + ", " + setting.substring(1) + ", line " + (i + 1)));
      }
    }
    return items;
  }

  private static List<String> lines(String key, String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] octets = in.readNBytes(MAX_FILE + 1);
      if (octets.length > MAX_FILE) {
        throw new ConfigurationException(key + ": " + file + " has more than 8 MiB");
      }
      return new String(octets, StandardCharsets.UTF_8).lines().toList();
    } catch (InvalidPathException | IOException e) {
      throw new ConfigurationException(key + ": " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
