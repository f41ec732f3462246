package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.registration.Registrar;
import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a registration as the fields of a JSON object, every one of them each time: what is not
 * known is null, and so is a list that the source does not state.
 */
final class RegistrationJson {

  private RegistrationJson() {}

  /** Writes the fields; the braces are the caller's. */
  static void write(Registration registration, JsonGenerator json) throws IOException {
    RegistrationState state = registration.state();
    json.writeStringField("state", state.name().toLowerCase(Locale.ROOT));
    flag(json, "registered", registered(state));
    flag(json, "available", available(state));
    json.writeBooleanField("throttled", state == RegistrationState.THROTTLED);
    json.writeStringField("domain", registration.domain());
    json.writeStringField("id", registration.id());
    date(json, "created", registration.created());
    date(json, "updated", registration.updated());
    date(json, "expires", registration.expires());
    registrar(json, registration.registrar());
    list(json, "nameservers", registration.nameservers());
    list(json, "status", registration.statuses());
    flag(json, "dnssec", registration.signed());
    json.writeStringField("registrant", registration.registrantOrganization());
    json.writeStringField("registrant_country", registration.registrantCountry());
    flag(json, "hidden", registration.hidden());
    json.writeStringField("referral", registration.referral());
  }

  /** Whether somebody holds it; not known if nobody said. */
  private static @Nullable Boolean registered(RegistrationState state) {
    return switch (state) {
      case REGISTERED -> true;
      case UNREGISTERED, RESERVED -> false;
      case THROTTLED, UNKNOWN -> null;
    };
  }

  /** Whether anybody could register it; not known if nobody said. */
  private static @Nullable Boolean available(RegistrationState state) {
    return switch (state) {
      case UNREGISTERED -> true;
      case REGISTERED, RESERVED -> false;
      case THROTTLED, UNKNOWN -> null;
    };
  }

  private static void registrar(JsonGenerator json, @Nullable Registrar registrar)
      throws IOException {
    if (registrar == null) {
      json.writeNullField("registrar");
      return;
    }
    json.writeObjectFieldStart("registrar");
    json.writeStringField("name", registrar.name());
    if (registrar.ianaId() == null) {
      json.writeNullField("iana_id");
    } else {
      json.writeNumberField("iana_id", registrar.ianaId());
    }
    json.writeStringField("url", registrar.url());
    json.writeStringField("abuse_email", registrar.abuseEmail());
    json.writeStringField("abuse_phone", registrar.abusePhone());
    json.writeEndObject();
  }

  private static void date(JsonGenerator json, String name, @Nullable Object date)
      throws IOException {
    json.writeStringField(name, date == null ? null : date.toString());
  }

  private static void flag(JsonGenerator json, String name, @Nullable Boolean value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeBooleanField(name, value);
    }
  }

  private static void list(JsonGenerator json, String name, List<String> values)
      throws IOException {
    if (values.isEmpty()) {
      json.writeNullField(name);
      return;
    }
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
