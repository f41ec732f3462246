package io.phish.core.packages.manifest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON, YAML or TOML file and the line it begins in: a scalar, a sequence, a mapping,
 * or nothing. What is asked of the wrong kind is empty, so that a parser can walk a file that has
 * another shape than it should.
 */
final class Node {
  static final Node NOTHING = new Node(0, null, null, null);

  private final int line;
  private final @Nullable String text;
  private final @Nullable List<Node> items;
  private final @Nullable List<Member> members;

  private Node(
      int line, @Nullable String text, @Nullable List<Node> items, @Nullable List<Member> members) {
    this.line = line;
    this.text = text;
    this.items = items;
    this.members = members;
  }

  /**
   * A value under a name.
   *
   * @param line of the name
   */
  record Member(String name, int line, Node value) {}

  /**
   * A string, number or truth value.
   *
   * @param text null for null
   */
  static Node scalar(int line, @Nullable String text) {
    return new Node(line, text, null, null);
  }

  static Node sequence(int line) {
    return new Node(line, null, new ArrayList<>(), null);
  }

  static Node mapping(int line) {
    return new Node(line, null, null, new ArrayList<>());
  }

  int line() {
    return line;
  }

  boolean isMapping() {
    return members != null;
  }

  boolean isSequence() {
    return items != null;
  }

  /** Of a scalar, else null. */
  @Nullable String text() {
    return text;
  }

  /** Of a scalar, else empty. */
  String textOrEmpty() {
    return text == null ? "" : text;
  }

  /** Of a sequence, else none. */
  List<Node> items() {
    return items == null ? List.of() : items;
  }

  /** Of a mapping in the order of the file, a name perhaps more than once; else none. */
  List<Member> members() {
    return members == null ? List.of() : members;
  }

  /** What stands under a name of a mapping, the last if there are several; else nothing. */
  Node get(String name) {
    Node found = NOTHING;
    for (Member member : members()) {
      if (member.name().equals(name)) {
        found = member.value();
      }
    }
    return found;
  }

  /** What stands under a path of names. */
  Node at(String... path) {
    Node node = this;
    for (String name : path) {
      node = node.get(name);
    }
    return node;
  }

  boolean has(String name) {
    return get(name) != NOTHING;
  }

  void add(Node item) {
    if (items != null) {
      items.add(item);
    }
  }

  void add(Member member) {
    if (members != null) {
      members.add(member);
    }
  }
}
