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
import io.phish.spi.ScoringModel;
import io.phish.subject.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a verdict of outcomes. The components that answered are combined with their weights
 * renormalised; findings then move the log-odds of that; and the highest floor of a decisive
 * finding holds whatever the rest says.
 */
final class Assembler {
  /**
   * The probability before any finding when no model answered. Findings alone are weighed against a
   * world in which one subject in ten is an attack, so that one weak finding does not convict.
   */
  private static final double PRIOR = 0.1;

  private final Thresholds thresholds;
  private final Combiner combiner;
  private final Complaints complaints;

  Assembler(Thresholds thresholds, Combiner combiner, Complaints complaints) {
    this.thresholds = thresholds;
    this.combiner = combiner;
    this.complaints = complaints;
  }

  /**
   * The verdict of an analysis.
   *
   * @param nodes the extractors that were planned
   * @param outcomes of each, in the same order
   * @param waited for each, in nanoseconds
   */
  Verdict assemble(
      Subject subject,
      List<ExtractorNode> nodes,
      List<Outcome> outcomes,
      long[] waited,
      long elapsedNanos) {
    int size = nodes.size();
    Assessment[] assessments = new Assessment[size];
    double planned = 0;
    double answered = 0;
    int answers = 0;
    for (int i = 0; i < size; i++) {
      ExtractorNode node = nodes.get(i);
      Observation observation = outcomes.get(i).observation();
      if (node.model() != null) {
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
      }
    }

    List<Component> components = new ArrayList<>(size);
    List<ModelVersion> models = new ArrayList<>(size);
    List<ExtractorReport> reports = new ArrayList<>(size);
    Reasons reasons = new Reasons();
    for (int i = 0; i < size; i++) {
      ExtractorNode node = nodes.get(i);
      Outcome outcome = outcomes.get(i);
      Assessment assessment = assessments[i];
      double share = assessment == null ? 0 : node.weight() / answered;
      ScoringModel model = node.model();
      if (assessment != null && model != null) {
        components.add(new Component(node.id(), assessment.probability(), share));
        models.add(model.version());
        reasons.addContributions(node.id(), model.schema(), assessment, share, outcome);
      }
      reports.add(
          new ExtractorReport(
              node.id(),
              outcome.status(),
              Duration.ofNanos(waited[i]),
              assessment == null ? Double.NaN : assessment.probability(),
              share,
              outcome.observation(),
              outcome.message()));
    }

    double probability = components.isEmpty() ? Double.NaN : combine(components);
    probability = reasons.applyFindings(nodes, outcomes, probability, PRIOR);
    double coverage =
        planned > 0 ? Math.min(1, answered / planned) : size == 0 ? 0 : (double) answers / size;
    return new Verdict(
        subject,
        thresholds.label(probability),
        probability,
        thresholds,
        reasons.strongest(),
        reports,
        models,
        coverage,
        false,
        Duration.ofNanos(elapsedNanos));
  }

  private @Nullable Assessment assess(ExtractorNode node, Observation observation) {
    ScoringModel model = node.model();
    if (model == null || observation.features().size() == 0) {
      return null;
    }
    try {
      FeatureVector features = observation.features().project(model.schema());
      Assessment assessment = model.assess(features);
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
      return new WeightedMean().combine(components);
    }
  }
}
