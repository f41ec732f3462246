package io.phish.contract;

import io.phish.spi.Observation;
import org.jspecify.annotations.Nullable;

/** How a look-up ended: exactly one of the two is there. */
record Outcome(@Nullable Observation observation, @Nullable Throwable failure) {

  /** Whether both saw the same, or failed in the same way. */
  boolean isSameAs(Outcome other) {
    if (observation != null) {
      return observation.equals(other.observation);
    }
    return failure != null
        && other.failure != null
        && failure.getClass() == other.failure.getClass();
  }

  @Override
  public String toString() {
    return failure == null ? String.valueOf(observation) : "failure " + failure;
  }
}
