package io.phish.core.packages.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An element of XML that strangers wrote: without document type, entities of its own, or anything
 * that is fetched from elsewhere; within limits.
 */
final class XmlNode {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NODES = 200_000;
  private static final int MAX_LENGTH = 4 << 20;

  private final String name;
  private final Map<String, String> attributes;
  private final int line;
  private final List<XmlNode> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private XmlNode(String name, Map<String, String> attributes, int line) {
    this.name = name;
    this.attributes = attributes;
    this.line = line;
  }

  /**
   * Reads a document.
   *
   * @return its root
   * @throws MalformedAnswerException if it is none, or has what is not allowed, with the line
   */
  static XmlNode read(InputStream in) throws IOException {
    byte[] octets = in.readNBytes(MAX_LENGTH + 1);
    if (octets.length > MAX_LENGTH) {
      throw new MalformedAnswerException("it has more than " + MAX_LENGTH + " octets");
    }
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(octets));
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new MalformedAnswerException("it is no XML: " + words(e));
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("it refers to what is elsewhere");
        });
    return factory;
  }

  /** The platform's message has the place in its first line and what is wrong in the last. */
  private static String words(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    int label = message.indexOf("Message: ");
    String what = label < 0 ? message : message.substring(label + "Message: ".length());
    int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
    return Texts.shown(what.replace('\n', ' ')) + " in line " + line;
  }

  private static XmlNode read(XMLStreamReader reader)
      throws XMLStreamException, MalformedAnswerException {
    Deque<XmlNode> open = new ArrayDeque<>();
    XmlNode root = null;
    int nodes = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          XmlNode node = start(reader);
          nodes++;
          if (nodes > MAX_NODES || open.size() >= MAX_DEPTH) {
            throw malformed("it has too many elements, or too deep ones,", reader);
          }
          if (open.isEmpty()) {
            root = node;
          } else {
            open.getLast().children.add(node);
          }
          open.addLast(node);
        }
        case XMLStreamConstants.END_ELEMENT -> open.removeLast();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (!open.isEmpty()) {
            open.getLast().text.append(reader.getText());
          }
        }
        case XMLStreamConstants.DTD -> throw malformed("it has a document type", reader);
        case XMLStreamConstants.ENTITY_REFERENCE -> throw malformed("it has an entity", reader);
        default -> {}
      }
    }
    if (root == null) {
      throw malformed("it has no element", reader);
    }
    return root;
  }

  private static XmlNode start(XMLStreamReader reader) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return new XmlNode(reader.getLocalName(), attributes, reader.getLocation().getLineNumber());
  }

  private static MalformedAnswerException malformed(String what, XMLStreamReader reader) {
    return new MalformedAnswerException(
        what + " in line " + Math.max(0, reader.getLocation().getLineNumber()));
  }

  String name() {
    return name;
  }

  /** Where it begins, from 1. */
  int line() {
    return line;
  }

  /** An attribute, null if it is not there. */
  @Nullable String attribute(String key) {
    return attributes.get(key);
  }

  /** All elements right below. */
  List<XmlNode> children() {
    return children;
  }

  /** The elements of a name right below. */
  List<XmlNode> children(String wanted) {
    return children.stream().filter(child -> child.name.equals(wanted)).toList();
  }

  /** The elements of the last name of a path, below the elements of the first ones. */
  List<XmlNode> all(String... path) {
    List<XmlNode> found = List.of(this);
    for (String wanted : path) {
      found = found.stream().flatMap(node -> node.children(wanted).stream()).toList();
    }
    return found;
  }

  /** The text of the first element at a path, null if there is none or it is blank. */
  @Nullable String text(String... path) {
    for (XmlNode node : all(path)) {
      String found = node.text.toString().strip();
      return found.isEmpty() ? null : found;
    }
    return null;
  }
}
