package io.phish.core.url;

import io.phish.core.model.SchemaPart;

/** The features of the host as a whole. For the words see {@link UrlSchema}. */
final class HostSchema {
  static final SchemaPart PART = new SchemaPart(0);

  // Lengths and structure.
  static final int LEN_URL =
      PART.count("len_url", "Length of the URL", "characters", "the address is {} characters long");
  static final int LEN_HOST =
      PART.count(
          "len_host", "Length of the host", "characters", "the host name is {} characters long");
  static final int R_HOST =
      PART.ratio(
          "r_host",
          "Share of the host in the URL",
          "the share of the host name in the address is {}");
  static final int IS_HOMEPAGE =
      PART.flag(
          "is_homepage",
          "the address leads to the front page of a site",
          "the address leads to a page inside a site");
  static final int LEN_SUBDOMAIN =
      PART.count(
          "len_subdomain",
          "Length of what stands before the registered name",
          "characters",
          "characters before the registered name: {}");
  static final int N_SUBDOMAIN =
      PART.count(
          "n_subdomain",
          "Labels before the registered name",
          "labels",
          "labels before the registered name: {}");
  static final int MAX_LABEL_HOST =
      PART.count(
          "max_label_host",
          "Length of the longest label of the host",
          "characters",
          "the longest label of the host name has {} characters");
  static final int SINGLE_LABEL =
      PART.flag(
          "single_label",
          "the host name has no domain ending",
          "the host name has a domain ending");
  static final int N_PUNYCODE =
      PART.count(
          "n_punycode",
          "Labels with characters outside ASCII",
          "labels",
          "labels of the host name in letters beyond a to z: {}");

  // Characters.
  static final int N_HYPHEN_HOST =
      PART.count("n_hyphen_host", "Hyphens in the host", "hyphens", "hyphens in the host name: {}");
  static final int N_DOUBLE_HYPHEN_HOST =
      PART.count(
          "n_double_hyphen_host",
          "Hyphens beside another in the host, those of punycode left out",
          "hyphens",
          "hyphens side by side in the host name: {}");
  static final int N_UNDERSCORE_HOST =
      PART.count(
          "n_underscore_host",
          "Underscores in the host",
          "underscores",
          "underscores in the host name: {}");
  static final int N_DIGIT_HOST =
      PART.count("n_digit_host", "Digits in the host", "digits", "digits in the host name: {}");
  static final int MAX_RUN_DIGIT_HOST =
      PART.count(
          "max_run_digit_host",
          "Longest run of digits in the host",
          "digits",
          "digits in a row in the host name: {}");
  static final int MAX_RUN_SAME_HOST =
      PART.count(
          "max_run_same_host",
          "Longest run of one character in the host",
          "characters",
          "times that one character is repeated in the host name: {}");
  static final int VARIETY_HOST =
      PART.count(
          "variety_host",
          "Different characters in the host",
          "characters",
          "different characters in the host name: {}");
  static final int N_TOKEN_HOST =
      PART.count(
          "n_token_host",
          "Pieces of the host between dots and hyphens",
          "pieces",
          "pieces that dots and hyphens cut the host name into: {}");
  static final int MAX_TOKEN_HOST =
      PART.count(
          "max_token_host",
          "Length of the longest piece of the host between dots and hyphens",
          "characters",
          "the longest piece of the host name has {} characters");
  static final int N_RANDOM_TOKEN_HOST =
      PART.count(
          "n_random_token_host",
          "Long pieces of the host that mix letters and digits",
          "pieces",
          "pieces of the host name that look like random codes: {}");
  static final int R_DIGIT_SUBDOMAIN =
      PART.ratio(
          "r_digit_subdomain",
          "Share of digits in what stands before the registered name",
          "the share of digits before the registered name is {}");
  static final int N_SWITCH_SUBDOMAIN =
      PART.count(
          "n_switch_subdomain",
          "Changes between letters and digits before the registered name",
          "changes",
          "changes between letters and digits before the registered name: {}");
  static final int SURPRISE_SUBDOMAIN =
      PART.real(
          "surprise_subdomain",
          "How unlike names that people choose the part before the registered name reads; not known if there is none",
          "bits per character",
          "what stands before the registered name is as hard to guess as {} bits per character (names of popular sites: about 4, random letters: 6 and more)");

