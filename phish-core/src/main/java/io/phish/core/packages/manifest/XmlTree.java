package io.phish.core.packages.manifest;

import io.phish.core.packages.manifest.ManifestProblem.Code;
import io.phish.core.packages.manifest.NodeBuilder.StopException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads XML as far as it goes. No document type is looked at and no entity expanded. */
final class XmlTree {
  /** Coordinates and addresses; a description may be longer, and nobody reads it. */
  private static final int MAX_TEXT = 8192;

  /** The limit of the JDK, 200 since 24 and none before; ours are the same on all. */
  private static final String DEPTH_LIMIT = "jdk.xml.maxElementDepth";

  private final ManifestLimits limits;
  private final Findings out;
  private final Deque<XmlElement> open = new ArrayDeque<>();
  private final Deque<StringBuilder> texts = new ArrayDeque<>();
  private XmlElement root = XmlElement.NOTHING;
  private int elements;

  private XmlTree(ManifestLimits limits, Findings out) {
    this.limits = limits;
    this.out = out;
  }

  static XmlElement read(InputStream octets, ManifestLimits limits, Findings out) {
    XmlTree tree = new XmlTree(limits, out);
    tree.read(octets);
    return tree.root;
  }

  private void read(InputStream octets) {
    int line = 1;
    @Nullable XMLStreamReader xml = null;
    try {
      xml = factory().createXMLStreamReader(octets);
      while (xml.hasNext()) {
        int event = xml.next();
        line = Math.max(line, xml.getLocation().getLineNumber());
        accept(event, xml, line);
      }
    } catch (StopException e) {
      e.report(out);
    } catch (XMLStreamException e) {
      int at = e.getLocation() == null ? line : Math.max(1, e.getLocation().getLineNumber());
      out.problem(Code.SYNTAX, at, "is no XML: " + message(e));
    } catch (RuntimeException e) {
      // The parser of the JDK throws whatever comes from malformed encodings.
      out.problem(Code.SYNTAX, line, "is no XML: " + e.getClass().getSimpleName());
    } finally {
      close(xml);
    }
    while (!open.isEmpty()) {
      leave();
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(DEPTH_LIMIT, "0");
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entities are not read");
        });
    return factory;
  }

  private void accept(int event, XMLStreamReader xml, int line) throws StopException {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> enter(xml.getLocalName(), line);
      case XMLStreamConstants.END_ELEMENT -> leave();
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(xml);
      case XMLStreamConstants.DTD ->
          out.problem(Code.ENTITY, line, "declares a document type, which is not read");
      case XMLStreamConstants.ENTITY_REFERENCE -> {
        out.problem(
            Code.ENTITY,
            line,
            "entity &" + Findings.shortened(String.valueOf(xml.getLocalName())) + "; is not read");
        append("\uFFFD");
      }
      default -> {
        // Comments, instructions, and space.
      }
    }
  }

  private void enter(String name, int line) throws StopException {
    elements++;
    if (elements > limits.values()) {
      throw new StopException(
          Code.TOO_MANY,
          line,
          "has more than " + limits.values() + " elements; the rest is skipped");
    }
    if (open.size() >= limits.depth()) {
      throw new StopException(
          Code.TOO_DEEP, line, "is nested more than " + limits.depth() + " levels deep");
    }
    XmlElement element = new XmlElement(name, line);
    XmlElement parent = open.peek();
    if (parent == null) {
      root = element;
    } else {
      parent.add(element);
    }
    open.push(element);
    texts.push(new StringBuilder());
  }

  private void leave() {
    open.pop().text(texts.pop().toString().strip());
  }

  private void append(XMLStreamReader xml) {
    if (!xml.isWhiteSpace()) {
      append(xml.getText());
    }
  }

  private void append(String text) {
    StringBuilder all = texts.peek();
    if (all != null && all.length() < MAX_TEXT) {
      all.append(text, 0, Math.min(text.length(), MAX_TEXT - all.length()));
    }
  }

  private static String message(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    int begin = message.indexOf("Message: ");
    String line = begin < 0 ? message : message.substring(begin + 9);
    return Findings.shortened(line.replace('\n', ' '));
  }

  private static void close(@Nullable XMLStreamReader xml) {
    if (xml != null) {
      try {
        xml.close();
      } catch (XMLStreamException e) {
        // It reads from memory.
      }
    }
  }
}
