package io.phish.event;

/**
 * A circuit breaker changed its state.
 *
 * @param resource what it protects
 * @param from the state before
 * @param to the state now
 */
public record BreakerChanged(String resource, State from, State to) {

  /** The states of a circuit breaker. */
  public enum State {
    /** Calls go through. */
    CLOSED,
    /** Calls are refused. */
    OPEN,
    /** A few trial calls go through. */
    HALF_OPEN
  }
}