  // What kind of host.
  static final int HOST_IS_IP =
      PART.flag(
          "host_is_ip",
          "the address names a machine by number and not by name",
          "the address names a host and not a bare number");
  static final int HOST_IS_IPV6 =
      PART.flag(
          "host_is_ipv6",
          "the number of the machine is one of IPv6",
          "there is no number of IPv6 in place of a host name");
  static final int IP_PRIVATE =
      PART.flag(
          "ip_private",
          "the number is of a private or reserved network",
          "the host is not a number of a private network");
  static final int IP_ODD =
      PART.flag(
          "ip_odd",
          "the number of the machine is written in an unusual form",
          "no number of a machine is written in an unusual form");
  static final int HAS_PORT =
      PART.flag("has_port", "the address names an unusual port", "the address uses the usual port");
  static final int HAS_CREDENTIALS =
      PART.flag(
          "has_credentials",
          "something that looks like an address stands before the real host name",
          "nothing stands before the host name to deceive the eye");
  static final int N_ODDITIES =
      PART.count(
          "n_oddities",
          "Irregularities that browsers silently undo",
          "irregularities",
          "irregularities in the address that browsers silently undo: {}");

  // Tricks.
  static final int ENDING_INSIDE_HOST =
      PART.flag(
          "ending_inside_host",
          "a domain ending such as com stands in the middle of the host name",
          "no domain ending stands in the middle of the host name");
  static final int TLD_IN_SUBDOMAIN =
      PART.flag(
          "tld_in_subdomain",
          "a domain ending is a label before the registered name",
          "no label before the registered name is a domain ending");
  static final int SCHEME_INSIDE_HOST =
      PART.flag(
          "scheme_inside_host",
          "http or https stands in the middle of the host name",
          "http does not stand in the middle of the host name");
  static final int WWW_INSIDE_HOST =
      PART.flag(
          "www_inside_host",
          "www stands in the middle of the host name",
          "www does not stand in the middle of the host name");
  static final int SCRIPT_MIXING =
      PART.count(
          "script_mixing",
          "How freely the scripts of the name are mixed: 0 plain ASCII to 5 anything (UTS 39, section 5.2); not known if it does not decode",
          "levels",
          "the mixing of scripts in the host name has level {} of 5");
  static final int IDN_LOOKALIKE =
      PART.flag(
          "idn_lookalike",
          "letters of another script imitate the name of a popular site",
          "no letters of another script imitate the name of a popular site");

  // Words.
  static final int N_SENSITIVE_HOST =
      PART.count(
          "n_sensitive_host",
          "Words about logging in and paying in the host",
          "words",
          "words about logging in or paying in the host name: {}");
  static final int N_SENSITIVE_NAME =
      PART.count(
          "n_sensitive_name",
          "Words about logging in and paying in the registered name",
          "words",
          "words about logging in or paying in the registered name: {}");
  static final int N_LURE_HOST =
      PART.count(
          "n_lure_host",
          "Words that promise or threaten in the host",
          "words",
          "words that promise or threaten in the host name: {}");
  static final int N_BRAND_HOST =
      PART.count(
          "n_brand_host",
          "Times that a well-known brand is named in the host",
          "brands",
          "brands named in the host name: {}");
  static final int BRAND_IS_NAME =
      PART.flag(
          "brand_is_name",
          "the registered name is a well-known brand",
          "the registered name is not that of a well-known brand");
  static final int BRAND_IN_NAME =
      PART.flag(
          "brand_in_name",
          "a well-known brand is mixed into the registered name",
          "no well-known brand is mixed into the registered name");
  static final int BRAND_IN_SUBDOMAIN =
      PART.flag(
          "brand_in_subdomain",
          "a well-known brand stands before the registered name of another",
          "no well-known brand stands before the registered name");
  static final int BRAND_HYPHENATED =
      PART.flag(
          "brand_hyphenated",
          "a hyphen ties a well-known brand to other words",
          "no hyphen ties a well-known brand to other words");
  static final int BRAND_WITH_WORD =
      PART.flag(
          "brand_with_word",
          "a well-known brand and a word about logging in, paying or winning stand in one host name",
          "no well-known brand stands beside words about logging in, paying or winning");
  static final int BRAND_DISGUISED =
      PART.flag(
          "brand_disguised",
          "the host name imitates a well-known brand with characters that look alike",
          "no well-known brand is imitated with look-alike characters");
  static final int N_NEAR_BRAND =
      PART.count(
          "n_near_brand",
          "Pieces of the host that are one slip of the keyboard away from a protected name",
          "pieces",
          "pieces of the host name that are misspelt names of popular sites: {}");

  private HostSchema() {}
}
