package io.phish.core.name;

/** The hash by which names are looked up: 64 bits, FNV-1a with the finaliser of MurmurHash3. */
public final class NameHash {
  /** The state before the first character. */
  public static final long START = 0xcbf29ce484222325L;

  private NameHash() {}

  /** The state after one more character. */
  public static long step(long state, char c) {
    return (state ^ c) * 0x100000001b3L;
  }

  /** The hash of the characters so far. */
  public static long finish(long state) {
    long h = state;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  /** The hash of a part of a text. */
  public static long of(String text, int from, int to) {
    long state = START;
    for (int i = from; i < to; i++) {
      state = step(state, text.charAt(i));
    }
    return finish(state);
  }

  /** The hash of a text. */
  public static long of(String text) {
    return of(text, 0, text.length());
  }
}
