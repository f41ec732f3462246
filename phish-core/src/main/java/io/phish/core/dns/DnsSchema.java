package io.phish.core.dns;

import io.phish.core.model.SchemaPart;
import io.phish.spi.FeatureSchema;

/**
 * The features of a name in the DNS, each with its index. {@link DnsModel} learnt from those up to
 * {@link #SPF} out of look-ups that somebody else made; to be of use to it they must be computed as
 * is said here. The others are for people and for models to come.
 *
 * <p>Words: the <em>name</em> is the host that was asked for. The <em>seven types</em> are A, AAAA,
 * CNAME, MX, NS, SOA and TXT, each asked for at the name itself. The name is an <em>alias</em> if
 * there is a CNAME at it; nothing else can be (RFC 1034, section 3.6.2), so what is said to be
 * <em>at the name</em> is not known of an alias, whatever its target has. Lengths are those of
 * names in lower case without the trailing dot. Entropy is Shannon's, in bits per character.
 *
 * <p>A question whose answer is not {@linkplain DnsStatus#isKnown known} leaves each feature
 * unknown that needs it. NODATA and NXDOMAIN are answers: a count is then 0.
 */
public final class DnsSchema {
  private static final SchemaPart PART = new SchemaPart(0);

  // What there is.
  static final int ALIAS =
      PART.flag("alias", "the name is an alias of another", "the name is no alias");
  static final int N_ADDRESS =
      PART.count(
          "n_address",
          "Different IPv4 and IPv6 addresses, of an alias those at its end",
          "addresses",
          "the name has {} addresses");
  static final int N_A =
      PART.count(
          "n_a",
          "A records at the name; not known of an alias",
          "records",
          "the name itself has {} IPv4 addresses");
  static final int N_AAAA =
      PART.count(
          "n_aaaa",
          "AAAA records at the name; not known of an alias",
          "records",
          "the name itself has {} IPv6 addresses");
  static final int N_MX =
      PART.count(
          "n_mx",
          "MX records at the name, a null MX (RFC 7505) being none; not known of an alias",
          "records",
          "the name has {} mail servers");
  static final int N_NS =
      PART.count(
          "n_ns",
          "NS records at the name; not known of an alias",
          "records",
          "the name itself has {} name servers");
  static final int N_TXT =
      PART.count(
          "n_txt",
          "TXT records at the name; not known of an alias",
          "records",
          "the name has {} text records");
  static final int APEX =
      PART.flag(
          "apex",
          "the name is the top of a zone: it has an SOA record", // not known of an alias
          "the name stands in a zone of somebody above it");
  static final int N_TYPE =
      PART.count(
          "n_type",
          "How many of the seven types are at the name; 1 for an alias",
          "types",
          "the name has records of {} types");

  // The SOA record at the name; not known unless it is the top of a zone.
  static final int SOA_REFRESH =
      PART.real(
          "soa_refresh",
          "REFRESH of the SOA at the name",
          "seconds",
          "secondary servers ask again after {} seconds");
  static final int SOA_RETRY =
      PART.real(
          "soa_retry",
          "RETRY of the SOA at the name",
          "seconds",
          "secondary servers try again after {} seconds");
  static final int SOA_EXPIRE =
      PART.real(
          "soa_expire",
          "EXPIRE of the SOA at the name",
          "seconds",
          "secondary servers forget the zone after {} seconds");
  static final int SOA_MINIMUM =
      PART.real(
          "soa_minimum",
          "MINIMUM of the SOA at the name",
          "seconds",
          "that a name is missing may be kept for {} seconds");
  static final int LEN_PRIMARY =
      PART.count(
          "len_primary",
          "Length of MNAME, the primary name server, in the SOA at the name",
          "characters",
          "the name of the primary name server is {} characters long");
  static final int N_DIGIT_PRIMARY =
      PART.count(
          "n_digit_primary",
          "Digits in MNAME",
          "digits",
          "digits in the name of the primary name server: {}");
  static final int ENTROPY_PRIMARY =
      PART.real(
          "entropy_primary",
          "Entropy of the characters of MNAME",
          "bits per character",
          "the name of the primary name server carries {} bits a character");
  static final int LEN_MAILBOX =
      PART.count(
          "len_mailbox",
          "Length of RNAME, the mailbox of who is responsible, in the SOA at the name",
          "characters",
          "the mailbox of the zone is {} characters long");
  static final int N_DIGIT_MAILBOX =
      PART.count(
          "n_digit_mailbox", "Digits in RNAME", "digits", "digits in the mailbox of the zone: {}");
  static final int ENTROPY_MAILBOX =
      PART.real(
          "entropy_mailbox",
          "Entropy of the characters of RNAME",
          "bits per character",
          "the mailbox of the zone carries {} bits a character");

  // Mail and text at the name.
  static final int LEN_MX =
      PART.real(
          "len_mx",
          "Mean length of the mail servers' names; not known without MX records",
          "characters",
          "the names of the mail servers are {} characters long in the mean");
  static final int LEN_TXT =
      PART.real(
          "len_txt",
          "Mean length of the TXT records, the strings of each put together; not known without any",
          "characters",
          "the text records are {} characters long in the mean");
  static final int N_VERIFICATION =
      PART.count(
          "n_verification",
          "How often a TXT record contains, in any case, google-site-verification=, ms=,"
              + " apple-domain-verification= or facebook-domain-verification=; not known of an alias",
          "times",
          "services that the owner has proved the name to: {}");
  static final int SPF =
      PART.flag(
          "spf", // a TXT record at the name begins with v=spf1 (RFC 7208); not known of an alias
          "the name says who may send its mail (SPF)",
          "the name does not say who may send its mail (SPF)");

