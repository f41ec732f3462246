package io.phish.core.packages.manifest;

import io.phish.core.packages.manifest.ManifestProblem.Code;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree from what a streaming parser meets. Whatever has been met is in the tree, even if
 * the file ends in the middle of it.
 */
final class NodeBuilder {
  private final ManifestLimits limits;
  private final Deque<Node> open = new ArrayDeque<>();
  private Node root = Node.NOTHING;
  private @Nullable String name;
  private int nameLine;
  private int values;

  NodeBuilder(ManifestLimits limits) {
    this.limits = limits;
  }

  Node root() {
    return root;
  }

  /** Whether the next scalar of a mapping is a name; only YAML does not tell them apart. */
  boolean wantsName() {
    Node parent = open.peek();
    return parent != null && parent.isMapping() && name == null;
  }

  void name(String text, int line) {
    name = text;
    nameLine = line;
  }

  void scalar(@Nullable String text, int line) throws StopException {
    attach(Node.scalar(line, text), line);
  }

  void openSequence(int line) throws StopException {
    open(Node.sequence(line), line);
  }

  void openMapping(int line) throws StopException {
    open(Node.mapping(line), line);
  }

  void close() {
    open.pop();
  }

  private void open(Node node, int line) throws StopException {
    attach(node, line);
    if (open.size() >= limits.depth()) {
      throw new StopException(
          Code.TOO_DEEP, line, "is nested more than " + limits.depth() + " levels deep");
    }
    open.push(node);
  }

  private void attach(Node node, int line) throws StopException {
    values++;
    if (values > limits.values()) {
      throw new StopException(
          Code.TOO_MANY, line, "has more than " + limits.values() + " values; the rest is skipped");
    }
    Node parent = open.peek();
    if (parent == null) {
      // YAML files may have several documents: the first is the one that counts.
      root = root == Node.NOTHING ? node : root;
    } else if (parent.isMapping()) {
      parent.add(new Node.Member(name == null ? "" : name, nameLine, node));
      name = null;
    } else {
      parent.add(node);
    }
  }

  /** Reading ends here; what was read so far counts. */
  static final class StopException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final int line;

    StopException(Code code, int line, String message) {
      super(message, null, false, false);
      this.code = code;
      this.line = line;
    }

    void report(Findings out) {
      out.problem(code, line, String.valueOf(getMessage()));
    }
  }
}
