package io.phish;

/**
 * What became of one input of a batch.
 *
 * @param <T> what the batch was made of
 */
public sealed interface AnalysisResult<T> {

  /** The place of the input in the batch, from 0. */
  long index();

  /** The input. */
  T input();

  /**
   * There is a verdict.
   *
   * @param index the place of the input in the batch
   * @param input the input
   * @param verdict what was found
   * @param <T> what the batch was made of
   */
  record Success<T>(long index, T input, Verdict verdict) implements AnalysisResult<T> {}

  /**
   * There is none.
   *
   * @param index the place of the input in the batch
   * @param input the input
   * @param cause why: mostly an {@link InvalidSubjectException}
   * @param <T> what the batch was made of
   */
  record Failure<T>(long index, T input, Throwable cause) implements AnalysisResult<T> {}
}
