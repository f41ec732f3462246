package io.phish.examples.training;

import io.phish.core.model.NgramModel;
import io.phish.core.model.NgramShape;
import io.phish.spi.ModelVersion;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Logistic regression over hashed n-grams by AdaGrad, one pass after another over the rows in
 * random order. Host and path are each scaled by the square root of the number of their n-grams.
 */
final class NgramTrainer {
  private static final double DAMPING = 1e-6;
  private static final ModelVersion UNNAMED =
      new ModelVersion("phish.url.ngrams", "", "", Map.of());

  private final NgramShape shape;
  private final double rate;
  private final Block host;
  private final Block path;
  private double bias;
  private double biasSquares;

  private NgramTrainer(NgramShape shape, double rate) {
    this.shape = shape;
    this.rate = rate;
    this.host = new Block(shape.hostBits());
    this.path = new Block(shape.pathBits());
  }

  /**
   * Trains a model without a name.
   *
   * @param chosen rows that are learnt from
   * @param weights of these
   */
  static NgramModel train(Recipe recipe, Pool data, int[] chosen, double[] weights, long seed) {
    NgramTrainer trainer = new NgramTrainer(recipe.shape(), recipe.rate());
    int[] order = new int[chosen.length];
    Arrays.setAll(order, i -> i);
    SplittableRandom random = new SplittableRandom(seed);
    for (int pass = 0; pass < recipe.passes(); pass++) {
      shuffle(order, random);
      for (int at : order) {
        trainer.learn(data.example(chosen[at]), weights[at]);
      }
    }
    return NgramModel.of(
        UNNAMED,
        recipe.shape(),
        trainer.bias,
        trainer.host.clippedWeights(),
        trainer.path.clippedWeights());
  }

  private void learn(Example row, double weight) {
    host.size = shape.hostBuckets(row.href(), row.hostStart(), row.hostEnd(), host.buckets);
    path.size = shape.pathBuckets(row.href(), row.pathStart(), row.pathEnd(), path.buckets);
    double score = bias + host.score() + path.score();
    double slope = weight * (1 / (1 + Math.exp(-score)) - (row.phishing() ? 1 : 0));
    biasSquares += slope * slope;
    bias -= rate * slope / (Math.sqrt(biasSquares) + DAMPING);
    host.step(slope, rate);
    path.step(slope, rate);
  }

  private static void shuffle(int[] rows, SplittableRandom random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = rows[i];
      rows[i] = rows[j];
      rows[j] = swap;
    }
  }

  /** The weights of one part of the URL, and the buckets of the row at hand. */
  private static final class Block {
    /**
     * The share of the used weights that keeps its value; the few beyond would take most of the
     * steps that one byte has.
     */
    private static final double KEPT = 0.9995;

    final int[] buckets = new int[NgramShape.MAX_BUCKETS];
    int size;
    private final float[] weights;
    private final float[] squares;

    Block(int bits) {
      weights = new float[1 << bits];
      squares = new float[1 << bits];
    }

    double score() {
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += weights[buckets[i]];
      }
      return sum / Math.sqrt(size);
    }

    void step(double slope, double rate) {
      double own = slope / Math.sqrt(size);
      for (int i = 0; i < size; i++) {
        int bucket = buckets[i];
        squares[bucket] += (float) (own * own);
        weights[bucket] -= (float) (rate * own / (Math.sqrt(squares[bucket]) + DAMPING));
      }
    }

    float[] clippedWeights() {
      float[] sizes = new float[weights.length];
      int used = 0;
      for (float weight : weights) {
        if (weight != 0) {
          sizes[used++] = Math.abs(weight);
        }
      }
      if (used == 0) {
        return weights;
      }
      Arrays.sort(sizes, 0, used);
      float limit = sizes[(int) ((used - 1) * KEPT)];
      float[] clipped = weights.clone();
      for (int i = 0; i < clipped.length; i++) {
        clipped[i] = Math.max(-limit, Math.min(limit, clipped[i]));
      }
      return clipped;
    }
  }
}
