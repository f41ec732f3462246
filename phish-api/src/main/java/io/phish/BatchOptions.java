package io.phish;

import java.util.Objects;

/**
 * How many subjects are to be analysed. Immutable: each {@code with…} returns a changed copy.
 *
 * @param analysis how each one is
 * @param concurrency how many are in work at once, from 1 to {@link #MAX_CONCURRENCY}
 * @param ordered whether results come in the order of the input rather than as they are ready; at
 *     most {@code concurrency} results wait for an earlier one
 * @param failFast whether the first result without a verdict ends the batch
 */
public record BatchOptions(
    AnalysisOptions analysis, int concurrency, boolean ordered, boolean failFast) {
  /** The bound on concurrency. */
  public static final int MAX_CONCURRENCY = 65_536;

  private static final BatchOptions DEFAULTS =
      new BatchOptions(AnalysisOptions.defaults(), 256, true, false);

  /**
   * Checks bounds.
   *
   * @throws IllegalArgumentException if the concurrency is out of bounds
   */
  public BatchOptions {
    Objects.requireNonNull(analysis, "analysis");
    if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
      throw new IllegalArgumentException(
          "concurrency " + concurrency + " is not within 1 and " + MAX_CONCURRENCY);
    }
  }

  /** Default analysis options, 256 at once, in input order, going on after failures. */
  public static BatchOptions defaults() {
    return DEFAULTS;
  }

  /** These options with other analysis options. */
  public BatchOptions withAnalysis(AnalysisOptions analysis) {
    return new BatchOptions(analysis, concurrency, ordered, failFast);
  }

  /** These options with another bound on what is in work at once. */
  public BatchOptions withConcurrency(int concurrency) {
    return new BatchOptions(analysis, concurrency, ordered, failFast);
  }

  /** These options, in input order or not. */
  public BatchOptions withOrdered(boolean ordered) {
    return new BatchOptions(analysis, concurrency, ordered, failFast);
  }

  /** These options, ending at the first failure or not. */
  public BatchOptions withFailFast(boolean failFast) {
    return new BatchOptions(analysis, concurrency, ordered, failFast);
  }
}
