package io.phish;

/** Whether an analysis may use the network. */
public enum AnalysisMode {
  /** Nothing is contacted. Answers that others have put into a shared cache are still used. */
  OFFLINE,
  /** Extractors may ask name servers, registries and the like. */
  ONLINE
}
