package io.phish.core.packages.manifest;

import io.phish.core.packages.manifest.Node.Member;
import java.util.Iterator;

/**
 * Bills of materials, CycloneDX and SPDX 2 and 3: the packages in them that have a package URL of
 * an ecosystem that is known.
 */
final class SbomParser {

  private SbomParser() {}

  /** JSON of either. */
  static void parseJson(Content content, Findings out) {
    Node root = JsonTree.read(content.text(), content.limits(), out);
    components(root.get("components"), out);
    for (Node item : root.get("packages").items()) {
      for (Node reference : item.get("externalRefs").items()) {
        if (isPurl(reference.get("referenceType").textOrEmpty())) {
          purl(reference.get("referenceLocator"), out);
        }
      }
    }
    for (Node element : root.get("@graph").items()) {
      element(element, out);
    }
  }

  /** CycloneDX: a component may be made of others. */
  private static void components(Node components, Findings out) {
    for (Node component : components.items()) {
      purl(component.get("purl"), out);
      components(component.get("components"), out);
    }
  }

  /** SPDX 3. */
  private static void element(Node element, Findings out) {
    boolean found = false;
    for (Member member : element.members()) {
      if (member.name().equals("software_packageUrl") || member.name().equals("packageUrl")) {
        purl(member.value(), out);
        found = true;
      }
    }
    for (Node identifier : element.get("externalIdentifier").items()) {
      if (!found && isPurl(identifier.get("externalIdentifierType").textOrEmpty())) {
        purl(identifier.get("identifier"), out);
      }
    }
  }

  private static boolean isPurl(String type) {
    return type.equals("purl") || type.equals("packageUrl") || type.endsWith("/purl");
  }

  private static void purl(Node node, Findings out) {
    String text = node.text();
    if (text != null && !text.isEmpty()) {
      PackageUrl.read(text, node.line(), out);
    }
  }

  /** CycloneDX in XML. */
  static void parseXml(Content content, Findings out) {
    components(XmlTree.read(content.stream(), content.limits(), out).child("components"), out);
  }

  private static void components(XmlElement components, Findings out) {
    for (XmlElement component : components.children()) {
      XmlElement purl = component.child("purl");
      if (!purl.text().isEmpty()) {
        PackageUrl.read(purl.text(), purl.line(), out);
      }
      components(component.child("components"), out);
    }
  }

  /** SPDX, tag and value: {@code ExternalRef: PACKAGE-MANAGER purl pkg:npm/name@1.0.0}. */
  static void parseTags(Content content, Findings out) {
    Iterator<String> lines = content.text().lines().iterator();
    for (int number = 1; lines.hasNext(); number++) {
      String line = lines.next().strip();
      if (line.startsWith("ExternalRef:")) {
        String[] parts = line.substring("ExternalRef:".length()).strip().split("\\s+", 3);
        if (parts.length == 3 && isPurl(parts[1])) {
          PackageUrl.read(parts[2], number, out);
        }
      }
    }
  }
}
