package io.phish.core.registration.rdap;

import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistryDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reply of an RDAP server (RFC 9083). What is not stated is null or empty.
 *
 * @param kind the object class, {@code error} for an error, the member's name for search results,
 *     null for a piece of an object
 * @param handle of the object
 * @param ldhName of the object, as written
 * @param unicodeName of the object, as written
 * @param statuses as written
 * @param events in the order of the reply
 * @param registrarHandle of the entity that is the registrar
 * @param registrarOrganization of that entity, beside its name
 * @param dsCount how many DS records are listed
 * @param links of the object itself
 * @param notices their titles and descriptions
 * @param conformance what the server says it conforms to
 * @param redacted the names of what was taken out (RFC 9537)
 * @param language of the reply
 * @param error what the server has to say if it is an error
 * @param oddities what is not as RFC 9083 has it, in words
 * @param registration what it all says of a domain; of an unknown state unless it is one
 */
public record RdapResponse(
    @Nullable String kind,
    @Nullable String handle,
    @Nullable String ldhName,
    @Nullable String unicodeName,
    List<String> statuses,
    List<Event> events,
    @Nullable String registrarHandle,
    @Nullable String registrarOrganization,
    int dsCount,
    List<Link> links,
    List<String> notices,
    List<String> conformance,
    List<String> redacted,
    @Nullable String language,
    @Nullable Problem error,
    List<String> oddities,
    Registration registration) {

  /** Copies the lists. */
  public RdapResponse {
    Objects.requireNonNull(registration, "registration");
    statuses = List.copyOf(statuses);
    events = List.copyOf(events);
    links = List.copyOf(links);
    notices = List.copyOf(notices);
    conformance = List.copyOf(conformance);
    redacted = List.copyOf(redacted);
    oddities = List.copyOf(oddities);
  }

  /**
   * Something that happened, or will (RFC 9083, section 4.5).
   *
   * @param action what, in lower case: {@code registration}, {@code last changed} …
   * @param date when
   */
  public record Event(String action, RegistryDate date) {}

  /**
   * A link (RFC 9083, section 4.2).
   *
   * @param relation in lower case: {@code self}, {@code related} …; null if it is not stated
   * @param type the media type, in lower case; null if it is not stated
   * @param target where it leads, as written
   */
  public record Link(@Nullable String relation, @Nullable String type, String target) {}

  /**
   * An error (RFC 9083, section 6).
   *
   * @param code the status code of HTTP, 0 if it is not stated
   * @param title in short
   * @param description at length
   */
  public record Problem(int code, @Nullable String title, List<String> description) {

    /** Copies the list. */
    public Problem {
      description = List.copyOf(description);
    }
  }

  /**
   * Where the registrar has its own reply on the same domain: a {@code related} link of the media
   * type of RDAP. Links to pages for people have another.
   */
  public @Nullable String registrarLink() {
    for (Link link : links) {
      if ("related".equals(link.relation()) && RdapParser.MEDIA_TYPE.equals(link.type())) {
        return link.target();
      }
    }
    return null;
  }
}
