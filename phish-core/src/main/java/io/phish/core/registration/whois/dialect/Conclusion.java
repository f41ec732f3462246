package io.phish.core.registration.whois.dialect;

import io.phish.core.registration.Registrar;
import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;
import io.phish.core.registration.RegistryDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Concludes from the records of a reply what it says of the domain. */
final class Conclusion {
  private final RecordWriter read;
  private final List<Line> lines;
  private final Words words;
  private final Answers answers;
  private final Dialect dialect;

  Conclusion(RecordWriter read, List<Line> lines, Words words, Answers answers, Dialect dialect) {
    this.read = read;
    this.lines = lines;
    this.words = words;
    this.answers = answers;
    this.dialect = dialect;
  }

  Registration registration() {
    Draft draft = merged();
    DateOrder order = order();
    String domain = draft.value(Field.DOMAIN);
    List<String> nameservers = new ArrayList<>(draft.nameservers());
    nameservers.remove(domain);
    RegistryDate created = first(draft.dates(Field.CREATED), order);
    RegistryDate expires = first(draft.dates(Field.EXPIRES), order);
    RegistryDate updated = latest(draft.dates(Field.UPDATED), order);
    boolean record =
        created != null
            || expires != null
            || !nameservers.isEmpty()
            || (domain != null && hasDetails(draft, updated));
    return Registration.builder(state(draft, record))
        .domain(domain)
        .id(draft.value(Field.ID))
        .created(created)
        .updated(updated)
        .expires(expires)
        .registrar(registrar(draft))
        .nameservers(nameservers)
        .statuses(List.copyOf(draft.statuses()))
        .signed(signed(draft.value(Field.DNSSEC)))
        .registrantOrganization(organization(draft))
        .registrantCountry(country(draft.value(Field.COUNTRY)))
        .hidden(hidden(draft))
        .referral(referral(draft.value(Field.REFERRAL)))
        .build();
  }

  /** All records of the first domain that is named, as one. */
  private Draft merged() {
    Draft first = null;
    for (Draft record : read.records()) {
      String domain = record.value(Field.DOMAIN);
      if (first == null) {
        first = domain == null && read.records().size() > 1 && isEmpty(record) ? null : record;
      } else if (domain != null && first.value(Field.DOMAIN) == null) {
        record.merge(first);
        first = record;
      } else if (domain != null && domain.equals(first.value(Field.DOMAIN))) {
        first.merge(record);
      }
    }
    return first == null ? new Draft() : first;
  }

  private static boolean isEmpty(Draft record) {
    return record.nameservers().isEmpty()
        && record.dates(Field.CREATED).isEmpty()
        && record.dates(Field.EXPIRES).isEmpty()
        && !record.has(Field.REGISTRAR);
  }

  private static boolean hasDetails(Draft draft, @Nullable RegistryDate updated) {
    return updated != null
        || draft.has(Field.REGISTRAR)
        || draft.has(Field.ORGANIZATION)
        || draft.has(Field.ID)
        || !draft.statuses().isEmpty();
  }

  private RegistrationState state(Draft draft, boolean record) {
    Answer stated = draft.answer();
    boolean firm =
        !draft.nameservers().isEmpty()
            || !draft.dates(Field.CREATED).isEmpty()
            || !draft.dates(Field.EXPIRES).isEmpty();
    if (stated != null && !firm) {
      return stated.state();
    }
    if (record) {
      return RegistrationState.REGISTERED;
    }
    return answers.of(lines, dialect).state();
  }

  /**
   * What comes first in dates: what the dialect says, or dates that can be read in one way only.
   */
  private DateOrder order() {
    DateOrder settled = DateOrder.UNKNOWN;
    for (String text : read.dateTexts()) {
      DateOrder order = DateReader.orderOf(text);
      if (order != DateOrder.UNKNOWN) {
        if (settled != DateOrder.UNKNOWN && settled != order) {
          return DateOrder.UNKNOWN;
        }
        settled = order;
      }
    }
    return settled == DateOrder.UNKNOWN ? dialect.order() : settled;
  }

