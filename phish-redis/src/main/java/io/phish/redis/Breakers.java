package io.phish.redis;

import io.phish.event.BreakerChanged;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A breaker for each node of a cluster, so that a dead one costs the others nothing. */
final class Breakers {
  private final String resource;
  private final Consumer<BreakerChanged> onChange;
  private final Breaker whole;
  private final ConcurrentHashMap<String, Breaker> nodes = new ConcurrentHashMap<>();

  Breakers(String resource, Consumer<BreakerChanged> onChange) {
    this.resource = resource;
    this.onChange = onChange;
    this.whole = new Breaker(resource, onChange);
  }

  /** A node's, or that of a server and of calls that concern no node in particular. */
  Breaker of(Wire wire, @Nullable String nodeId) {
    if (nodeId == null) {
      return whole;
    }
    Breaker known = nodes.get(nodeId);
    if (known != null) {
      return known;
    }
    nodes.keySet().removeIf(other -> !wire.hasNode(other));
    return nodes.computeIfAbsent(
        nodeId, id -> new Breaker(resource + '@' + wire.nodeName(id), onChange));
  }
}
