package io.phish.examples.cli;

import io.phish.core.registration.Registrar;
import io.phish.core.registration.Registration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of names and values for people; what is not known is left out. */
final class RegistrationText {
  private static final int WIDTH = 20;

  private final Palette palette;
  private final StringBuilder text = new StringBuilder();

  RegistrationText(Palette palette) {
    this.palette = palette;
  }

  /** Adds a row unless there is no value. */
  void row(String name, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      text.append("  ")
          .append(palette.faint(Table.padded(name, WIDTH)))
          .append(SafeText.shorten(value.toString()))
          .append('\n');
    }
  }

  /** Adds what is known of a registration. */
  void registration(Registration registration) {
    row("state", registration.state().name().toLowerCase(Locale.ROOT));
    row("id", registration.id());
    row("created", registration.created());
    row("updated", registration.updated());
    row("expires", registration.expires());
    Registrar registrar = registration.registrar();
    if (registrar != null) {
      String id = registrar.ianaId() == null ? "" : " (IANA " + registrar.ianaId() + ")";
      row("registrar", registrar.name() == null ? id.strip() : registrar.name() + id);
      row("registrar's site", registrar.url());
      row("abuse", registrar.abuseEmail());
      row("abuse telephone", registrar.abusePhone());
    }
    row("registrant", registration.registrantOrganization());
    row("country", registration.registrantCountry());
    row("holder", hidden(registration.hidden()));
    row("DNSSEC", signed(registration.signed()));
    registration.nameservers().forEach(name -> row("name server", name));
    registration.statuses().forEach(status -> row("status", status));
  }

  private static @Nullable String hidden(@Nullable Boolean hidden) {
    return hidden == null ? null : hidden ? "hidden" : "named";
  }

  private static @Nullable String signed(@Nullable Boolean signed) {
    return signed == null ? null : signed ? "signed" : "not signed";
  }

  String render() {
    return text.toString();
  }
}
