package io.phish.core.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A binary decision tree. Children are numbered above their parents, inner nodes from 0, leaves by
 * their complement ({@code ~leaf}, below 0).
 *
 * @param nodes the inner nodes; the first is the root
 * @param leaves what each leaf adds to the score; one more than inner nodes
 */
record Tree(List<Node> nodes, List<Double> leaves) {
  /** A value that is not known goes left; without the flag it goes right. */
  static final int NAN_LEFT = 1;

  /** A value of zero goes where one that is not known goes. */
  static final int ZERO_IS_MISSING = 2;

  /** What counts as zero then, as in LightGBM. */
  static final double ZERO = 1e-35f;

  static final int MAX_LEAVES = 4096;

  /** So that no sum of values is infinite; a probability stands still long before. */
  static final double MAX_VALUE = 1e30;

  /**
   * A question. About a number: at or below the threshold to the left, else to the right. About a
   * category: if it is in the set to the left, else to the right.
   *
   * @param feature the index of the feature that is asked
   * @param threshold finite; of no account if there are categories
   * @param flags {@link #NAN_LEFT}, {@link #ZERO_IS_MISSING}
   * @param left a child
   * @param right a child
   * @param value the mean of the leaves below over the training rows
   * @param categories null if the question is about a number
   */
  record Node(
      int feature,
      double threshold,
      int flags,
      int left,
      int right,
      double value,
      @Nullable Categories categories) {

    Node(int feature, double threshold, int flags, int left, int right, double value) {
      this(feature, threshold, flags, left, right, value, null);
    }

    Node withValue(double newValue) {
      return new Node(feature, threshold, flags, left, right, newValue, categories);
    }

    boolean nanLeft() {
      return (flags & NAN_LEFT) != 0;
    }

    boolean zeroIsMissing() {
      return (flags & ZERO_IS_MISSING) != 0;
    }
  }

  /**
   * Checks that this is one tree.
   *
   * @throws IllegalArgumentException saying which node is wrong
   */
  Tree {
    nodes = List.copyOf(nodes);
    leaves = List.copyOf(leaves);
    if (leaves.size() != nodes.size() + 1 || leaves.size() > MAX_LEAVES) {
      throw new IllegalArgumentException(leaves.size() + " leaves, " + nodes.size() + " nodes");
    }
    boolean[] nodeSeen = new boolean[nodes.size()];
    boolean[] leafSeen = new boolean[leaves.size()];
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      checkFinite("threshold of node", i, node.threshold);
      checkValue("value of node", i, node.value);
      see(i, node.left, nodeSeen, leafSeen);
      see(i, node.right, nodeSeen, leafSeen);
    }
    for (int i = 0; i < leaves.size(); i++) {
      checkValue("value of leaf", i, leaves.get(i));
    }
  }

  private static void checkFinite(String what, int index, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(what + ' ' + index + " is " + value);
    }
  }

  private static void checkValue(String what, int index, double value) {
    if (!(Math.abs(value) <= MAX_VALUE)) {
      throw new IllegalArgumentException(what + ' ' + index + " is " + value);
    }
  }

  // Children above their parents rule out cycles; seeing none twice leaves, by count, one tree.
  private static void see(int parent, int child, boolean[] nodeSeen, boolean[] leafSeen) {
    boolean inner = child >= 0;
    boolean[] seen = inner ? nodeSeen : leafSeen;
    int index = inner ? child : ~child;
    if (index >= seen.length || (inner && child <= parent) || seen[index]) {
      throw new IllegalArgumentException("node " + parent + " has the impossible child " + child);
    }
    seen[index] = true;
  }

  /**
   * This tree with the mean of the leaves below as the value of each inner node.
   *
   * @param weights of the leaves: how many rows of training came to each, or what stands for that
   */
  Tree withMeans(double[] weights) {
    double[] sum = new double[nodes.size()];
    double[] weight = new double[nodes.size()];
    List<Node> valued = new ArrayList<>(nodes);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      for (int child : new int[] {node.left, node.right}) {
        double own = child >= 0 ? weight[child] : positive(weights[~child]);
        sum[i] += child >= 0 ? sum[child] : own * leaves.get(~child);
        weight[i] += own;
      }
      valued.set(i, node.withValue(sum[i] / weight[i]));
    }
    return new Tree(valued, leaves);
  }

  /** A leaf that no row came to counts little, but it counts. */
  private static double positive(double weight) {
    return weight > 1e-6 && weight < 1e15 ? weight : 1e-6;
  }

  /** This tree with all its values multiplied. */
  Tree scaled(double factor) {
    return factor == 1
        ? this
        : new Tree(
            nodes.stream().map(node -> node.withValue(factor * node.value)).toList(),
            leaves.stream().map(leaf -> factor * leaf).toList());
  }

  /** The value of an inner node or a leaf, by its number as a child. */
  double value(int child) {
    return child >= 0 ? nodes.get(child).value : leaves.get(~child);
  }

  /** The value before any feature is seen. */
  double rootValue() {
    return value(nodes.isEmpty() ? ~0 : 0);
  }
}
