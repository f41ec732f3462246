package io.phish.core.registration.rdap;

import com.fasterxml.jackson.databind.JsonNode;
import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies of RDAP servers (RFC 9083) on domains; of other objects, errors and pieces what
 * they have in common with them. Takes what servers make of the standard and says what is odd about
 * it. Immutable; linear in the length of the reply.
 */
public final class RdapParser {
  /** The media type of RDAP (RFC 7480, section 4.2). */
  public static final String MEDIA_TYPE = "application/rdap+json";

  /** Of a reply, in octets or UTF-16 units. */
  public static final int MAX_LENGTH = Json.MAX_LENGTH;

  /** No list of a reply on one domain is longer; the rest is left out. */
  static final int MAX_ELEMENTS = 1_000;

  private static final List<String> SEARCHES =
      List.of("domainSearchResults", "nameserverSearchResults", "entitySearchResults");

  /** With the rules of RFC 9083. */
  public RdapParser() {}

  /**
   * What a reply says.
   *
   * @param reply in UTF-8, or another encoding of Unicode
   * @throws MalformedRdapException if it is longer than {@link #MAX_LENGTH}, nested deeper than 64
   *     levels, cut, no JSON or no JSON object
   */
  public RdapResponse parse(byte[] reply) {
    return new Reading(Json.read(reply)).response();
  }

  /**
   * What a reply says; see {@link #parse(byte[])}.
   *
   * @param reply decoded
   */
  public RdapResponse parse(String reply) {
    return new Reading(Json.read(reply)).response();
  }

  /** One reply being read. */
  private static final class Reading {
    private final JsonNode root;
    private final List<String> oddities;

    Reading(Json.Document document) {
      this.root = document.root();
      this.oddities = document.oddities();
      if (!root.isObject()) {
        throw new MalformedRdapException("the reply is no JSON object", 0, null);
      }
    }

    RdapResponse response() {
      String kind = kind();
      boolean isDomain = "domain".equals(kind);
      RdapResponse.Problem error = "error".equals(kind) ? problem() : null;
      List<RdapResponse.Event> events = events();
      List<String> redacted = redacted();
      Entities entities = Entities.of(root, redacted, oddities);
      Registration registration =
          isDomain
              ? new DomainObject(root, oddities).read(events, entities)
              : Registration.of(error == null ? RegistrationState.UNKNOWN : Errors.state(error));
      return new RdapResponse(
          kind,
          text("handle"),
          text("ldhName"),
          text("unicodeName"),
          limited(Json.texts(root.path("status"))),
          events,
          entities.registrarHandle(),
          entities.registrarOrganization(),
          Json.objects(root.path("secureDNS").path("dsData")).size(),
          links(),
          notices(),
          limited(Json.texts(root.path("rdapConformance"))),
          redacted,
          text("lang"),
          error,
          oddities,
          registration);
    }

    private @Nullable String kind() {
      String kind = text("objectClassName");
      if (kind != null) {
        return kind.toLowerCase(Locale.ROOT);
      }
      if (root.has("errorCode")) {
        return "error";
      }
      for (String search : SEARCHES) {
        if (root.has(search)) {
          return search;
        }
      }
      boolean named = text("ldhName") != null || text("unicodeName") != null;
      if (named && (root.has("events") || root.has("nameservers") || root.has("entities"))) {
        oddities.add("objectClassName is missing");
        return "domain";
      }
      return null;
    }

    private @Nullable String text(String member) {
      JsonNode value = root.path(member);
      String text = Json.text(value);
      if (text == null && !value.isMissingNode() && !value.isNull() && !value.isTextual()) {
        oddities.add(member + " is no string");
      }
      return text;
    }

    private RdapResponse.Problem problem() {
      return new RdapResponse.Problem(
          root.path("errorCode").asInt(0),
          Json.text(root, "title"),
          limited(Json.texts(root.path("description"))));
    }

    private List<RdapResponse.Event> events() {
      List<RdapResponse.Event> events = new ArrayList<>();
      for (JsonNode event : limited(Json.objects(root.path("events")))) {
        String action = Json.text(event, "eventAction");
        String written = Json.text(event, "eventDate");
        if (action == null || written == null) {
          oddities.add("an event has no action or no date");
          continue;
        }
        var date = RdapDates.parse(written);
        if (date == null) {
          oddities.add("an eventDate is no date");
        } else {
          events.add(new RdapResponse.Event(action.toLowerCase(Locale.ROOT), date));
        }
      }
      return events;
    }

    private List<RdapResponse.Link> links() {
      List<RdapResponse.Link> links = new ArrayList<>();
      for (JsonNode link : limited(Json.objects(root.path("links")))) {
        String target = Json.text(link, "href");
        if (target == null) {
          oddities.add("a link leads nowhere");
        } else {
          links.add(
              new RdapResponse.Link(
                  lower(Json.text(link, "rel")), lower(Json.text(link, "type")), target));
        }
      }
      return links;
    }

    private static @Nullable String lower(@Nullable String text) {
      return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private List<String> notices() {
      List<String> notices = new ArrayList<>();
      for (JsonNode notice : limited(Json.objects(root.path("notices")))) {
        String title = Json.text(notice, "title");
        String description = String.join(" ", Json.texts(notice.path("description")));
        notices.add(
            title == null
                ? description
                : description.isEmpty() ? title : title + ": " + description);
      }
      return notices;
    }

    /** The names of what was taken out; a type is as good as a description. */
    private List<String> redacted() {
      List<String> redacted = new ArrayList<>();
      for (JsonNode redaction : limited(Json.objects(root.path("redacted")))) {
        JsonNode name = redaction.path("name");
        String words = Json.text(name.isObject() ? name.path("type") : name);
        if (words == null) {
          words = Json.text(name, "description");
        }
        redacted.add(Objects.requireNonNullElse(words, "unnamed"));
      }
      return redacted;
    }
  }

  static <T> List<T> limited(List<T> list) {
    return list.size() <= MAX_ELEMENTS ? list : list.subList(0, MAX_ELEMENTS);
  }
}
