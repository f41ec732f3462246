package io.phish.core.name.resemblance;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name that others may be mistaken for.
 *
 * @param name as its registry writes it; canonical forms of a registry (PEP 503 …) are the caller's
 *     part, for the names that are protected and for those that are asked about
 * @param kind what it names
 * @param rank how popular it is among those of its kind, from 1 for the most popular; a brand that
 *     a host protects by hand is 1
 * @param owner who has it, null if that is not known; a name of the same owner imitates nothing
 * @param aliases other names of the same thing, which imitate nothing
 */
public record ProtectedName(
    String name, NameKind kind, int rank, @Nullable String owner, Set<String> aliases) {

  /**
   * Checks the rank and copies the aliases.
   *
   * @throws IllegalArgumentException if the rank is not positive
   */
  public ProtectedName {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    if (rank < 1) {
      throw new IllegalArgumentException("rank " + rank + " of " + name + "; ranks start at 1");
    }
    aliases = Set.copyOf(aliases);
  }

  /** A name without owner and aliases. */
  public static ProtectedName of(String name, NameKind kind, int rank) {
    return new ProtectedName(name, kind, rank, null, Set.of());
  }

  /** Refuses what is no name. */
  void requireNames() {
    NameChecks.require(name, kind);
    for (String alias : aliases) {
      NameChecks.require(alias, kind);
    }
  }
}
