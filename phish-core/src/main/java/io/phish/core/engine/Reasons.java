package io.phish.core.engine;

import io.phish.Reason;
import io.phish.core.engine.Scorer.Scored;
import io.phish.spi.Assessment;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What moved one verdict most, worked out for who looks. Words and evidence are made for the
 * strongest alone.
 */
final class Reasons implements Supplier<List<Reason>> {
  private static final int MAX = 5;

  /** What moves the odds by no more than a twentieth is no reason to anybody. */
  private static final double NEGLIGIBLE = 0.05;

  private final Question[] questions;
  private final Outcome[] outcomes;
  private final @Nullable Assessment[] assessments;
  private final double[] shares;
  private final double withoutFloor;
  private final Complaints complaints;

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

  /**
   * Reasons not yet worked out.
   *
   * @param assessments by question, null where no model had a say
   * @param shares of each assessment in the verdict
   * @param withoutFloor the probability before floors
   */
  Reasons(
      Question[] questions,
      Outcome[] outcomes,
      @Nullable Assessment[] assessments,
      double[] shares,
      double withoutFloor,
      Complaints complaints) {
    this.questions = questions;
    this.outcomes = outcomes;
    this.assessments = assessments;
    this.shares = shares;
    this.withoutFloor = withoutFloor;
    this.complaints = complaints;
  }

  @Override
  public List<Reason> get() {
    List<Candidate> candidates = new ArrayList<>(MAX + 1);
    for (int i = 0; i < questions.length; i++) {
      Assessment assessment = assessments[i];
      if (assessment != null) {
        addContributions(i, assessment, candidates);
      }
    }
    for (int i = 0; i < questions.length; i++) {
      String extractor = questions[i].node().id();
      for (Finding finding : outcomes[i].findings()) {
        add(new Found(finding.weight() + lift(finding), extractor, finding), candidates);
      }
    }
    Evidence evidence = new Evidence(complaints);
    Reason[] reasons = new Reason[candidates.size()];
    for (int i = 0; i < reasons.length; i++) {
      reasons[i] = candidates.get(i).reason(evidence);
    }
    return List.of(reasons);
  }

  /** By how much a floor raises what was below it. */
  private double lift(Finding finding) {
    return finding.floor() > withoutFloor
        ? WithFindings.logit(finding.floor()) - WithFindings.logit(withoutFloor)
        : 0;
  }

  /** A model that works its contributions out now may fail at it now. */
  private void addContributions(int i, Assessment assessment, List<Candidate> candidates) {
    Observation observation = outcomes[i].observation();
    Scorer scorer = questions[i].node().scorer();
    if (observation == null || scorer == null) {
      return;
    }
    try {
      int[] strongest = strongest(assessment, shares[i]);
      for (int feature : strongest) {
        double weight = assessment.contribution(feature) * shares[i];
        Scored scored = scorer.features().get(feature);
        add(new Moved(weight, questions[i], observation, scored), candidates);
      }
    } catch (Throwable e) {
      complaints.about("model of " + questions[i].node().id(), "failed to explain itself", e);
    }
  }

  /** The features that moved the verdict most. */
  private static int[] strongest(Assessment assessment, double share) {
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
    return Arrays.copyOf(strongest, found);
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

  /** Keeps the strongest, by insertion: there are few. */
  private static void add(Candidate candidate, List<Candidate> candidates) {
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
}
