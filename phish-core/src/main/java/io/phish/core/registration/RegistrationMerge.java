package io.phish.core.registration;

import io.phish.core.name.Idn;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts what several sources say of one domain together: of each field the first source that states
 * it is believed, so that a registry that comes before a registrar is filled up and never
 * overwritten.
 *
 * <p>The state is not a matter of order: one that knows a holder outweighs one that knows of none,
 * which outweighs one that does not know. Only sources with the state that was believed are asked
 * for more, and only if they speak of the same domain and registrar.
 */
public final class RegistrationMerge {
  private static final List<RegistrationState> BY_WEIGHT =
      List.of(
          RegistrationState.REGISTERED,
          RegistrationState.RESERVED,
          RegistrationState.UNREGISTERED,
          RegistrationState.THROTTLED,
          RegistrationState.UNKNOWN);

  private final List<Part> parts;
  private final Map<RegistrationField, String> sources = new EnumMap<>(RegistrationField.class);

  private RegistrationMerge(List<Part> parts) {
    this.parts = parts;
  }

  /**
   * What one source says.
   *
   * @param source who: a server or URL
   * @param registration what
   */
  public record Part(String source, Registration registration) {}

  /**
   * What all say together.
   *
   * @param registration the fields
   * @param sources who stated each of them; none for a field that nobody states; unmodifiable
   */
  public record Merged(Registration registration, Map<RegistrationField, String> sources) {}

  /**
   * Merges.
   *
   * @param parts the most trusted first; without any the state is unknown
   */
  public static Merged merge(List<Part> parts) {
    for (RegistrationState state : BY_WEIGHT) {
      List<Part> agreeing = parts.stream().filter(p -> p.registration().state() == state).toList();
      if (!agreeing.isEmpty()) {
        Registration first = agreeing.get(0).registration();
        List<Part> same =
            agreeing.stream().filter(p -> isSameDomain(first, p.registration())).toList();
        return new RegistrationMerge(same).merge(state);
      }
    }
    return new Merged(Registration.of(RegistrationState.UNKNOWN), Map.of());
  }

  private static boolean isSameDomain(Registration a, Registration b) {
    return a.domain() == null || b.domain() == null || ascii(a.domain()).equals(ascii(b.domain()));
  }

  private static String ascii(String domain) {
    String ascii = Idn.toAscii(domain);
    return ascii == null ? domain : ascii;
  }

  private Merged merge(RegistrationState state) {
    sources.put(RegistrationField.STATE, parts.get(0).source());
    Registration merged =
        Registration.builder(state)
            .domain(first(RegistrationField.DOMAIN, Registration::domain))
            .id(first(RegistrationField.ID, Registration::id))
            .created(first(RegistrationField.CREATED, Registration::created))
            .updated(first(RegistrationField.UPDATED, Registration::updated))
            .expires(first(RegistrationField.EXPIRES, Registration::expires))
            .registrar(registrar())
            .nameservers(list(RegistrationField.NAMESERVERS, Registration::nameservers))
            .statuses(list(RegistrationField.STATUSES, Registration::statuses))
            .signed(first(RegistrationField.SIGNED, Registration::signed))
            .registrantOrganization(
                first(
                    RegistrationField.REGISTRANT_ORGANIZATION,
                    Registration::registrantOrganization))
            .registrantCountry(
                first(RegistrationField.REGISTRANT_COUNTRY, Registration::registrantCountry))
            .hidden(first(RegistrationField.HIDDEN, Registration::hidden))
            .referral(first(RegistrationField.REFERRAL, Registration::referral))
            .build();
    return new Merged(merged, Collections.unmodifiableMap(sources));
  }

  private <T> @Nullable T first(
      RegistrationField field, Function<Registration, @Nullable T> getter) {
    for (Part part : parts) {
      T value = getter.apply(part.registration());
      if (value != null) {
        sources.put(field, part.source());
        return value;
      }
    }
    return null;
  }

  private List<String> list(RegistrationField field, Function<Registration, List<String>> getter) {
    List<String> found = first(field, registration -> nonEmpty(getter.apply(registration)));
    return found == null ? List.of() : found;
  }

  private static @Nullable List<String> nonEmpty(List<String> list) {
    return list.isEmpty() ? null : list;
  }

  /** Who sold it: the details of another company are not added to the first one's. */
  private @Nullable Registrar registrar() {
    Registrar first = null;
    for (Part part : parts) {
      first = part.registration().registrar();
      if (first != null) {
        break;
      }
    }
    if (first == null) {
      return null;
    }
    Registrar known = first;
    return new Registrar(
        ofRegistrar(RegistrationField.REGISTRAR_NAME, known, Registrar::name),
        ofRegistrar(RegistrationField.REGISTRAR_IANA_ID, known, Registrar::ianaId),
        ofRegistrar(RegistrationField.REGISTRAR_URL, known, Registrar::url),
        ofRegistrar(RegistrationField.ABUSE_EMAIL, known, Registrar::abuseEmail),
        ofRegistrar(RegistrationField.ABUSE_PHONE, known, Registrar::abusePhone));
  }

  private <T> @Nullable T ofRegistrar(
      RegistrationField field, Registrar known, Function<Registrar, @Nullable T> getter) {
    return first(
        field,
        registration -> {
          Registrar registrar = registration.registrar();
          return registrar == null || isAnother(known, registrar) ? null : getter.apply(registrar);
        });
  }

  private static boolean isAnother(Registrar known, Registrar other) {
    if (known.ianaId() != null && other.ianaId() != null) {
      return !known.ianaId().equals(other.ianaId());
    }
    return known.name() != null
        && other.name() != null
        && !known.name().equalsIgnoreCase(other.name());
  }
}
