package io.phish.core.engine;

import io.phish.Reason;
import io.phish.core.engine.Scorer.Scored;
import io.phish.spi.Assessment;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * What moved one verdict, collected; the strongest are kept. Words and evidence are made for those
 * alone.
 */
final class Reasons {
  private static final int MAX = 5;

  /** What moves the odds by no more than a twentieth is no reason to anybody. */
  private static final double NEGLIGIBLE = 0.05;

  private final Evidence evidence;
  private final List<Candidate> candidates = new ArrayList<>(MAX + 1);

  /** Something that may become a reason. */
  private sealed interface Candidate {
    double weight();

    boolean isDecisive();

    Reason reason(Evidence evidence);

    default boolean isStrongerThan(Candidate other) {
      return isDecisive() != other.isDecisive()
          ? isDecisive()
          : Math.abs(weight()) > Math.abs(other.weight());
    }
  }

  private record Found(double weight, String extractor, Finding finding) implements Candidate {
    @Override
    public boolean isDecisive() {
      return finding.floor() > 0;
    }

    @Override
    public Reason reason(Evidence evidence) {
      return new Reason(
          extractor + '.' + finding.code(),
          finding.message(),
          weight,
          extractor,
          Evidence.bounded(finding.evidence()),
          finding.technique());
    }
  }

  private record Moved(double weight, Question question, Observation observation, Scored scored)
      implements Candidate {
    @Override
    public boolean isDecisive() {
      return false;
    }

    @Override
    public Reason reason(Evidence evidence) {
      int index = scored.index();
      double value = index < 0 ? Double.NaN : observation.features().get(index);
      return new Reason(
          scored.code(),
          scored.feature().explain(value, weight),
          weight,
          question.node().id(),
          index < 0 || weight < 0 ? List.of() : evidence.of(question, observation, index),
          null);
    }
  }

  Reasons(Evidence evidence) {
    this.evidence = evidence;
  }

  /**
   * Adds the features of one extractor that moved the verdict most.
   *
   * @param observation what it answered
   * @param scorer its model
   * @param assessment what that made of it
   * @param share of the model in the verdict, above 0
   */
  void addContributions(
      Question question,
      Observation observation,
      Scorer scorer,
      Assessment assessment,
      double share) {
    int[] strongest = new int[MAX];
    int found = 0;
    double weakest = NEGLIGIBLE / share;
    for (int i = 0; i < assessment.size(); i++) {
      if (Math.abs(assessment.contribution(i)) > weakest) {
        found = insert(assessment, i, strongest, found);
        if (found == MAX) {
          weakest = Math.abs(assessment.contribution(strongest[MAX - 1]));
        }
      }
    }
    for (int i = 0; i < found; i++) {
      double weight = assessment.contribution(strongest[i]) * share;
      add(new Moved(weight, question, observation, scorer.features().get(strongest[i])));
    }
  }

  private static int insert(Assessment assessment, int feature, int[] strongest, int found) {
    double strength = Math.abs(assessment.contribution(feature));
    int at = Math.min(found, MAX - 1);
    while (at > 0 && strength > Math.abs(assessment.contribution(strongest[at - 1]))) {
      strongest[at] = strongest[at - 1];
      at--;
    }
    strongest[at] = feature;
    return Math.min(found + 1, MAX);
  }

  /**
   * The probability with all findings, NaN if there is neither a probability nor a finding.
   *
   * @param combined what the models say together, NaN if none does
   * @param prior what findings alone start from
   */
  double applyFindings(Question[] questions, Outcome[] outcomes, double combined, double prior) {
    double shift = 0;
    double floor = 0;
    boolean any = false;
    for (Outcome outcome : outcomes) {
      for (Finding finding : outcome.findings()) {
        shift += finding.weight();
        floor = Math.max(floor, finding.floor());
        any |= finding.weight() != 0 || finding.floor() > 0;
      }
    }
    double probability = combined;
    if (any) {
      double base = Double.isNaN(combined) ? prior : combined;
      probability = shift == 0 ? base : sigmoid(logit(base) + shift);
    }
    for (int i = 0; i < questions.length; i++) {
      for (Finding finding : outcomes[i].findings()) {
        double lift =
            finding.floor() > probability ? logit(finding.floor()) - logit(probability) : 0;
        add(new Found(finding.weight() + lift, questions[i].node().id(), finding));
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
    }
  }

  List<Reason> strongest() {
    Reason[] reasons = new Reason[candidates.size()];
    for (int i = 0; i < reasons.length; i++) {
      reasons[i] = candidates.get(i).reason(evidence);
    }
    return List.of(reasons);
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
