package io.phish.spi;

import java.util.List;

/**
 * Makes one probability of several. Pure and safe for any number of threads. Findings are applied
 * afterwards by the engine, so no combiner can average a decisive one away.
 */
@FunctionalInterface
public interface Combiner {

  /**
   * The probability of all components together.
   *
   * @param components those that answered, at least one, each extractor once; their weights sum to
   *     1. One that did not answer is not among them, as if it had never been asked.
   * @return from 0 to 1
   */
  double combine(List<Component> components);

  /** Each component counts by its share: fixed weights, renormalised over those that answered. */
  static Combiner weightedMean() {
    return components -> {
      double sum = 0;
      for (Component component : components) {
        sum += component.weight() * component.probability();
      }
      return Math.min(1, sum);
    };
  }

  /**
   * What one extractor's model said.
   *
   * @param extractor the extractor's id
   * @param probability from 0 to 1
   * @param weight its renormalised share, above 0 and at most 1
   * @param prior the share of phishing for which the probability holds: the host's if it stated one
   *     and else the model's. The probability's log-odds less those of this are what the component
   *     found out.
   */
  record Component(String extractor, double probability, double weight, double prior) {}
}
