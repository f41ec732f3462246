package io.phish.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A tree as it stands in an XGBoost model: a list per property, with an entry per node. */
final class XgBoostTree {
  /** Inner nodes and leaves. */
  private static final int MAX_NODES = 2 * Tree.MAX_LEAVES - 1;

  /** A category that XGBoost itself refuses is above. */
  private static final int MAX_CATEGORY = 32 * Categories.MAX_WORDS - 1;

  private static final int MAX_CATEGORIES = 1 << 20;

  /** For all sets of a tree together: few numbers in a file may ask for much memory. */
  private static final int MAX_WORDS = 1 << 20;

  private final int number;
  private int[] left = {};
  private int[] right = {};
  private int[] feature = {};
  private int[] defaultLeft = {};
  private int[] type = {};
  private float[] condition = {};
  private float[] hessian = {};
  private int[] categories = {};
  private int[] categoryNodes = {};
  private int[] categorySegments = {};
  private int[] categorySizes = {};

  XgBoostTree(int number) {
    this.number = number;
  }

  void read(String field, JsonCursor json) {
    switch (field) {
      case "left_children" -> left = json.integers(field, MAX_NODES);
      case "right_children" -> right = json.integers(field, MAX_NODES);
      case "split_indices" -> feature = json.integers(field, MAX_NODES);
      case "default_left" -> defaultLeft = json.integers(field, MAX_NODES);
      case "split_type" -> type = json.integers(field, MAX_NODES);
      case "split_conditions" -> condition = json.floats(field, MAX_NODES);
      case "sum_hessian" -> hessian = json.floats(field, MAX_NODES);
      case "categories" -> categories = json.integers(field, MAX_CATEGORIES);
      case "categories_nodes" -> categoryNodes = json.integers(field, MAX_NODES);
      case "categories_segments" -> categorySegments = json.integers(field, MAX_NODES);
      case "categories_sizes" -> categorySizes = json.integers(field, MAX_NODES);
      default -> json.skip();
    }
  }

  /**
   * The same as our kind of tree.
   *
   * @param features the index in the schema of each feature of the model
   */
  Tree toTree(int[] features, JsonCursor json) {
    try {
      return new Builder(features).build();
    } catch (IllegalArgumentException e) {
      throw json.problem("tree " + number + ": " + e.getMessage());
    }
  }

  /** Numbers the nodes that can be reached anew, parents before their children. */
  private final class Builder {
    private final int[] features;
    private final Categories[] sets;
    private final boolean[] seen;
    private final List<Tree.Node> nodes = new ArrayList<>();
    private final List<Double> leaves = new ArrayList<>();
    private final List<Double> weights = new ArrayList<>();

    /** The nodes in the order of their new numbers. */
    private final List<Integer> inner = new ArrayList<>();

    Builder(int[] features) {
      this.features = features;
      int size = left.length;
      require(size > 0, "no nodes");
      requireSize("right_children", right.length);
      requireSize("split_indices", feature.length);
      requireSize("default_left", defaultLeft.length);
      requireSize("split_conditions", condition.length);
      requireSize("sum_hessian", hessian.length);
      if (type.length != 0) {
        requireSize("split_type", type.length);
      }
      this.seen = new boolean[size];
      this.sets = categories();
    }

    private void requireSize(String name, int size) {
      require(
          size == left.length, name + " has " + size + " entries for " + left.length + " nodes");
    }

    Tree build() {
      int root = child(0);
      for (int i = 0; i < inner.size(); i++) {
        nodes.add(node(inner.get(i)));
      }
      if (root < 0) {
        return new Tree(List.of(), leaves);
      }
      return new Tree(nodes, leaves)
          .withMeans(weights.stream().mapToDouble(weight -> weight).toArray());
    }

    /** The new number of a node or leaf. */
    private int child(int node) {
      require(node >= 0 && node < seen.length, "there is no node " + node);
      require(!seen[node], "node " + node + " has two parents");
      seen[node] = true;
      if (left[node] >= 0) {
        inner.add(node);
        return inner.size() - 1;
      }
      require(right[node] < 0, "node " + node + " has one child");
      leaves.add((double) condition[node]);
      weights.add((double) hessian[node]);
      return ~(leaves.size() - 1);
    }

    private Tree.Node node(int node) {
      int asked = feature[node];
      require(asked >= 0 && asked < features.length, "there is no feature " + asked);
      int first = child(left[node]);
      int second = child(right[node]);
      boolean toFirst = defaultLeft[node] != 0;
      if (type.length == 0 || type[node] == 0) {
        // Below the threshold to the left: at or below the next number under it.
        float below = Math.nextDown(condition[node]);
        double threshold = below == Float.NEGATIVE_INFINITY ? -Double.MAX_VALUE : below;
        require(
            Float.isFinite(condition[node]),
            "threshold of node " + node + " is " + condition[node]);
        return new Tree.Node(features[asked], threshold, flags(toFirst), first, second, 0);
      }
      // A category of the set goes right, so the sides change places.
      Categories set = sets[node];
      require(type[node] == 1 && set != null, "node " + node + " has no categories");
      return new Tree.Node(features[asked], 0, flags(!toFirst), second, first, 0, set);
    }

    private static int flags(boolean nanLeft) {
      return nanLeft ? Tree.NAN_LEFT : 0;
    }

    private Categories[] categories() {
      Categories[] found = new Categories[left.length];
      require(
          categorySegments.length == categoryNodes.length
              && categorySizes.length == categoryNodes.length,
          "categories_nodes, categories_segments and categories_sizes are not of one length");
      int words = 0;
      for (int i = 0; i < categoryNodes.length; i++) {
        int from = categorySegments[i];
        int size = categorySizes[i];
        int node = categoryNodes[i];
        require(node >= 0 && node < found.length, "there is no node " + node);
        require(
            from >= 0 && size >= 0 && size <= categories.length - from,
            "categories of node " + node + " are not there");
        found[node] = set(Arrays.copyOfRange(categories, from, from + size));
        words += found[node].wordCount();
        require(words <= MAX_WORDS, "categories take more than " + MAX_WORDS + " words");
      }
      return found;
    }

    private static Categories set(int[] members) {
      int most = -1;
      for (int member : members) {
        require(member >= 0 && member <= MAX_CATEGORY, "there can be no category " + member);
        most = Math.max(most, member);
      }
      int[] words = new int[(most + 32) >> 5];
      for (int member : members) {
        words[member >> 5] |= 1 << member;
      }
      return Categories.ofWords(words);
    }
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
