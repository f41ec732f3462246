package io.phish.event;

/**
 * Hears what a detector does. Called on the thread that did it, between the analysis and whoever
 * waits for it: return quickly, hand anything slow over. What a listener throws is logged once,
 * told to listeners and otherwise ignored.
 */
public interface DetectorListener {

  /** An analysis began. */
  default void onAnalysisStarted(AnalysisStarted event) {}

  /** An extractor's part in an analysis is settled. */
  default void onExtractorFinished(ExtractorFinished event) {}

  /** A cache was asked for an observation. */
  default void onCacheAccessed(CacheAccessed event) {}

  /** A circuit breaker changed its state. */
  default void onBreakerChanged(BreakerChanged event) {}

  /** An analysis ended, with a verdict or without. */
  default void onAnalysisFinished(AnalysisFinished event) {}

  /** Somebody's code misbehaved. It is logged once; this is called every time. */
  default void onExtensionFailed(ExtensionFailed event) {}
}
