package io.phish.core.packages.manifest;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties that a {@code pom.xml} sets itself; those of its parent are not known. */
final class PomProperties {
  private static final int MAX_STEPS = 100;
  private static final int MAX_LENGTH = 1024;

  private final Map<String, String> values = new HashMap<>();

  static PomProperties of(XmlElement project) {
    PomProperties properties = new PomProperties();
    XmlElement parent = project.child("parent");
    for (String name : new String[] {"groupId", "version"}) {
      String inherited = parent.child(name).text();
      String own = project.child(name).text();
      properties.put("project.parent." + name, inherited);
      properties.put("project." + name, own.isEmpty() ? inherited : own);
      properties.put("pom." + name, own.isEmpty() ? inherited : own);
      properties.put(name, own.isEmpty() ? inherited : own);
    }
    properties.put("project.artifactId", project.child("artifactId").text());
    properties.putAll(project.child("properties"));
    for (XmlElement profile : project.child("profiles").children()) {
      properties.putAll(profile.child("properties"));
    }
    return properties;
  }

  private void putAll(XmlElement properties) {
    for (XmlElement property : properties.children()) {
      values.putIfAbsent(property.name(), property.text());
    }
  }

  private void put(String name, String value) {
    if (!value.isEmpty()) {
      values.put(name, value);
    }
  }

  /** The text with all properties replaced; null if one is not set here, or never ends. */
  @Nullable String resolve(String written) {
    String text = written;
    for (int step = 0; step < MAX_STEPS && text.length() <= MAX_LENGTH; step++) {
      int begin = text.indexOf("${");
      if (begin < 0) {
        return text;
      }
      int end = text.indexOf('}', begin);
      String value = end < 0 ? null : values.get(text.substring(begin + 2, end).strip());
      if (value == null) {
        return null;
      }
      text = text.substring(0, begin) + value + text.substring(end + 1);
    }
    return null;
  }
}
