package io.phish.core.monitor;

/**
 * How far a run is.
 *
 * @param phase what it is doing
 * @param asked questions of this phase sent so far
 * @param answered those of them that were answered, or for which nobody answered in time
 * @param found names that exist, as far as is known; among them those that only a wildcard makes
 */
public record MonitorProgress(Phase phase, long asked, long answered, long found) {

  /** What a run does, in this order. */
  public enum Phase {
    /** Which names there are. */
    NAMES,
    /** Which of them are only a wildcard of what they are under. */
    WILDCARDS,
    /** The records of those that there are. */
    RECORDS,
    /** When they were registered. */
    AGES
  }
}
