package io.phish.core.name.resemblance;

import io.phish.InvalidSubjectException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name that is asked about, and what is known of it.
 *
 * @param name as it was written: the case of letters is part of what people see
 * @param kind what it names
 * @param rank how popular it is, counted as the ranks of the protected names are; null if that is
 *     not known
 * @param owner who has it, null if that is not known
 */
public record NameQuery(
    String name, NameKind kind, @Nullable Integer rank, @Nullable String owner) {

  /** Checks the rank. */
  public NameQuery {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    if (rank != null && rank < 1) {
      throw new IllegalArgumentException("rank " + rank + " of the query; ranks start at 1");
    }
  }

  /** A host. */
  public static NameQuery domain(String host) {
    return new NameQuery(host, NameKind.DOMAIN, null, null);
  }

  /** One label of a host. */
  public static NameQuery label(String label) {
    return new NameQuery(label, NameKind.LABEL, null, null);
  }

  /** A package, with its scope or group. */
  public static NameQuery packageName(String name) {
    return new NameQuery(name, NameKind.PACKAGE, null, null);
  }

  /** The same name, of this popularity. */
  public NameQuery ranked(int ownRank) {
    return new NameQuery(name, kind, ownRank, owner);
  }

  /** The same name, of this owner. */
  public NameQuery ownedBy(String ownOwner) {
    return new NameQuery(name, kind, rank, Objects.requireNonNull(ownOwner, "ownOwner"));
  }

  /**
   * Refuses what is no name.
   *
   * @throws InvalidSubjectException with the offset and the reason
   */
  void requireName() {
    NameChecks.require(name, kind);
  }
}
