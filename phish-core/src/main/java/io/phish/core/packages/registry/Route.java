package io.phish.core.packages.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked for a package. One after the other: the next only when the one before has said that
 * it has none, so that a name which a private registry serves is never asked of a public one.
 *
 * @param endpoints in their order
 * @param gap why it is not the last word if none of them has it; null if it is
 */
record Route(List<Endpoint> endpoints, @Nullable String gap) {

  Route {
    endpoints = List.copyOf(endpoints);
  }

  static Route to(Endpoint endpoint) {
    return new Route(List.of(endpoint), null);
  }

  static Route none(String why) {
    return new Route(List.of(), why);
  }

  /** Which way the packages of an ecosystem go. */
  @FunctionalInterface
  interface Table {
    /** The way of a name. */
    Route route(String name);
  }
}
