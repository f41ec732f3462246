package io.phish.core.packages;

import io.phish.core.name.resemblance.Affixes;
import io.phish.core.name.resemblance.NameKind;
import io.phish.core.name.resemblance.ProtectedName;
import io.phish.core.name.resemblance.ResemblanceIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of packages beside what registries tell: popular ones, its own, those that it
 * lets in or keeps out. Immutable and safe for any number of threads.
 */
public final class PackageLists {
  private final Map<Ecosystem, PopularPackages> popular;
  private final Map<Ecosystem, ResemblanceIndex> ownIndices;
  private final NameSet privateNames;
  private final Set<String> privateScopes;
  private final NameSet allowed;
  private final NameSet denied;
  private final NameSet hallucinated;
  private final Supplier<MaliciousPackages> malicious;

  private PackageLists(Builder builder) {
    popular = new EnumMap<>(Ecosystem.class);
    popular.putAll(builder.popular);
    privateNames = NameSet.of(builder.privateNames);
    privateScopes = Set.copyOf(builder.privateScopes);
    allowed = NameSet.of(builder.allowed);
    denied = NameSet.of(builder.denied);
    hallucinated = NameSet.of(builder.hallucinated);
    malicious = builder.malicious;
    ownIndices = new EnumMap<>(Ecosystem.class);
    for (Ecosystem ecosystem : EnumSet.allOf(Ecosystem.class)) {
      List<ProtectedName> own = new ArrayList<>();
      for (PackageId id : builder.privateNames) {
        if (id.ecosystem() == ecosystem) {
          own.add(
              new ProtectedName(
                  PopularPackages.shown(ecosystem, id.name(), id.canonicalName()),
                  NameKind.PACKAGE,
                  1,
                  id.owner(),
                  Set.of()));
        }
      }
      if (!own.isEmpty()) {
        ownIndices.put(
            ecosystem, ResemblanceIndex.of(own, Affixes.ofDomains(), PackageAffixes.of(ecosystem)));
      }
    }
  }

  /** The bundled popular packages and nothing else. */
  public static PackageLists bundled() {
    return builder().build();
  }

  /** Lists in the making. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a list of packages: one a line, as {@code pkg:npm/name@1.0.0}, {@code npm/name@1.0.0} or,
   * if an ecosystem is given, {@code name@1.0.0}; the version may be left out. Empty lines and
   * those that begin with {@code #} are skipped; a file that ends in {@code .gz} is unpacked.
   *
   * @param ecosystem of lines without one; null if there must be none
   * @throws IOException if the file cannot be read, or a line is no package: with the line
   */
  public static List<PackageId> read(Path file, @Nullable Ecosystem ecosystem) throws IOException {
    List<PackageId> ids = new ArrayList<>();
    try (InputStream in = ListFile.open(file)) {
      NameLines.read(
          in,
          file.toString(),
          MaliciousPackages.MAX_ENTRIES,
          line -> ids.add(PackageId.read(line, ecosystem)));
    }
    return List.copyOf(ids);
  }

  PopularPackages popular(Ecosystem ecosystem) {
    PopularPackages given = popular.get(ecosystem);
    return given == null ? PopularPackages.bundled(ecosystem) : given;
  }

  /** Of the host's own names; null if it has none there. */
  @Nullable ResemblanceIndex ownIndex(Ecosystem ecosystem) {
    return ownIndices.get(ecosystem);
  }

  boolean isPrivate(PackageId id) {
    String owner = id.owner();
    return privateNames.contains(id)
        || (owner != null && privateScopes.contains(scopeKey(id.ecosystem(), owner)));
  }

  boolean isAllowed(PackageId id) {
    return allowed.contains(id);
  }

  boolean isDenied(PackageId id) {
    return denied.contains(id);
  }

  boolean isHallucinated(PackageId id) {
    return hallucinated.contains(id);
  }

  MaliciousPackages malicious() {
    return malicious.get();
  }

  private static String scopeKey(Ecosystem ecosystem, String scope) {
    return ecosystem.id() + '/' + scope.toLowerCase(Locale.ROOT);
  }

  /** Collects lists. Not safe for several threads. */
  public static final class Builder {
    private final Map<Ecosystem, PopularPackages> popular = new EnumMap<>(Ecosystem.class);
    private final List<PackageId> privateNames = new ArrayList<>();
    private final Set<String> privateScopes = new HashSet<>();
    private final List<PackageId> allowed = new ArrayList<>();
    private final List<PackageId> denied = new ArrayList<>();
    private final List<PackageId> hallucinated = new ArrayList<>();
    private Supplier<MaliciousPackages> malicious = () -> MaliciousPackages.NONE;

    private Builder() {}

    /** Popular packages in place of the bundled list of their ecosystem. */
    public Builder popular(PopularPackages packages) {
      popular.put(packages.ecosystem(), packages);
      return this;
    }

    /**
     * Packages of the host's own, which no public registry has: that one is missing there is told
     * as such, and names that look like them are told as imitations.
     *
     * @throws io.phish.InvalidSubjectException if one is no name of its ecosystem
     */
    public Builder privateNames(Collection<PackageId> ids) {
      ids.forEach(PackageId::canonicalName);
      privateNames.addAll(ids);
      return this;
    }

    /**
     * A scope, group or owner whose packages are the host's own: {@code @acme}, {@code com.acme},
     * {@code github.com/acme}.
     *
     * @throws IllegalArgumentException if the ecosystem's names have none
     */
    public Builder privateScope(Ecosystem ecosystem, String scope) {
      switch (ecosystem) {
        case NPM, MAVEN, GO -> {}
        case PYPI, CARGO, RUBYGEMS, NUGET ->
            throw new IllegalArgumentException(
                "names of " + ecosystem.title() + " have no scope; name the packages");
      }
      String normal = ecosystem == Ecosystem.NPM && !scope.startsWith("@") ? '@' + scope : scope;
      privateScopes.add(scopeKey(ecosystem, normal));
      return this;
    }

    /** Packages, or versions, that are safe because the host says so. */
    public Builder allow(Collection<PackageId> ids) {
      allowed.addAll(ids);
      return this;
    }

    /** Packages, or versions, that are not to be used, whatever else is known. */
    public Builder deny(Collection<PackageId> ids) {
      denied.addAll(ids);
      return this;
    }

    /** Names that language models are known to invent. */
    public Builder knownHallucinated(Collection<PackageId> ids) {
      hallucinated.addAll(ids);
      return this;
    }

    /** Packages that are known to be malicious. */
    public Builder knownMalicious(MaliciousPackages packages) {
      Objects.requireNonNull(packages, "packages");
      return knownMalicious(() -> packages);
    }

    /**
     * Packages that are known to be malicious, asked for at every check: a host that refreshes its
     * feed gives the new list here. It must be quick and not give null.
     */
    public Builder knownMalicious(Supplier<MaliciousPackages> packages) {
      malicious = Objects.requireNonNull(packages, "packages");
      return this;
    }

    /** The lists. */
    public PackageLists build() {
      return new PackageLists(this);
    }
  }
}
