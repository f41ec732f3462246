package io.phish.core.registration.rdap;

import com.fasterxml.jackson.databind.JsonNode;
import io.phish.core.name.Idn;
import io.phish.core.registration.EppStatus;
import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;
import io.phish.core.registration.RegistryDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A domain object (RFC 9083, section 5.3). */
final class DomainObject {
  private static final List<String> RESERVED = List.of("reserved", "registry reserved", "blocked");

  private final JsonNode object;
  private final List<String> oddities;

  DomainObject(JsonNode object, List<String> oddities) {
    this.object = object;
    this.oddities = oddities;
  }

  Registration read(List<RdapResponse.Event> events, Entities entities) {
    List<String> statuses = RdapParser.limited(Json.texts(object.path("status")));
    return Registration.builder(state(statuses))
        .domain(name(object))
        .id(Json.text(object, "handle"))
        .created(created(events))
        .updated(latest(events, "last changed"))
        .expires(expires(events))
        .registrar(entities.registrar())
        .nameservers(nameservers())
        .statuses(epp(statuses))
        .signed(signed())
        .registrantOrganization(entities.registrantOrganization())
        .registrantCountry(entities.registrantCountry())
        .hidden(entities.hidden())
        .referral(Json.text(object, "port43"))
        .build();
  }

  private static RegistrationState state(List<String> statuses) {
    return statuses.stream().anyMatch(status -> RESERVED.contains(status.toLowerCase(Locale.ROOT)))
        ? RegistrationState.RESERVED
        : RegistrationState.REGISTERED;
  }

  /** When this registration began: the last one of a domain that was deleted in between. */
  private static @Nullable RegistryDate created(List<RdapResponse.Event> events) {
    RegistryDate again = latest(events, "reregistration");
    RegistryDate first = first(events, "registration");
    return again != null && (first == null || again.day().isAfter(first.day())) ? again : first;
  }

  /** The registry's date counts; a registrar may state its own beside it. */
  private static @Nullable RegistryDate expires(List<RdapResponse.Event> events) {
    RegistryDate expires = first(events, "expiration");
    return expires == null ? first(events, "registrar expiration") : expires;
  }

  private static @Nullable RegistryDate first(List<RdapResponse.Event> events, String action) {
    for (RdapResponse.Event event : events) {
      if (event.action().equals(action)) {
        return event.date();
      }
    }
    return null;
  }

  private static @Nullable RegistryDate latest(List<RdapResponse.Event> events, String action) {
    RegistryDate latest = null;
    for (RdapResponse.Event event : events) {
      if (event.action().equals(action)
          && (latest == null || event.date().day().isAfter(latest.day()))) {
        latest = event.date();
      }
    }
    return latest;
  }

  private List<String> nameservers() {
    Set<String> names = new LinkedHashSet<>();
    JsonNode array = object.path("nameservers");
    for (JsonNode element : array.isArray() ? array : List.<JsonNode>of()) {
      String name = element.isTextual() ? host(element.asText()) : name(element);
      if (name == null) {
        oddities.add("a nameserver has no name");
      } else if (names.size() < RdapParser.MAX_ELEMENTS) {
        names.add(name);
      }
    }
    return new ArrayList<>(names);
  }

  private static @Nullable String name(JsonNode named) {
    String ldh = Json.text(named, "ldhName");
    return host(ldh == null ? Json.text(named, "unicodeName") : ldh);
  }

  /** In lower case, in A-labels, without a trailing dot or an address after it. */
  private static @Nullable String host(@Nullable String written) {
    if (written == null) {
      return null;
    }
    String name = written.strip();
    for (int i = 0; i < name.length(); i++) {
      if (Character.isWhitespace(name.charAt(i))) {
        name = name.substring(0, i);
      }
    }
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.isEmpty()) {
      return null;
    }
    String ascii = Idn.toAscii(name);
    return ascii == null ? name.toLowerCase(Locale.ROOT) : ascii;
  }

  private static List<String> epp(List<String> statuses) {
    Set<String> epp = new LinkedHashSet<>();
    for (String status : statuses) {
      epp.add(EppStatus.ofRdap(status));
    }
    return new ArrayList<>(epp);
  }

  private @Nullable Boolean signed() {
    JsonNode secure = object.path("secureDNS");
    JsonNode delegation = secure.path("delegationSigned");
    if (delegation.isBoolean()) {
      return delegation.asBoolean();
    }
    if (delegation.isTextual()) {
      oddities.add("delegationSigned is no boolean");
      return switch (delegation.asText().strip().toLowerCase(Locale.ROOT)) {
        case "true", "yes", "1" -> true;
        case "false", "no", "0" -> false;
        default -> null;
      };
    }
    boolean keys =
        !Json.objects(secure.path("dsData")).isEmpty()
            || !Json.objects(secure.path("keyData")).isEmpty();
    return keys ? true : null;
  }
}
