package io.phish.core.engine;

import io.phish.spi.Combiner;
import java.util.List;

/** The default combiner: each component counts by its share. */
public final class WeightedMean implements Combiner {

  @Override
  public double combine(List<Component> components) {
    double sum = 0;
    for (Component component : components) {
      sum += component.weight() * component.probability();
    }
    return Math.min(1, sum);
  }
}
