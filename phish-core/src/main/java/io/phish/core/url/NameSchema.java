package io.phish.core.url;

import io.phish.core.model.SchemaPart;

/** The features of the name that somebody registered. For the words see {@link UrlSchema}. */
final class NameSchema {
  static final SchemaPart PART = new SchemaPart(HostSchema.PART.end());

  // Lengths and characters.
  static final int LEN_NAME =
      PART.count(
          "len_name",
          "Length of the registered name; like all of the name not known of an IP address",
          "characters",
          "the registered name is {} characters long");
  static final int N_HYPHEN_NAME =
      PART.count(
          "n_hyphen_name",
          "Hyphens in the registered name",
          "hyphens",
          "hyphens in the registered name: {}");
  static final int R_DIGIT_NAME =
      PART.ratio(
          "r_digit_name",
          "Share of digits in the registered name",
          "the share of digits in the registered name is {}");
  static final int N_DIGIT_END_NAME =
      PART.count(
          "n_digit_end_name",
          "Digits at the end of the registered name",
          "digits",
          "digits at the end of the registered name: {}");
  static final int DIGIT_FIRST_NAME =
      PART.flag(
          "digit_first_name",
          "the registered name begins with a digit",
          "the registered name does not begin with a digit");
  static final int R_VOWEL_NAME =
      PART.ratio(
          "r_vowel_name",
          "Share of vowels among the letters of the registered name; not known without letters",
          "the share of vowels in the registered name is {}");
  static final int MAX_RUN_CONSONANT_NAME =
      PART.count(
          "max_run_consonant_name",
          "Longest run of consonants in the registered name",
          "letters",
          "consonants in a row in the registered name: {}");
  static final int N_SWITCH_NAME =
      PART.count(
          "n_switch_name",
          "Changes between letters and digits in the registered name",
          "changes",
          "changes between letters and digits in the registered name: {}");
  static final int MAX_TOKEN_NAME =
      PART.count(
          "max_token_name",
          "Length of the longest piece of the registered name between hyphens",
          "characters",
          "the longest piece of the registered name has {} characters");
  static final int ENTROPY_NAME =
      PART.real(
          "entropy_name",
          "Shannon entropy of the characters of the registered name, of its first 63",
          "bits per character",
          "the characters of the registered name carry {} bits each");

  // How the name reads.
  static final int SURPRISE_NAME =
      PART.real(
          "surprise_name",
          "How unlike the names of popular sites the registered name reads",
          "bits per character",
          "the registered name is as hard to guess as {} bits per character (names of popular sites: about 4, random letters: 6 and more)");
  static final int WORD_COVER_NAME =
      PART.ratio(
          "word_cover_name",
          "Share of the registered name that is known words",
          "the share of known words in the registered name is {}");
  static final int N_WORD_NAME =
      PART.count(
          "n_word_name",
          "Known words in the registered name",
          "words",
          "known words in the registered name: {}");
  static final int LONGEST_WORD_NAME =
      PART.count(
          "longest_word_name",
          "Length of the longest known word in the registered name",
          "characters",
          "the longest known word in the registered name has {} characters");
  static final int GAP_NAME =
      PART.count(
          "gap_name",
          "Longest stretch of the registered name without known words and hyphens",
          "characters",
          "the longest stretch without known words in the registered name has {} characters");
  static final int N_PERSON_NAME =
      PART.count(
          "n_person_name",
          "Names of people in the registered name",
          "names",
          "names of people in the registered name: {}");
  static final int PERSON_COVER_NAME =
      PART.ratio(
          "person_cover_name",
          "Share of the registered name that is names of people",
          "the share of names of people in the registered name is {}");
  static final int N_SITE_WORD_NAME =
      PART.count(
          "n_site_word_name",
          "Words in the registered name that small sites call themselves by",
          "words",
          "words of trades and hobbies in the registered name: {}");

  // Endings.
  static final int LEN_SUFFIX =
      PART.count(
          "len_suffix",
          "Length of the domain ending",
          "characters",
          "the ending of the domain is {} characters long");
  static final int TLD_RARITY =
      PART.real(
          "tld_rarity",
          "Rarity of the top-level domain among popular domains",
          "bits",
          "the rarity of the domain ending among popular sites is {} bits (.com has 0.9)");
  static final int TLD_IS_COUNTRY =
      PART.flag(
          "tld_is_country",
          "the domain ending belongs to a country",
          "the domain ending belongs to no country");
  static final int TLD_IS_CLASSIC =
      PART.flag(
          "tld_is_classic",
          "the domain ending is one of the oldest",
          "the domain ending is none of the oldest");
  static final int ENDING_UNLISTED =
      PART.flag(
          "ending_unlisted",
          "the domain ending is not one that is handed out",
          "the domain ending is one that is handed out");

  // Whose site.
  static final int TENANT_OF_PLATFORM =
      PART.flag(
          "tenant_of_platform",
          "the site lives under the domain of a platform where anybody can publish",
          "the site has a domain of its own");
  static final int TENANT_OF_FREE_HOST =
      PART.flag(
          "tenant_of_free_host",
          "the site was put up with a service where anybody can publish",
          "the site was not put up with a service where anybody can publish");
  static final int USER_CONTENT_HOST =
      PART.flag(
          "user_content_host",
          "the page is one that anybody can put on a well-known host",
          "the page is not one that anybody can put on a well-known host");
  static final int DYNAMIC_DNS =
      PART.flag(
          "dynamic_dns",
          "the name was given out by a dynamic-DNS service, which asks nobody who they are",
          "the name was not given out by a dynamic-DNS service");
  static final int SHORTENER =
      PART.flag(
          "shortener",
          "a link shortener hides where the address leads",
          "no link shortener hides where the address leads");
  static final int WEB3_GATEWAY =
      PART.flag(
          "web3_gateway",
          "the page comes through a gateway to a network that nobody can take pages out of",
          "the page does not come through a gateway to another network");
  static final int TUNNEL =
      PART.flag(
          "tunnel",
          "a tunnel leads to a machine at somebody's home",
          "no tunnel leads to a private machine");

  // Popularity.
  static final int POPULAR_10K =
      PART.flag(
          "popular_10k",
          "the site is among the ten thousand most popular",
          "the site is not among the ten thousand most popular");
  static final int POPULAR_100K =
      PART.flag(
          "popular_100k",
          "the site is among the hundred thousand most popular",
          "the site is not among the hundred thousand most popular");
  static final int POPULAR_NAME_ELSEWHERE =
      PART.flag(
          "popular_name_elsewhere",
          "the registered name is that of a popular site, but under another ending",
          "the registered name is not borrowed from a popular site");
  static final int POPULAR_NAME_DISGUISED =
      PART.flag(
          "popular_name_disguised",
          "read without hyphens, and with digits as the letters they look like, the registered name is that of a popular site",
          "the registered name is not that of a popular site in disguise");
  static final int POPULAR_IN_SUBDOMAIN =
      PART.flag(
          "popular_in_subdomain",
          "the domain of a popular site stands before the registered name",
          "no domain of a popular site stands before the registered name");
  static final int NEAR_BRAND_NAME =
      PART.flag(
          "near_brand_name",
          "the registered name is one slip of the keyboard away from that of a popular site",
          "the registered name is not a misspelt name of a popular site");

  private NameSchema() {}
}
