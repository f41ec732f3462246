package io.phish.core.model;

/** How a value is read before it is compared: as the library does it that trained the trees. */
enum Precision {
  /** LightGBM: as it is. Categories are cut off, so that anything between -1 and 1 is number 0. */
  DOUBLE,

  /** XGBoost: rounded to a {@code float}. Nothing below 0 is a category. */
  SINGLE;

  double of(double value) {
    return this == SINGLE ? (float) value : value;
  }

  /** The category that a value stands for, -1 if none. */
  int category(double value) {
    return value >= 0 || (this == DOUBLE && value > -1) ? (int) value : -1;
  }
}
