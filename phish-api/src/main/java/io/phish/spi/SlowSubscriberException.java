package io.phish.spi;

import io.phish.PhishException;
import org.jspecify.annotations.Nullable;

/** Who takes updates more slowly than they come is dropped, so that nobody else waits for it. */
public class SlowSubscriberException extends PhishException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable UpdateId lastId;

  /** With the size of the buffer that was full, and the last update that was handed over. */
  public SlowSubscriberException(Topic topic, int buffer, @Nullable UpdateId lastId) {
    super(
        "a subscriber of "
            + topic
            + " was dropped: "
            + buffer
            + " updates waited for it; "
            + (lastId == null
                ? "look at the state of things and subscribe anew"
                : "subscribe anew after " + lastId),
        null);
    this.lastId = lastId;
  }

  /** What to resume after; null if nothing was handed over or the topic is not retained. */
  public @Nullable UpdateId lastId() {
    return lastId;
  }
}