  // From here on no model has learnt from it.
  static final int EXISTS =
      PART.flag("exists", "the name exists in the DNS", "the name does not exist in the DNS");
  static final int N_ALIAS =
      PART.count(
          "n_alias",
          "Aliases followed to the addresses",
          "aliases",
          "aliases on the way to the addresses: {}");
  static final int TTL_MIN =
      PART.real(
          "ttl_min",
          "Least time to live of the addresses, as it was received",
          "seconds",
          "the addresses may be kept for {} seconds");
  // How long answers may be kept: over the sets of records of the seven types that are at the name,
  // each set once, as they were received; not known of an alias or without a set. No model may
  // learn
  // from them: a resolver counts them down, and who trains mostly asks the authoritative server.
  static final int TTL_MEAN =
      PART.real(
          "ttl_mean",
          "Mean time to live of the sets of records at the name",
          "seconds",
          "the records may be kept for {} seconds in the mean");
  static final int TTL_DEVIATION =
      PART.real(
          "ttl_deviation",
          "Standard deviation (of the population) of these times",
          "seconds",
          "the times to live of the records differ by {} seconds");
  static final int R_TTL_LOW =
      PART.ratio(
          "r_ttl_low",
          "Share of these times that are 100 seconds or less",
          "the share of records that may be kept for 100 seconds at most is {}");
  static final int R_TTL_MID =
      PART.ratio(
          "r_ttl_mid",
          "Share of these times from 101 to 500 seconds",
          "the share of records that may be kept for 101 to 500 seconds is {}");
  static final int N_TTL =
      PART.count(
          "n_ttl", "Different times among them", "times", "there are {} different times to live");

  // Where it leads.
  static final int N_NETWORK =
      PART.count(
          "n_network",
          "Different networks of the addresses: /24 of IPv4, /48 of IPv6",
          "networks",
          "the addresses are in {} networks");
  static final int N_ASN =
      PART.count(
          "n_asn",
          "Different autonomous systems of the addresses; not known without a local database",
          "systems",
          "the addresses are in {} autonomous systems");
  static final int N_COUNTRY =
      PART.count(
          "n_country",
          "Different countries of the addresses; not known without a local database",
          "countries",
          "the addresses are in {} countries");
  static final int PRIVATE_ADDRESS =
      PART.flag(
          "private_address",
          "a public name has an address that is not public",
          "all addresses are public");
  static final int WILDCARD =
      PART.flag(
          "wildcard",
          "any name below the registrable domain has addresses",
          "names below the registrable domain have addresses only if made");
  static final int DNSSEC =
      PART.flag(
          "dnssec",
          "the resolver vouches for the answers by DNSSEC",
          "the resolver does not vouch for the answers by DNSSEC");
  static final int N_CAA =
      PART.count(
          "n_caa",
          "CAA records at the registrable domain",
          "records",
          "records that say who may issue certificates: {}");
  static final int DMARC =
      PART.flag(
          "dmarc", // a DMARC record at _dmarc. of the registrable domain (RFC 7489)
          "the domain says what to do with forged mail (DMARC)",
          "the domain does not say what to do with forged mail (DMARC)");
  static final int DMARC_POLICY =
      PART.count(
          "dmarc_policy",
          "What DMARC asks for: 0 none, 1 quarantine, 2 reject; not known without a record",
          "",
          "what DMARC asks for (0 none, 1 quarantine, 2 reject): {}");
  static final int SPF_ALL =
      PART.count(
          "spf_all",
          "What SPF says of all others: 0 pass, 1 neutral, 2 softfail, 3 fail; not known without",
          "",
          "what SPF says of all others (0 pass, 1 neutral, 2 softfail, 3 fail): {}");
  static final int N_DKIM =
      PART.count(
          "n_dkim", "Known DKIM selectors that have a key", "selectors", "DKIM keys found: {}");
  static final int NULL_MX =
      PART.flag(
          "null_mx",
          "the name says that it receives no mail (RFC 7505)",
          "the name does not refuse mail");
  static final int OWN_MX =
      PART.flag(
          "own_mx", // one of them is the name or below it; 0 without, not known of an alias
          "the name receives its mail itself",
          "the name does not receive its mail itself");
  static final int MX_PRIORITY_MIN =
      PART.count(
          "mx_priority_min",
          "Least preference of the MX records; not known without any",
          "",
          "the first mail server has the preference {}");
  static final int MX_PRIORITY_MAX =
      PART.count(
          "mx_priority_max",
          "Greatest preference of the MX records; not known without any",
          "",
          "the last mail server has the preference {}");
  static final int N_NS_DOMAIN =
      PART.count(
          "n_ns_domain",
          "Different registrable domains of the registrable domain's name servers",
          "domains",
          "the name servers are in {} domains");
  static final int PARKED =
      PART.flag(
          "parked",
          "the name servers are those of a parking service",
          "the name servers are not those of a parking service");

  /** All features in order. */
  public static final FeatureSchema SCHEMA = FeatureSchema.of(PART.features());

  private DnsSchema() {}
}
