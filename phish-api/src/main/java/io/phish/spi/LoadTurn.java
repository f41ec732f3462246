package io.phish.spi;

import java.util.Objects;

/** Who makes an entry that was missing. */
public sealed interface LoadTurn {

  /**
   * Somebody else made it meanwhile.
   *
   * @param entry what they made
   */
  record Made(CacheEntry entry) implements LoadTurn {
    /** Checks for nulls. */
    public Made {
      Objects.requireNonNull(entry, "entry");
    }
  }

  /**
   * The caller makes it and puts it.
   *
   * @param end to be run when it is put or will not be made, so that others need not wait until the
   *     turn ends by itself; at least once, on any thread. Does not block
   */
  record Ours(Runnable end) implements LoadTurn {
    /** Makes it without having told anybody. */
    public static final Ours UNTOLD = new Ours(() -> {});

    /** Checks for nulls. */
    public Ours {
      Objects.requireNonNull(end, "end");
    }
  }
}
