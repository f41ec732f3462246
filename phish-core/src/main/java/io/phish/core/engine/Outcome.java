package io.phish.core.engine;

import io.phish.ExtractorReport.Status;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one extractor, before models and weights. */
record Outcome(Status status, @Nullable Observation observation, @Nullable String message) {
  static final Outcome OFFLINE = none(Status.SKIPPED, "off-line");

  static Outcome answer(Status status, Observation observation) {
    return new Outcome(status, observation, null);
  }

  static Outcome none(Status status, String message) {
    return new Outcome(status, null, message);
  }

  List<Finding> findings() {
    return observation == null ? List.of() : observation.findings();
  }

  static Outcome failed(Throwable failure) {
    return none(Status.FAILED, Failures.describe(failure));
  }
}
