package io.phish.core.registration.rdap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the jCard of an entity says (RFC 7095), however oddly: properties in an object, parameters
 * that are no object, values nested deeper than they should be. Each field is the first that is
 * there and not blank.
 *
 * @param name {@code fn}
 * @param organization {@code org}, its first component
 * @param kind {@code kind}
 * @param email {@code email}
 * @param phone {@code tel} without its scheme, a voice number rather than a fax
 * @param url {@code url}
 * @param country of {@code adr}: two letters in upper case
 */
record Contact(
    @Nullable String name,
    @Nullable String organization,
    @Nullable String kind,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String url,
    @Nullable String country) {

  /** Where the values of a property begin, after name, parameters and type. */
  private static final int VALUES = 3;

  /** Of the components of an address (RFC 6350, section 6.3.1). */
  private static final int COUNTRY = 6;

  private static final Contact NOTHING = new Contact(null, null, null, null, null, null, null);

  /** The contact of an entity, with nothing in it if it has none. */
  static Contact of(JsonNode entity) {
    JsonNode card = entity.path("vcardArray");
    List<JsonNode> properties = new ArrayList<>();
    collect(card, properties, 0);
    if (properties.isEmpty()) {
      return NOTHING;
    }
    return new Contact(
        first(properties, "fn"),
        first(properties, "org"),
        first(properties, "kind"),
        first(properties, "email"),
        phone(properties),
        first(properties, "url"),
        country(properties));
  }

  /** A property is an array that begins with a name; cards are sometimes wrapped once too often. */
  private static void collect(JsonNode node, List<JsonNode> properties, int depth) {
    if (!node.isArray() || depth > 4) {
      return;
    }
    if (node.size() > VALUES && node.get(0).isTextual() && !node.get(1).isArray()) {
      properties.add(node);
      return;
    }
    for (JsonNode child : node) {
      collect(child, properties, depth + 1);
    }
  }

  private static boolean isNamed(JsonNode property, String name) {
    return property.get(0).asText().equalsIgnoreCase(name);
  }

  private static @Nullable String first(List<JsonNode> properties, String name) {
    for (JsonNode property : properties) {
      if (isNamed(property, name)) {
        String value = firstText(property.get(VALUES));
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  /** The value, or the first that is not blank of those within. */
  private static @Nullable String firstText(JsonNode value) {
    if (!value.isArray()) {
      return Json.text(value);
    }
    for (JsonNode element : value) {
      String text = firstText(element);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static @Nullable String phone(List<JsonNode> properties) {
    String fax = null;
    for (JsonNode property : properties) {
      String value = isNamed(property, "tel") ? firstText(property.get(VALUES)) : null;
      if (value == null) {
        continue;
      }
      String number =
          value.regionMatches(true, 0, "tel:", 0, 4) ? value.substring(4).strip() : value;
      if (number.isEmpty()) {
        continue;
      }
      List<String> types = Json.texts(property.get(1).path("type"));
      if (types.stream().noneMatch(type -> type.equalsIgnoreCase("fax"))) {
        return number;
      }
      fax = fax == null ? number : fax;
    }
    return fax;
  }

  private static @Nullable String country(List<JsonNode> properties) {
    for (JsonNode property : properties) {
      if (!isNamed(property, "adr")) {
        continue;
      }
      // RFC 8605 has the code in a parameter; the address itself should have the name.
      String code = Countries.code(Json.text(property.get(1), "cc"));
      if (code == null) {
        code = Countries.code(firstText(property.get(VALUES).path(COUNTRY)));
      }
      if (code != null) {
        return code;
      }
    }
    return null;
  }

  /** Whether it is an organization that the name stands for. */
  boolean isOrganization() {
    return kind != null && kind.toLowerCase(Locale.ROOT).startsWith("org");
  }

  /** The organization, or the name if that is what it names. */
  @Nullable String anyOrganization() {
    return organization != null || !isOrganization() ? organization : name;
  }
}
