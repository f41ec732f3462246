package io.phish.spi;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an extractor saw. Immutable.
 *
 * @param features for models
 * @param facts for people, by name (registrar, name servers …), in order; unmodifiable
 * @param findings for both; unmodifiable
 * @param isAbsent whether it was seen that there is nothing to see (NXDOMAIN, not registered):
 *     cached by {@link CachePolicy#absent()}
 * @param freshFor for how long the source says this keeps, at most the policy's time; null if it
 *     does not say
 */
public record Observation(
    FeatureVector features,
    Map<String, String> facts,
    List<Finding> findings,
    boolean isAbsent,
    @Nullable Duration freshFor) {
  /** Nothing to tell. */
  public static final Observation EMPTY = of(FeatureVector.EMPTY);

  /** Most facts and most findings an observation may have. */
  public static final int MAX_ENTRIES = 1_024;

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if there are more than {@link #MAX_ENTRIES} facts or findings
   */
  public Observation {
    Objects.requireNonNull(features, "features");
    facts = facts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    findings = List.copyOf(findings);
    if (facts.size() > MAX_ENTRIES || findings.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          facts.size()
              + " facts and "
              + findings.size()
              + " findings, "
              + MAX_ENTRIES
              + " are allowed");
    }
  }

  /** Features only. */
  public static Observation of(FeatureVector features) {
    return new Observation(features, Map.of(), List.of(), false, null);
  }

  /** Findings only. */
  public static Observation of(Finding... findings) {
    return findings.length == 0
        ? EMPTY
        : new Observation(FeatureVector.EMPTY, Map.of(), List.of(findings), false, null);
  }

  /** This observation with these facts in place of the ones before. */
  public Observation withFacts(Map<String, String> facts) {
    return new Observation(features, facts, findings, isAbsent, freshFor);
  }

  /** This observation with these findings in place of the ones before. */
  public Observation withFindings(List<Finding> findings) {
    return new Observation(features, facts, findings, isAbsent, freshFor);
  }

  /** This observation as one of absence. */
  public Observation asAbsent() {
    return new Observation(features, facts, findings, true, freshFor);
  }

  /** This observation, keeping for so long. */
  public Observation withFreshFor(@Nullable Duration freshFor) {
    return new Observation(features, facts, findings, isAbsent, freshFor);
  }
}
