package io.phish.redis;

import io.phish.event.BreakerChanged;

/**
 * Hears how a link does, for metrics. Called on the threads of the link, in no particular order
 * between them; must be quick. What it throws is caught.
 */
public interface RedisListener {

  /** Hears nothing. */
  RedisListener NONE = new RedisListener() {};

  /**
   * A connection is ready.
   *
   * @param purpose what it is for: {@code commands}, or what a part of this library calls its own
   * @param features what the server can do
   */
  default void connected(String purpose, RedisFeatures features) {}

  /**
   * A connection was lost, or could not be made; it is tried again.
   *
   * @param purpose what it is for
   * @param problem why
   */
  default void disconnected(String purpose, RedisCallException problem) {}

  /**
   * A call failed; those that were not even made included.
   *
   * @param resource whose call it was, for example {@code cache}
   * @param problem why
   */
  default void failed(String resource, RedisProblem problem) {}

  /** A breaker opened or closed. */
  default void breakerChanged(BreakerChanged change) {}
}
