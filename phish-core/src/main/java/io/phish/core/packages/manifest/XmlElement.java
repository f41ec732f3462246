package io.phish.core.packages.manifest;

import java.util.ArrayList;
import java.util.List;

/** An element of an XML file, by its local name, and the line it begins in. */
final class XmlElement {
  static final XmlElement NOTHING = new XmlElement("", 0);

  private final String name;
  private final int line;
  private final List<XmlElement> children = new ArrayList<>(4);
  private String text = "";

  XmlElement(String name, int line) {
    this.name = name;
    this.line = line;
  }

  String name() {
    return name;
  }

  int line() {
    return line;
  }

  /** Between its tags, without that of its children, stripped. */
  String text() {
    return text;
  }

  List<XmlElement> children() {
    return children;
  }

  /** The first child of a name, else nothing. */
  XmlElement child(String wanted) {
    for (XmlElement child : children) {
      if (child.name.equals(wanted)) {
        return child;
      }
    }
    return NOTHING;
  }

  void add(XmlElement child) {
    children.add(child);
  }

  void text(String value) {
    text = value;
  }
}
