package io.phish.core.engine;

import io.phish.ExtractorReport;
import io.phish.Thresholds;
import io.phish.Verdict;
import io.phish.spi.Assessment;
import io.phish.spi.Combiner;
import io.phish.spi.Combiner.Component;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a verdict of outcomes. The components that answered are brought to the host's share of
 * phishing and combined; findings then move the log-odds of that; and the highest floor of a
 * decisive finding holds whatever the rest says.
 */
final class Assembler {
  private final Prior prior;
  private final Thresholds thresholds;
  private final Combiner combiner;
  private final Complaints complaints;

  Assembler(Prior prior, Thresholds thresholds, Combiner combiner, Complaints complaints) {
    this.prior = prior;
    this.thresholds = thresholds;
    this.combiner = combiner;
    this.complaints = complaints;
  }

  /**
   * The verdict of an analysis.
   *
   * @param questions that were planned
   * @param outcomes of each
   * @param waited for each, in nanoseconds
   */
  Verdict assemble(
      Subject subject, Question[] questions, Outcome[] outcomes, long[] waited, long elapsedNanos) {
    int size = questions.length;
    @Nullable Assessment[] assessments = new Assessment[size];
    double planned = 0;
    double answered = 0;
    int answers = 0;
    int assessed = 0;
    for (int i = 0; i < size; i++) {
      ExtractorNode node = questions[i].node();
      Observation observation = outcomes[i].observation();
      if (node.scorer() != null) {
        planned += node.weight();
      }
      if (observation == null) {
        continue;
      }
      answers++;
      Assessment assessment = assess(node, observation);
      if (assessment != null && node.weight() > 0) {
        assessments[i] = assessment;
        answered += node.weight();
        assessed++;
      }
    }

    List<Component> components = new ArrayList<>(assessed);
    ModelVersion[] models = new ModelVersion[assessed];
    ExtractorReport[] reports = new ExtractorReport[size];
    double[] shares = new double[size];
    for (int i = 0; i < size; i++) {
      ExtractorNode node = questions[i].node();
      Outcome outcome = outcomes[i];
      Assessment assessment = assessments[i];
      Scorer scorer = node.scorer();
      double probability = Double.NaN;
      if (assessment != null && scorer != null) {
        shares[i] = node.weight() / answered;
        probability = prior.apply(assessment.probability(), scorer.prior());
        models[components.size()] = scorer.model().version();
        components.add(
            new Component(node.id(), probability, shares[i], prior.rateOf(scorer.prior())));
      }
      reports[i] =
          new ExtractorReport(
              node.id(),
              outcome.status(),
              Duration.ofNanos(waited[i]),
              probability,
              shares[i],
              outcome.observation(),
              outcome.message());
    }

    double combined = components.isEmpty() ? Double.NaN : combine(components);
    WithFindings found = WithFindings.of(outcomes, combined, prior.rate());
    double coverage =
        planned > 0 ? Math.min(1, answered / planned) : size == 0 ? 0 : (double) answers / size;
    return new Verdict(
        subject,
        thresholds.label(found.probability()),
        found.probability(),
        thresholds,
        Verdict.deferred(
            new Reasons(
                questions, outcomes, assessments, shares, found.withoutFloor(), complaints)),
        List.of(reports),
        List.of(models),
        coverage,
        false,
        Duration.ofNanos(elapsedNanos));
  }

  private @Nullable Assessment assess(ExtractorNode node, Observation observation) {
    Scorer scorer = node.scorer();
    if (scorer == null || observation.features().size() == 0) {
      return null;
    }
    try {
      FeatureVector features = observation.features().project(scorer.schema());
      Assessment assessment = scorer.model().assess(features);
      if (assessment.size() == features.size()) {
        return assessment;
      }
      throw new IllegalStateException(
          assessment.size() + " contributions for " + features.size() + " features");
    } catch (Throwable e) {
      complaints.about("model of " + node.id(), "failed", e);
      return null;
    }
  }

  private double combine(List<Component> components) {
    try {
      double probability = combiner.combine(components);
      if (probability >= 0 && probability <= 1) {
        return probability;
      }
      throw new IllegalStateException("probability " + probability + " is not within 0 and 1");
    } catch (Throwable e) {
      complaints.about("combiner " + combiner.getClass().getName(), "failed", e);
      return Combiner.weightedMean().combine(components);
    }
  }
}