  private static @Nullable RegistryDate first(List<Draft.StatedDate> dates, DateOrder order) {
    RegistryDate best = null;
    int rank = Integer.MAX_VALUE;
    for (Draft.StatedDate stated : dates) {
      RegistryDate date = stated.rank() < rank ? read(stated, order) : null;
      if (date != null) {
        best = date;
        rank = stated.rank();
      }
    }
    return best;
  }

  private static @Nullable RegistryDate latest(List<Draft.StatedDate> dates, DateOrder order) {
    RegistryDate best = null;
    int rank = Integer.MAX_VALUE;
    for (Draft.StatedDate stated : dates) {
      RegistryDate date = stated.rank() <= rank ? read(stated, order) : null;
      if (date != null
          && (best == null || stated.rank() < rank || date.day().isAfter(best.day()))) {
        best = date;
        rank = stated.rank();
      }
    }
    return best;
  }

  private static @Nullable RegistryDate read(Draft.StatedDate stated, DateOrder order) {
    return DateReader.read(
        stated.value(), stated.order() == DateOrder.UNKNOWN ? order : stated.order());
  }

  private @Nullable Registrar registrar(Draft draft) {
    String name = draft.value(Field.REGISTRAR);
    String url = draft.value(Field.REGISTRAR_URL);
    Integer id = number(draft.value(Field.IANA_ID));
    if (name != null) {
      RegistrarName parts = RegistrarName.of(name, draft.has(Field.IANA_ID));
      name = parts.name();
      url = url == null ? parts.url() : url;
      id = id == null ? number(parts.ianaId()) : id;
    }
    String email = draft.value(Field.ABUSE_EMAIL);
    String phone = draft.value(Field.ABUSE_PHONE);
    return name == null && url == null && id == null && email == null && phone == null
        ? null
        : new Registrar(name, id, url, email, phone);
  }

  private static @Nullable Integer number(@Nullable String digits) {
    if (digits == null || digits.isEmpty() || digits.length() > 9) {
      return null;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return null;
      }
    }
    int number = Integer.parseInt(digits);
    return number == 0 ? null : number;
  }

  private static @Nullable Boolean signed(@Nullable String value) {
    if (value == null) {
      return null;
    }
    String words = KeyText.normalise(value, 0, value.length());
    int blank = words.indexOf(' ');
    return switch (blank < 0 ? words : words.substring(0, blank)) {
      case "signed", "signeddelegation", "yes", "active", "true", "enabled", "secure" -> true;
      case "unsigned", "no", "inactive", "false", "not", "none", "disabled", "insecure" -> false;
      default -> null;
    };
  }

  private @Nullable String organization(Draft draft) {
    String value = draft.value(Field.ORGANIZATION);
    return value == null || words.isAbsent(value) ? null : value;
  }

  private @Nullable Boolean hidden(Draft draft) {
    String value = draft.value(Field.ORGANIZATION);
    return value == null ? null : words.isHidden(value);
  }

  private static @Nullable String country(@Nullable String value) {
    return value != null
            && value.length() == 2
            && Character.isLetter(value.charAt(0))
            && Character.isLetter(value.charAt(1))
        ? value.toUpperCase(Locale.ROOT)
        : null;
  }

  private static @Nullable String referral(@Nullable String value) {
    if (value == null) {
      return null;
    }
    int scheme = value.indexOf("://");
    String rest = scheme < 0 ? value : value.substring(scheme + 3);
    int end = 0;
    while (end < rest.length() && rest.charAt(end) > ' ' && rest.charAt(end) != '/') {
      end++;
    }
    String hostAndPort = rest.substring(0, end);
    int colon = hostAndPort.indexOf(':');
    String host = Hosts.first(colon < 0 ? hostAndPort : hostAndPort.substring(0, colon));
    if (host == null) {
      return null;
    }
    Integer port = colon < 0 ? null : number(hostAndPort.substring(colon + 1));
    return port == null || port > 65_535 ? host : host + ':' + port;
  }
}
