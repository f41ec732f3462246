package io.phish.core.registration;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one reply, or several together, say of a domain. What is not stated is null or empty, and
 * then not known: a missing list of nameservers does not mean that there are none.
 *
 * @param state whether somebody holds it
 * @param domain in lower case without a trailing dot, as an A-label if it was one
 * @param id of the domain at the registry
 * @param created when this registration began
 * @param updated when it was last changed
 * @param expires when it ends unless renewed
 * @param registrar who sold it
 * @param nameservers host names in lower case without trailing dots and without addresses, in the
 *     order of the reply, each once
 * @param statuses EPP status codes (RFC 5731, section 2.3; RFC 3915) such as {@code
 *     clientTransferProhibited}, other words as written, each once
 * @param signed whether it has a DNSSEC delegation
 * @param registrantOrganization who holds it, as written
 * @param registrantCountry where that is, ISO 3166-1 alpha-2 in upper case
 * @param hidden whether the holder is behind a privacy service or redacted
 * @param referral the WHOIS server of the registrar: a host, perhaps with a port
 */
public record Registration(
    RegistrationState state,
    @Nullable String domain,
    @Nullable String id,
    @Nullable RegistryDate created,
    @Nullable RegistryDate updated,
    @Nullable RegistryDate expires,
    @Nullable Registrar registrar,
    List<String> nameservers,
    List<String> statuses,
    @Nullable Boolean signed,
    @Nullable String registrantOrganization,
    @Nullable String registrantCountry,
    @Nullable Boolean hidden,
    @Nullable String referral) {

  /** Copies the lists. */
  public Registration {
    Objects.requireNonNull(state, "state");
    nameservers = List.copyOf(nameservers);
    statuses = List.copyOf(statuses);
  }

  /** Nothing but a state. */
  public static Registration of(RegistrationState state) {
    return builder(state).build();
  }

  /** A registration in the making, of which nothing else is known. */
  public static Builder builder(RegistrationState state) {
    return new Builder(state);
  }

  /** Collects what a reply states. Not safe for several threads. */
  public static final class Builder {
    private RegistrationState state;
    private @Nullable String domain;
    private @Nullable String id;
    private @Nullable RegistryDate created;
    private @Nullable RegistryDate updated;
    private @Nullable RegistryDate expires;
    private @Nullable Registrar registrar;
    private List<String> nameservers = List.of();
    private List<String> statuses = List.of();
    private @Nullable Boolean signed;
    private @Nullable String registrantOrganization;
    private @Nullable String registrantCountry;
    private @Nullable Boolean hidden;
    private @Nullable String referral;

    private Builder(RegistrationState state) {
      this.state = state;
    }

    /** See {@link Registration#state}. */
    public Builder state(RegistrationState value) {
      this.state = value;
      return this;
    }

    /** See {@link Registration#domain}. */
    public Builder domain(@Nullable String value) {
      this.domain = value;
      return this;
    }

    /** See {@link Registration#id}. */
    public Builder id(@Nullable String value) {
      this.id = value;
      return this;
    }

    /** See {@link Registration#created}. */
    public Builder created(@Nullable RegistryDate value) {
      this.created = value;
      return this;
    }

    /** See {@link Registration#updated}. */
    public Builder updated(@Nullable RegistryDate value) {
      this.updated = value;
      return this;
    }

    /** See {@link Registration#expires}. */
    public Builder expires(@Nullable RegistryDate value) {
      this.expires = value;
      return this;
    }

    /** See {@link Registration#registrar}. */
    public Builder registrar(@Nullable Registrar value) {
      this.registrar = value;
      return this;
    }

    /** See {@link Registration#nameservers}. */
    public Builder nameservers(List<String> value) {
      this.nameservers = value;
      return this;
    }

    /** See {@link Registration#statuses}. */
    public Builder statuses(List<String> value) {
      this.statuses = value;
      return this;
    }

    /** See {@link Registration#signed}. */
    public Builder signed(@Nullable Boolean value) {
      this.signed = value;
      return this;
    }

    /** See {@link Registration#registrantOrganization}. */
    public Builder registrantOrganization(@Nullable String value) {
      this.registrantOrganization = value;
      return this;
    }

    /** See {@link Registration#registrantCountry}. */
    public Builder registrantCountry(@Nullable String value) {
      this.registrantCountry = value;
      return this;
    }

    /** See {@link Registration#hidden}. */
    public Builder hidden(@Nullable Boolean value) {
      this.hidden = value;
      return this;
    }

    /** See {@link Registration#referral}. */
    public Builder referral(@Nullable String value) {
      this.referral = value;
      return this;
    }

    /** What was collected. */
    public Registration build() {
      return new Registration(
          state,
          domain,
          id,
          created,
          updated,
          expires,
          registrar,
          nameservers,
          statuses,
          signed,
          registrantOrganization,
          registrantCountry,
          hidden,
          referral);
    }
  }
}
