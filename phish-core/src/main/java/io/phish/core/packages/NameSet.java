package io.phish.core.packages;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Packages by the names their registries take for equal, as a whole or by version. Immutable. */
final class NameSet {
  private final Set<String> keys;

  private NameSet(Set<String> keys) {
    this.keys = keys;
  }

  static NameSet of(Collection<PackageId> ids) {
    return new NameSet(ids.stream().map(NameSet::key).collect(Collectors.toUnmodifiableSet()));
  }

  private static String key(PackageId id) {
    String key = MaliciousPackages.key(id.ecosystem(), id.name());
    return id.version() == null ? key : key + '@' + id.version();
  }

  /** Whether the package as a whole or the version that is asked for is among them. */
  boolean contains(PackageId id) {
    if (keys.isEmpty()) {
      return false;
    }
    String key = MaliciousPackages.key(id.ecosystem(), id.name());
    return keys.contains(key) || (id.version() != null && keys.contains(key + '@' + id.version()));
  }
}
