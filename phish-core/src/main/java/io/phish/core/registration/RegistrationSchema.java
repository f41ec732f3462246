package io.phish.core.registration;

import io.phish.core.model.SchemaPart;
import io.phish.spi.FeatureSchema;

/**
 * The features of a registration, each with its index. {@link RegistrationModel} learnt from those
 * up to {@link #HIDDEN} out of look-ups that somebody else made; to be of use to it they must be
 * computed as is said here. The others are for people and for models to come.
 *
 * <p>Times are days of 86,400 seconds with a fraction, from the instant of an event if it is known
 * and else from the beginning of its day in UTC; <em>now</em> is when the registration was looked
 * up. An event that is not stated leaves unknown what needs it. Of a domain that is not {@link
 * RegistrationState#REGISTERED} nothing but {@link #REGISTERED} can be known, and of one that was
 * {@link RegistrationState#THROTTLED} or is {@link RegistrationState#UNKNOWN} not even that.
 */
public final class RegistrationSchema {
  private static final SchemaPart PART = new SchemaPart(0);

  static final int AGE =
      PART.real(
          "age",
          "From the creation of this registration to now; below 0 if that lies ahead",
          "days",
          "the domain was registered {} days ago");
  static final int PERIOD =
      PART.real(
          "period",
          "From the creation to the expiry of this registration",
          "days",
          "the domain is registered for {} days in all");
  static final int REMAINING =
      PART.real(
          "remaining",
          "From now to the expiry of this registration; below 0 if it has passed",
          "days",
          "the registration ends in {} days");
  static final int SINCE_UPDATE =
      PART.real(
          "since_update",
          "From the last change of this registration to now",
          "days",
          "the registration was last changed {} days ago");
  static final int SIGNED =
      PART.flag("signed", "the domain is signed (DNSSEC)", "the domain is not signed (DNSSEC)");
  static final int LEN_REGISTRAR =
      PART.count(
          "len_registrar",
          "Length of the registrar's name, as written; not known if it is not stated",
          "characters",
          "the registrar's name is {} characters long");
  static final int ENTROPY_REGISTRAR =
      PART.real(
          "entropy_registrar",
          "Shannon entropy of the characters of the registrar's name, case kept; not known if it is"
              + " not stated",
          "bits per character",
          "the registrar's name carries {} bits a character");
  static final int HIDDEN =
      PART.flag(
          "hidden", // Registration.hidden(), unknown where that is null
          "the holder is hidden behind a privacy service or redacted",
          "the holder is named");

  // From here on no model has learnt from it.
  static final int REGISTERED =
      PART.flag("registered", "somebody holds the domain", "nobody holds the domain");
  static final int N_NAMESERVER =
      PART.count(
          "n_nameserver",
          "Name servers in the registration; not known if none is stated",
          "servers",
          "the registration names {} name servers");
  static final int N_NAMESERVER_DOMAIN =
      PART.count(
          "n_nameserver_domain",
          "Different registrable domains of these name servers",
          "domains",
          "the name servers are in {} domains");
  static final int N_STATUS =
      PART.count(
          "n_status",
          "EPP status codes; this and what follows is not known if none is stated",
          "codes",
          "the registration has {} status codes");
  static final int HOLD =
      PART.flag(
          "hold",
          "the domain is taken out of the DNS (clientHold or serverHold)",
          "the domain is not taken out of the DNS");
  static final int LOCKED =
      PART.flag(
          "locked",
          "the domain is locked against a transfer",
          "the domain is not locked against a transfer");
  static final int REGISTRY_LOCKED =
      PART.flag(
          "registry_locked",
          "the registry has locked the domain against deletion",
          "the registry has not locked the domain against deletion");
  static final int NEW =
      PART.flag(
          "add_period",
          "the domain is in the days after its registration in which it can be given back",
          "the domain is past its first days");
  static final int DELETING =
      PART.flag(
          "deleting",
          "the domain is being deleted (pendingDelete or redemptionPeriod)",
          "the domain is not being deleted");

  /** All features in order. */
  public static final FeatureSchema SCHEMA = FeatureSchema.of(PART.features());

  private RegistrationSchema() {}
}
