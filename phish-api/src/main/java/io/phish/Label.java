package io.phish;

/** What a verdict comes down to. */
public enum Label {
  /** The probability reaches {@link Thresholds#phishing()}. */
  PHISHING,
  /** The probability reaches {@link Thresholds#suspicious()} but not phishing. */
  SUSPICIOUS,
  /** Something was learnt, and the probability is below {@link Thresholds#suspicious()}. */
  BENIGN,
  /** Nothing was learnt: no extractor that scores answered. Never to be taken for benign. */
  UNKNOWN
}
