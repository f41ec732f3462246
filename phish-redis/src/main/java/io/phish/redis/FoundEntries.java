package io.phish.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.phish.spi.CacheEntry;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What there is of some entries. Values are unwrapped where they were received, so that nothing but
 * what an entry holds is copied.
 */
final class FoundEntries {
  private final byte[][] names;
  private final @Nullable CacheEntry[] entries;
  private final ServerClock clock;
  private final Runnable onUnreadable;

  /**
   * None yet.
   *
   * @param onUnreadable run for every value that is no entry, on the thread that reads answers
   */
  FoundEntries(byte[][] names, ServerClock clock, Runnable onUnreadable) {
    this.names = names;
    this.entries = new @Nullable CacheEntry[names.length];
    this.clock = clock;
    this.onUnreadable = onUnreadable;
  }

  /** One of them; null if there is none. */
  @Nullable CacheEntry get(int index) {
    return entries[index];
  }

  /** Reads the answer to {@code GET}, or to {@code MGET} of several names from that one on. */
  CommandOutput<byte[], byte[], byte[]> from(int index) {
    return new Values(index);
  }

  private final class Values extends CommandOutput<byte[], byte[], byte[]> {
    private int next;

    @SuppressWarnings("NullAway") // an output has nothing to give before it is complete
    Values(int first) {
      super(ByteArrayCodec.INSTANCE, null);
      this.next = first;
    }

    @Override
    public void set(@Nullable ByteBuffer value) {
      int index = next++;
      if (value == null || index >= names.length) {
        return;
      }
      entries[index] = Envelope.unwrap(names[index], value, clock);
      if (entries[index] == null) {
        onUnreadable.run();
      }
    }
  }
}
