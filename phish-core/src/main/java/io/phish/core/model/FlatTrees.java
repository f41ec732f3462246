package io.phish.core.model;

import io.phish.spi.FeatureVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Trees laid out to be walked fast. What holds up a walk is the processor guessing wrong which way
 * a tree will go, and then waiting for the next node; so all trees take a step together, each
 * without a branch, and no step waits for another. Measured on the trees that come with the
 * library, this takes six tenths of the time of walking tree by tree. Crossing out leaves threshold
 * by threshold (QuickScorer, Lucchese et al. 2015) was no faster, with tables many times as large.
 *
 * <p>Nodes and leaves stand level by level in one numbering, roots first, siblings side by side. A
 * leaf is a node that leads to itself, so that trees may rest while others go on; from time to time
 * those that rest are counted and left behind.
 */
final class FlatTrees {
  /** Steps between two looks at which trees rest; 3 to 5 are equally good. */
  private static final int ROUND = 4;

  private final Inputs inputs;
  private final int roots;

  /** The score before any feature is seen. */
  private final double expected;

  /** The score of trees that ask nothing. */
  private final double constant;

  /** Per node what its input is compared with. */
  private final double[] threshold;

  /** Per node the first of its two successors in the upper half, its input in the lower one. */
  private final long[] link;

  /** Per node what it adds to the score: nothing unless it is a leaf. */
  private final double[] leaf;

  /** Per node by how much the step to it moves the expected score. */
  private final double[] step;

  FlatTrees(List<Tree> trees, Precision precision) {
    Inputs.Builder questions = new Inputs.Builder();
    int nodes = 0;
    double sum = 0;
    double leafOnly = 0;
    List<Place> level = new ArrayList<>();
    for (Tree tree : trees) {
      sum += tree.rootValue();
      if (tree.nodes().isEmpty()) {
        leafOnly += tree.rootValue();
      } else {
        tree.nodes().forEach(questions::add);
        nodes += tree.nodes().size() + tree.leaves().size();
        level.add(new Place(tree, 0));
      }
    }
    this.expected = sum;
    this.constant = leafOnly;
    this.inputs = questions.build(precision);
    this.roots = level.size();
    this.threshold = new double[nodes];
    this.link = new long[nodes];
    this.leaf = new double[nodes];
    this.step = new double[nodes];
    int at = 0;
    while (!level.isEmpty()) {
      List<Place> below = new ArrayList<>();
      int firstBelow = at + level.size();
      for (Place place : level) {
        lay(place, at++, firstBelow, questions, below);
      }
      level = below;
    }
  }

  /** A node or leaf, by its number as a child. */
  private record Place(Tree tree, int child) {}

  private void lay(
      Place place, int at, int firstBelow, Inputs.Builder questions, List<Place> below) {
    Tree tree = place.tree;
    if (place.child < 0) {
      link[at] = link(at, 0);
      leaf[at] = tree.value(place.child);
      return;
    }
    Tree.Node node = tree.nodes().get(place.child);
    // Without the sign of a zero, because -0.0 - 0.0 would look like a value above the threshold.
    threshold[at] = node.categories() == null ? node.threshold() + 0.0 : 0;
    int first = firstBelow + below.size();
    link[at] = link(first, questions.indexOf(node));
    step[first] = tree.value(node.left()) - node.value();
    step[first + 1] = tree.value(node.right()) - node.value();
    below.add(new Place(tree, node.left()));
    below.add(new Place(tree, node.right()));
  }

  private static long link(int successor, int input) {
    return (long) successor << Integer.SIZE | input;
  }

  /** The score before any feature is seen. */
  double expected() {
    return expected;
  }

  /** The sum of the leaves that a vector comes to. */
  double score(FeatureVector features) {
    double[] values = inputs.of(features);
    int[] at = starts();
    int walking = roots;
    double score = constant;
    while (walking > 0) {
      for (int round = 0; round < ROUND; round++) {
        for (int i = 0; i < walking; i++) {
          at[i] = successor(at[i], values);
        }
      }
      int left = 0;
      for (int i = 0; i < walking; i++) {
        int node = at[i];
        score += leaf[node];
        at[left] = node;
        left += oneIfInner(node);
      }
      walking = left;
    }
    return score;
  }

  /**
   * Adds by how much each feature moved the score: every step down a tree is credited to the
   * feature that was asked (Saabas' path attribution), so that these and {@link #expected} sum to
   * the score.
   */
  void addContributions(FeatureVector features, double factor, double[] contributions) {
    double[] values = inputs.of(features);
    double[] moved = new double[values.length];
    int[] at = starts();
    int walking = roots;
    while (walking > 0) {
      int left = 0;
      for (int i = 0; i < walking; i++) {
        int node = at[i];
        int after = successor(node, values);
        moved[(int) link[node]] += step[after];
        at[left] = after;
        left += oneIfInner(after);
      }
      walking = left;
    }
    inputs.addToFeatures(moved, factor, contributions);
  }

  private int[] starts() {
    int[] at = new int[roots];
    for (int i = 0; i < roots; i++) {
      at[i] = i;
    }
    return at;
  }

  /** The first successor, or the second if the value is above the threshold: its sign tells. */
  private int successor(int node, double[] values) {
    long both = link[node];
    double room = threshold[node] - values[(int) both & (values.length - 1)];
    return (int) (both >>> Integer.SIZE) + (int) (Double.doubleToRawLongBits(room) >>> 63);
  }

  /** Leaves compare input 0. */
  private int oneIfInner(int node) {
    return -(int) link[node] >>> 31;
  }
}
