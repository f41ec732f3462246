package io.phish.core.queue;

import io.phish.spi.NewJob;

/**
 * Whose turn it is. The turns go 1 2 1 3 1 2 1 4 1 2 1 3 1 2 1 5 and so on: as many trailing zeros
 * as the number of the turn has in binary, plus one (the ruler sequence, OEIS A001511). So each
 * priority has twice as many turns as the next, and the turns of priority p are at most
 * 2<sup>p</sup> apart. Not safe for several threads.
 */
final class Turns {
  /** After so many turns it begins again: 16 + 8 + 4 + 2 + 1. */
  private static final int PERIOD = (1 << NewJob.PRIORITIES) - 1;

  private int taken;

  /** The priority that comes first at the next turn. */
  int next() {
    taken = taken % PERIOD + 1;
    return Integer.numberOfTrailingZeros(taken) + 1;
  }
}
