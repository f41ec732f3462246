package io.phish.spi;

import org.jspecify.annotations.Nullable;

/**
 * How to subscribe.
 *
 * @param buffer how many signals may wait for the subscriber, 1 to {@link #MAX_BUFFER}
 * @param after of a retained topic, the last update that is known, {@link UpdateId#START} for all
 *     that are kept; null for those that are published from now on
 */
public record SubscribeOptions(int buffer, @Nullable UpdateId after) {
  /** The largest buffer. */
  public static final int MAX_BUFFER = 1 << 20;

  /** From now on, up to 256 waiting. */
  public static final SubscribeOptions DEFAULT = new SubscribeOptions(256, null);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public SubscribeOptions {
    if (buffer < 1 || buffer > MAX_BUFFER) {
      throw new IllegalArgumentException("buffer " + buffer + " is not 1 to " + MAX_BUFFER);
    }
  }

  /** These options with another buffer. */
  public SubscribeOptions withBuffer(int buffer) {
    return new SubscribeOptions(buffer, after);
  }

  /** These options, going on after an update. */
  public SubscribeOptions resumeAfter(UpdateId id) {
    return new SubscribeOptions(buffer, id);
  }
}
