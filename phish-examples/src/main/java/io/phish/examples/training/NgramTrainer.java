package io.phish.examples.training;

import io.phish.core.model.NgramModel;
import io.phish.core.model.NgramShape;
import io.phish.spi.ModelVersion;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * Logistic regression over hashed n-grams by AdaGrad, one pass after another over the rows in
 * random order. Host and path are each scaled by the square root of the number of their n-grams.
 */
final class NgramTrainer {
  private static final double RATE = 0.3;
  private static final int PASSES = 2;
  private static final double DAMPING = 1e-6;

  private final NgramShape shape;
  private final Block host;
  private final Block path;
  private double bias;
  private double biasSquares;

  private NgramTrainer(NgramShape shape) {
    this.shape = shape;
    this.host = new Block(shape.hostBits());
    this.path = new Block(shape.pathBits());
  }

  /**
   * Trains a model.
   *
   * @param learns by the index of a row, whether it is learnt from
   */
  static NgramModel train(
      NgramShape shape, Dataset data, IntPredicate learns, long seed, ModelVersion version) {
    NgramTrainer trainer = new NgramTrainer(shape);
    int[] rows = data.indices(learns);
    SplittableRandom random = new SplittableRandom(seed);
    for (int pass = 0; pass < PASSES; pass++) {
      shuffle(rows, random);
      for (int row : rows) {
        trainer.learn(data.example(row), data.weight(row));
      }
    }
    return NgramModel.of(
        version, shape, trainer.bias, trainer.host.clippedWeights(), trainer.path.clippedWeights());
  }

  private void learn(Example row, double weight) {
    host.size = shape.hostBuckets(row.href(), row.hostStart(), row.hostEnd(), host.buckets);
    path.size = shape.pathBuckets(row.href(), row.pathStart(), row.pathEnd(), path.buckets);
    double score = bias + host.score() + path.score();
    double slope = weight * (1 / (1 + Math.exp(-score)) - (row.phishing() ? 1 : 0));
    biasSquares += slope * slope;
    bias -= RATE * slope / (Math.sqrt(biasSquares) + DAMPING);
    host.step(slope);
    path.step(slope);
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

    void step(double slope) {
      double own = slope / Math.sqrt(size);
      for (int i = 0; i < size; i++) {
        int bucket = buckets[i];
        squares[bucket] += (float) (own * own);
        weights[bucket] -= (float) (RATE * own / (Math.sqrt(squares[bucket]) + DAMPING));
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
