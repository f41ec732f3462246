package io.phish.core.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Two clocks: the time of day may jump and is for ages, the other only goes forward and is for
 * deadlines.
 */
record EngineClock(Clock wall, LongSupplier monotonic) {
  static EngineClock of(Clock wall) {
    return new EngineClock(wall, System::nanoTime);
  }

  Instant now() {
    return wall.instant();
  }

  long nanoTime() {
    return monotonic.getAsLong();
  }
}
