package io.phish.core.name.permutation;

/** One label, and a buffer for what it becomes. */
class Edit {
  final int[] label;
  private final Sink sink;
  private int[] buffer = new int[2 * Punycode.MAX_LABEL];

  Edit(int[] label, Sink sink) {
    this.label = label;
    this.sink = sink;
  }

  /** Gives the label with other characters in place of some. */
  final void replace(int at, int removed, int... with) {
    int length = label.length - removed + with.length;
    if (length > buffer.length) {
      buffer = new int[2 * length];
    }
    System.arraycopy(label, 0, buffer, 0, at);
    System.arraycopy(with, 0, buffer, at, with.length);
    int rest = at + removed;
    System.arraycopy(label, rest, buffer, at + with.length, label.length - rest);
    give(buffer, length, at);
  }

  /** Passes on what the label has become by a change at an index. */
  void give(int[] points, int length, int at) {
    sink.label(points, length);
  }
}
