package io.phish.examples.training;

/** What a row is used for. */
enum Part {
  /** Learnt from. */
  TRAINING,
  /** Probabilities are fitted to it. */
  CALIBRATION,
  /** Quality is measured on it. */
  TEST,
  /** Nothing. */
  NONE
}
