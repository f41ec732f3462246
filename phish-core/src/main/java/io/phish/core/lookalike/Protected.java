package io.phish.core.lookalike;

import io.phish.Brand;
import io.phish.ConfigurationException;
import io.phish.InvalidSubjectException;
import io.phish.core.name.PublicSuffixes;
import io.phish.core.name.resemblance.NameKind;
import io.phish.core.name.resemblance.ProtectedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes the guard of brands that a host protects by hand. */
final class Protected {
  private final List<ProtectedName> names = new ArrayList<>();
  private final Set<String> owned = new LinkedHashSet<>();

  private Protected() {}

  /**
   * The guard.
   *
   * @throws ConfigurationException if a brand can be no name
   */
  static Guard guard(Collection<Brand> brands) {
    Protected all = new Protected();
    brands.forEach(all::add);
    try {
      return new Guard(all.names, DomainSet.of(all.owned), Set.of(), true);
    } catch (InvalidSubjectException e) {
      throw new ConfigurationException("a protected brand: " + e.getMessage(), e);
    }
  }

  /** Each label once, by the first domain that has it; the name itself if no domain bears it. */
  private void add(Brand brand) {
    Map<String, String> byLabel = new LinkedHashMap<>();
    Set<String> domains = new LinkedHashSet<>();
    for (String given : brand.domains()) {
      String domain = DomainSet.ascii(given);
      String registrable = PublicSuffixes.bundled().registrableDomain(domain);
      owned.add(registrable == null ? domain : registrable);
      if (registrable != null) {
        domains.add(registrable);
        byLabel.putIfAbsent(registrable.substring(0, registrable.indexOf('.')), registrable);
      }
    }
    for (String domain : byLabel.values()) {
      names.add(new ProtectedName(domain, NameKind.DOMAIN, 1, brand.name(), domains));
    }
    String name = brand.name().toLowerCase(Locale.ROOT).replaceAll("[ ._-]", "");
    if (byLabel.keySet().stream().noneMatch(label -> label.replace("-", "").equals(name))) {
      names.add(new ProtectedName(brand.name(), NameKind.LABEL, 1, brand.name(), Set.of()));
    }
  }
}
