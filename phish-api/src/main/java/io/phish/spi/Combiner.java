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
   * @param components those that answered, at least one; their weights sum to 1
   * @return from 0 to 1
   */
  double combine(List<Component> components);

  /**
   * What one extractor's model said.
   *
   * @param extractor the extractor's id
   * @param probability from 0 to 1
   * @param weight its renormalised share, above 0 and at most 1
   */
  record Component(String extractor, double probability, double weight) {}
}
