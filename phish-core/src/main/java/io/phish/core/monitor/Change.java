package io.phish.core.monitor;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a name since the last run.
 *
 * @param kind what
 * @param lookalike as it is now; as it was if it is gone
 * @param before as it was, null if it is new
 * @param fields what has changed, empty if the name is new or gone
 */
public record Change(
    Kind kind, Lookalike lookalike, @Nullable Lookalike before, Set<Field> fields) {

  /** What happens to names. */
  public enum Kind {
    /** It was not registered, or not known to be. */
    NEW,
    /** The DNS says that there is no such name any more, or nothing at it. */
    GONE,
    /** It is registered as it was, with other records. */
    CHANGED
  }

  /** What may change of a name. */
  public enum Field {
    ADDRESSES,
    MAIL_SERVERS,
    NAME_SERVERS,
    /** It was registered anew. */
    CREATED
  }

  /** Copies the set. */
  public Change {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(lookalike, "lookalike");
    fields = Set.copyOf(fields);
  }
}
