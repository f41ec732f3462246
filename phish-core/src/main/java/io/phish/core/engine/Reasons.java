package io.phish.core.engine;

import io.phish.Reason;
import io.phish.spi.Assessment;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What moved one verdict, collected; the strongest are kept. */
final class Reasons {
  private static final int MAX = 5;

  /** What moves the odds by less than a twentieth is no reason to anybody. */
  private static final double NEGLIGIBLE = 0.05;

  private final List<Candidate> candidates = new ArrayList<>(MAX + 1);

  /** What a contribution has to weigh: most do not, and nothing is made of those. */
  private double weakest = NEGLIGIBLE;

  /** A reason whose words are not made before it is known to be wanted. */
  private record Candidate(
      double weight,
      boolean decisive,
      String extractor,
      @Nullable Finding finding,
      @Nullable Feature feature,
      double value) {

    boolean isStrongerThan(Candidate other) {
      return decisive != other.decisive ? decisive : Math.abs(weight) > Math.abs(other.weight);
    }

    Reason toReason() {
      if (finding != null) {
        return new Reason(
            extractor + '.' + finding.code(),
            finding.message(),
            weight,
            extractor,
            finding.evidence(),
            finding.technique());
      }
      if (feature != null) {
        return new Reason(
            extractor + '.' + feature.name(),
            feature.explain(value),
            weight,
            extractor,
            List.of(),
            null);
      }
      throw new IllegalStateException("neither finding nor feature");
    }
  }

  void addContributions(
      String id, FeatureSchema schema, Assessment assessment, double share, Outcome outcome) {
    Observation observation = outcome.observation();
    if (observation == null) {
      return;
    }
    FeatureVector features = observation.features().project(schema);
    for (int i = 0; i < features.size(); i++) {
      double weight = assessment.contribution(i) * share;
      if (Math.abs(weight) >= weakest) {
        add(new Candidate(weight, false, id, null, schema.feature(i), features.get(i)));
      }
    }
  }

  /** The probability with all findings, NaN if there is neither a probability nor a finding. */
  double applyFindings(
      List<ExtractorNode> nodes, List<Outcome> outcomes, double combined, double prior) {
    double shift = 0;
    double floor = 0;
    boolean any = false;
    for (Outcome outcome : outcomes) {
      Observation observation = outcome.observation();
      if (observation != null) {
        for (Finding finding : observation.findings()) {
          shift += finding.weight();
          floor = Math.max(floor, finding.floor());
          any |= finding.weight() != 0 || finding.floor() > 0;
        }
      }
    }
    double probability = combined;
    if (any) {
      double base = Double.isNaN(combined) ? prior : combined;
      probability = shift == 0 ? base : sigmoid(logit(base) + shift);
    }
    double odds = logit(probability);
    for (int i = 0; i < nodes.size(); i++) {
      Observation observation = outcomes.get(i).observation();
      if (observation != null) {
        for (Finding finding : observation.findings()) {
          double lift = finding.floor() > probability ? logit(finding.floor()) - odds : 0;
          add(
              new Candidate(
                  finding.weight() + lift,
                  finding.floor() > 0,
                  nodes.get(i).id(),
                  finding,
                  null,
                  Double.NaN));
        }
      }
    }
    return any ? Math.max(probability, floor) : probability;
  }

  /** Keeps the strongest, by insertion: there are few. */
  private void add(Candidate candidate) {
    int at = candidates.size();
    while (at > 0 && candidate.isStrongerThan(candidates.get(at - 1))) {
      at--;
    }
    if (at < MAX) {
      candidates.add(at, candidate);
      if (candidates.size() > MAX) {
        candidates.remove(MAX);
      }
      if (candidates.size() == MAX) {
        weakest = Math.max(NEGLIGIBLE, Math.abs(candidates.get(MAX - 1).weight()));
      }
    }
  }

  List<Reason> strongest() {
    List<Reason> reasons = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      reasons.add(candidate.toReason());
    }
    return reasons;
  }

  /** Bounded, so that certainty can still be moved. */
  private static double logit(double probability) {
    double bounded = Math.min(Math.max(probability, 1e-7), 1 - 1e-7);
    return Math.log(bounded / (1 - bounded));
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
