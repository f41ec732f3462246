package io.phish.core.registration.rdap;

import com.fasterxml.jackson.databind.JsonNode;
import io.phish.core.registration.Registrar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who has to do with a domain.
 *
 * @param registrar null if none is stated
 * @param registrarHandle null if none is stated
 * @param registrarOrganization beside its name, null if none is stated
 * @param registrantOrganization null if none is stated or it is masked
 * @param registrantCountry null if none is stated
 * @param hidden whether the holder is hidden, null if nothing is said of a holder
 */
record Entities(
    @Nullable Registrar registrar,
    @Nullable String registrarHandle,
    @Nullable String registrarOrganization,
    @Nullable String registrantOrganization,
    @Nullable String registrantCountry,
    @Nullable Boolean hidden) {

  private static final String IANA_ID = "iana registrar id";

  static Entities of(JsonNode object, List<String> redacted, List<String> oddities) {
    List<JsonNode> entities = RdapParser.limited(Json.objects(object.path("entities")));
    JsonNode registrar = withRole(entities, "registrar");
    JsonNode registrant = withRole(entities, "registrant");
    Contact holder = registrant == null ? null : Contact.of(registrant);
    String organization = holder == null ? null : holder.anyOrganization();
    return new Entities(
        registrar == null ? null : registrar(registrar, entities, oddities),
        registrar == null ? null : Json.text(registrar, "handle"),
        registrar == null ? null : Contact.of(registrar).organization(),
        Privacy.isMask(organization) ? null : organization,
        holder == null ? null : holder.country(),
        hidden(registrant, holder, redacted));
  }

  private static @Nullable JsonNode withRole(List<JsonNode> entities, String role) {
    for (JsonNode entity : entities) {
      for (String its : Json.texts(entity.path("roles"))) {
        if (its.equalsIgnoreCase(role)) {
          return entity;
        }
      }
    }
    return null;
  }

  private static @Nullable Registrar registrar(
      JsonNode entity, List<JsonNode> siblings, List<String> oddities) {
    Contact contact = Contact.of(entity);
    Integer ianaId = ianaId(entity, oddities);
    String name = contact.name() == null ? contact.organization() : contact.name();
    if (name == null && ianaId == null) {
      // Some registries give nothing but the name that they use among themselves.
      name = Json.text(entity, "handle");
    }
    JsonNode abuse = withRole(RdapParser.limited(Json.objects(entity.path("entities"))), "abuse");
    if (abuse == null) {
      abuse = withRole(siblings, "abuse");
    }
    Contact reports = abuse == null ? null : Contact.of(abuse);
    Registrar registrar =
        new Registrar(
            name,
            ianaId,
            url(entity, contact),
            reports == null ? null : reports.email(),
            reports == null ? null : reports.phone());
    return registrar.equals(new Registrar(null, null, null, null, null)) ? null : registrar;
  }

  private static @Nullable Integer ianaId(JsonNode entity, List<String> oddities) {
    for (JsonNode id : Json.objects(entity.path("publicIds"))) {
      String type = Json.text(id, "type");
      if (type != null && type.toLowerCase(Locale.ROOT).contains(IANA_ID)) {
        Integer number = positive(Json.text(id, "identifier"));
        if (number == null) {
          oddities.add("the IANA Registrar ID is no number");
        }
        return number;
      }
    }
    return null;
  }

  private static @Nullable Integer positive(@Nullable String digits) {
    try {
      int number = digits == null ? 0 : Integer.parseInt(digits);
      return number > 0 ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Its card's, or the page that RDAP profiles have in a link. */
  private static @Nullable String url(JsonNode entity, Contact contact) {
    if (contact.url() != null) {
      return contact.url();
    }
    for (JsonNode link : Json.objects(entity.path("links"))) {
      if ("about".equalsIgnoreCase(Json.text(link, "rel"))) {
        return Json.text(link, "href");
      }
    }
    return null;
  }

  private static @Nullable Boolean hidden(
      @Nullable JsonNode registrant, @Nullable Contact holder, List<String> redacted) {
    for (String name : redacted) {
      if (name.toLowerCase(Locale.ROOT).contains("registrant")) {
        return true;
      }
    }
    if (registrant == null || holder == null) {
      return null;
    }
    if (isMasked(holder.name()) || isMasked(holder.organization()) || isRemarked(registrant)) {
      return true;
    }
    for (String status : Json.texts(registrant.path("status"))) {
      // RFC 9083, section 10.2.2.
      if (List.of("private", "proxy", "removed", "obscured").contains(status)) {
        return true;
      }
    }
    boolean nameless = holder.name() == null && holder.organization() == null;
    return nameless ? null : false;
  }

  private static boolean isMasked(@Nullable String name) {
    return Privacy.isMask(name) || Privacy.isService(name);
  }

  /** The way of the ICANN profile of 2019, before there was RFC 9537. */
  private static boolean isRemarked(JsonNode registrant) {
    List<String> titles = new ArrayList<>();
    for (JsonNode remark : Json.objects(registrant.path("remarks"))) {
      titles.addAll(Json.texts(remark.path("title")));
      titles.addAll(Json.texts(remark.path("type")));
    }
    return titles.stream().anyMatch(title -> title.toLowerCase(Locale.ROOT).contains("redacted"));
  }
}
