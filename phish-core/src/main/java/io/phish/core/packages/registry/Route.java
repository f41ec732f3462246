package io.phish.core.packages.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked for a package. One after the other: the next only when the one before has said that
 * it has none, so that a name which a private registry serves is never asked of a public one.
 *
 * @param endpoints in their order
 * @param gap why it is not the last word if none of them has it; null if it is
 * @param shareable whether others, such as deps.dev, may hear the name as well
 */
record Route(List<Endpoint> endpoints, @Nullable String gap, boolean shareable) {

  Route {
    endpoints = List.copyOf(endpoints);
  }

  /** To all of these; who wants to be shown credentials is taken to be private. */
  static Route to(List<Endpoint> endpoints, @Nullable String gap) {
    boolean open = endpoints.stream().allMatch(endpoint -> endpoint.credentials() == null);
    return new Route(endpoints, gap, open);
  }

  /** In the order that they are in, but those that want to be shown credentials first. */
  static List<Endpoint> privateFirst(List<Endpoint> endpoints) {
    List<Endpoint> ordered = new ArrayList<>(endpoints);
    ordered.sort(Comparator.comparing(endpoint -> endpoint.credentials() == null));
    return ordered;
  }

  /** To one that serves names of one's own. */
  static Route toPrivate(Endpoint endpoint) {
    return new Route(List.of(endpoint), null, false);
  }

  /** To nobody: the name is not to be told, or there is nobody to tell it. */
  static Route none(String why) {
    return new Route(List.of(), why, false);
  }

  /** Which way the packages of an ecosystem go. */
  @FunctionalInterface
  interface Table {
    /** The way of a name. */
    Route route(String name);
  }
}
