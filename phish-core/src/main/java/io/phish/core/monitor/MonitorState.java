package io.phish.core.monitor;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the lookalikes of a name.
 *
 * @param name whose lookalikes they are, in A-labels and lower case
 * @param at when that was found out; null if no run has
 * @param lookalikes those that are registered, by their names, in the order they are told in;
 *     unmodifiable
 */
public record MonitorState(String name, @Nullable Instant at, Map<String, Lookalike> lookalikes) {
  /** Names beyond these are not kept: that many are no imitations. */
  public static final int MAX_NAMES = 100_000;

  /** Copies the map. */
  public MonitorState {
    Objects.requireNonNull(name, "name");
    lookalikes = Collections.unmodifiableMap(new LinkedHashMap<>(lookalikes));
  }

  /** Nothing is known as yet. */
  public static MonitorState empty(String name) {
    return new MonitorState(name, null, Map.of());
  }

  static MonitorState of(String name, @Nullable Instant at, Collection<Lookalike> lookalikes) {
    Map<String, Lookalike> byName = new LinkedHashMap<>();
    lookalikes.forEach(lookalike -> byName.put(lookalike.name(), lookalike));
    return new MonitorState(name, at, byName);
  }
}
