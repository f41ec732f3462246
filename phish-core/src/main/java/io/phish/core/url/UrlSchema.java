package io.phish.core.url;

import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * The features of a URL, each with its index. Scheme and a leading {@code www.} are in none of
 * them: in collected URLs they tell where somebody collected, not what they lead to.
 *
 * <p>Words: the <em>site</em> is what one owner has named: the registrable domain, and below a
 * platform where strangers publish the label of the tenant with it; the <em>name</em> is its first
 * label; the <em>sub-domain</em> is what stands before the site.
 */
final class UrlSchema {
  private static final List<Feature> FEATURES = new ArrayList<>();

  // Lengths.
  static final int LEN_URL =
      count("len_url", "Length of the URL", "characters", "the address is {} characters long");
  static final int LEN_HOST =
      count("len_host", "Length of the host", "characters", "the host name is {} characters long");
  static final int LEN_NAME =
      count(
          "len_name",
          "Length of the registered name",
          "characters",
          "the registered name is {} characters long");
  static final int LEN_SUBDOMAIN =
      count(
          "len_subdomain",
          "Length of what stands before the registered name",
          "characters",
          "characters before the registered name: {}");
  static final int LEN_SUFFIX =
      count(
          "len_suffix",
          "Length of the domain ending",
          "characters",
          "the ending of the domain is {} characters long");
  static final int LEN_PATH =
      count("len_path", "Length of the path", "characters", "the path is {} characters long");
  static final int LEN_FILE =
      count(
          "len_file",
          "Length of the last part of the path",
          "characters",
          "the last part of the path is {} characters long");
  static final int LEN_QUERY =
      count(
          "len_query",
          "Length of the query",
          "characters",
          "the part after the question mark is {} characters long");
  static final int LEN_FRAGMENT =
      count(
          "len_fragment",
          "Length of the fragment",
          "characters",
          "the part after the hash sign is {} characters long");

  // Structure.
  static final int N_SUBDOMAIN =
      count(
          "n_subdomain",
          "Labels before the registered name",
          "labels",
          "labels before the registered name: {}");
  static final int PATH_DEPTH =
      count(
          "path_depth",
          "Folders and files in the path",
          "parts",
          "folders and files in the path: {}");
  static final int N_PARAM =
      count("n_param", "Parameters in the query", "parameters", "parameters in the address: {}");
  static final int MAX_PARAM_VALUE =
      count(
          "max_param_value",
          "Length of the longest parameter value",
          "characters",
          "the longest parameter value has {} characters");
  static final int IS_HOMEPAGE =
      flag(
          "is_homepage",
          "the address leads to the front page of a site",
          "the address leads to a page inside a site");
  static final int R_HOST =
      ratio(
          "r_host",
          "Share of the host in the URL",
          "the share of the host name in the address is {}");

  // Characters of the host.
  static final int N_HYPHEN_HOST =
      count("n_hyphen_host", "Hyphens in the host", "hyphens", "hyphens in the host name: {}");
  static final int N_HYPHEN_NAME =
      count(
          "n_hyphen_name",
          "Hyphens in the registered name",
          "hyphens",
          "hyphens in the registered name: {}");
  static final int N_DIGIT_HOST =
      count("n_digit_host", "Digits in the host", "digits", "digits in the host name: {}");
  static final int R_DIGIT_NAME =
      ratio(
          "r_digit_name",
          "Share of digits in the registered name",
          "the share of digits in the registered name is {}");
  static final int R_VOWEL_NAME =
      ratio(
          "r_vowel_name",
          "Share of vowels among the letters of the registered name",
          "the share of vowels in the registered name is {}");
  static final int MAX_RUN_DIGIT_HOST =
      count(
          "max_run_digit_host",
          "Longest run of digits in the host",
          "digits",
          "digits in a row in the host name: {}");
  static final int MAX_RUN_CONSONANT_NAME =
      count(
          "max_run_consonant_name",
          "Longest run of consonants in the registered name",
          "letters",
          "consonants in a row in the registered name: {}");
  static final int MAX_RUN_SAME_HOST =
      count(
          "max_run_same_host",
          "Longest run of one character in the host",
          "characters",
          "times that one character is repeated in the host name: {}");
  static final int N_SWITCH_NAME =
      count(
          "n_switch_name",
          "Changes between letters and digits in the registered name",
          "changes",
          "changes between letters and digits in the registered name: {}");
  static final int N_SWITCH_SUBDOMAIN =
      count(
          "n_switch_subdomain",
          "Changes between letters and digits before the registered name",
          "changes",
          "changes between letters and digits before the registered name: {}");
  static final int VARIETY_HOST =
      count(
          "variety_host",
          "Different characters in the host",
          "characters",
          "different characters in the host name: {}");
  static final int N_TOKEN_HOST =
      count(
          "n_token_host",
          "Pieces of the host between dots and hyphens",
          "pieces",
          "pieces that dots and hyphens cut the host name into: {}");
  static final int MAX_LABEL_HOST =
      count(
          "max_label_host",
          "Length of the longest label of the host",
          "characters",
          "the longest label of the host name has {} characters");
  static final int HOST_HAS_CAPITALS =
      flag(
          "host_has_capitals",
          "the host name is written with capital letters",
          "the host name is written in small letters");

  // What kind of host.
  static final int HOST_IS_IP =
      flag(
          "host_is_ip",
          "the address names a machine by number and not by name",
          "the address names a host and not a bare number");
  static final int HAS_PORT =
      flag("has_port", "the address names an unusual port", "the address uses the usual port");
  static final int HAS_CREDENTIALS =
      flag(
          "has_credentials",
          "something that looks like an address stands before the real host name",
          "nothing stands before the host name to deceive the eye");
  static final int N_ODDITIES =
      count(
          "n_oddities",
          "Irregularities that browsers silently undo",
          "irregularities",
          "irregularities in the address that browsers silently undo: {}");
  static final int N_PUNYCODE =
      count(
          "n_punycode",
          "Labels with characters outside ASCII",
          "labels",
          "labels of the host name in letters beyond a to z: {}");
  static final int SINGLE_LABEL =
      flag(
          "single_label",
          "the host name has no domain ending",
          "the host name has a domain ending");

  // Endings.
  static final int TLD_RARITY =
      real(
          "tld_rarity",
          "Rarity of the top-level domain among popular domains",
          "bits",
          "the rarity of the domain ending among popular sites is {} bits (.com has 0.9)");
  static final int TLD_IS_COUNTRY =
      flag(
          "tld_is_country",
          "the domain ending belongs to a country",
          "the domain ending belongs to no country");
  static final int TENANT_OF_PLATFORM =
      flag(
          "tenant_of_platform",
          "the site lives under the domain of a platform where anybody can publish",
          "the site has a domain of its own");
  static final int TENANT_OF_FREE_HOST =
      flag(
          "tenant_of_free_host",
          "the page was put up with a service where anybody can publish",
          "the page was not put up with a service where anybody can publish");
  static final int DYNAMIC_DNS =
      flag(
          "dynamic_dns",
          "the name was given out by a dynamic-DNS service, which asks nobody who they are",
          "the name was not given out by a dynamic-DNS service");
  static final int SHORTENER =
      flag(
          "shortener",
          "a link shortener hides where the address leads",
          "no link shortener hides where the address leads");

  // Popularity.
  static final int POPULAR_10K =
      flag(
          "popular_10k",
          "the site is among the ten thousand most popular",
          "the site is not among the ten thousand most popular");
  static final int POPULAR_100K =
      flag(
          "popular_100k",
          "the site is among the hundred thousand most popular",
          "the site is not among the hundred thousand most popular");
  static final int POPULAR_NAME_ELSEWHERE =
      flag(
          "popular_name_elsewhere",
          "the registered name is that of a popular site, but under another ending",
          "the registered name is not borrowed from a popular site");

  // Brands and words.
  static final int BRAND_IS_NAME =
      flag(
          "brand_is_name",
          "the registered name is a well-known brand",
          "the registered name is not that of a well-known brand");
  static final int BRAND_IN_NAME =
      flag(
          "brand_in_name",
          "a well-known brand is mixed into the registered name",
          "no well-known brand is mixed into the registered name");
  static final int BRAND_IN_SUBDOMAIN =
      flag(
          "brand_in_subdomain",
          "a well-known brand stands before the registered name of another",
          "no well-known brand stands before the registered name");
  static final int BRAND_IN_PATH =
      flag(
          "brand_in_path",
          "a well-known brand is named in the path on the site of another",
          "no well-known brand is named in the path");
  static final int BRAND_DISGUISED =
      flag(
          "brand_disguised",
          "the host name imitates a well-known brand with characters that look alike",
          "no well-known brand is imitated with look-alike characters");
  static final int N_SENSITIVE_HOST =
      count(
          "n_sensitive_host",
          "Words about logging in and paying in the host",
          "words",
          "words about logging in or paying in the host name: {}");
  static final int N_SENSITIVE_PATH =
      count(
          "n_sensitive_path",
          "Words about logging in and paying in path and query",
          "words",
          "words about logging in or paying in the path: {}");
  static final int N_LURE_HOST =
      count(
          "n_lure_host",
          "Words that promise or threaten in the host",
          "words",
          "words that promise or threaten in the host name: {}");
  static final int N_LURE_PATH =
      count(
          "n_lure_path",
          "Words that promise or threaten in path and query",
          "words",
          "words that promise or threaten in the path: {}");

  // How the names read.
  static final int SURPRISE_NAME =
      real(
          "surprise_name",
          "How unlike the names of popular sites the registered name reads",
          "bits per character",
          "the registered name is as hard to guess as {} bits per character (names of popular sites:"
              + " about 4, random letters: 6 and more)");
  static final int SURPRISE_SUBDOMAIN =
      real(
          "surprise_subdomain",
          "How unlike names that people choose the part before the registered name reads",
          "bits per character",
          "what stands before the registered name is as hard to guess as {} bits per character"
              + " (names of popular sites: about 4, random letters: 6 and more)");
  static final int WORD_COVER_NAME =
      ratio(
          "word_cover_name",
          "Share of the registered name that is common words",
          "the share of common words in the registered name is {}");
  static final int N_WORD_NAME =
      count(
          "n_word_name",
          "Common words in the registered name",
          "words",
          "common words in the registered name: {}");
  static final int LONGEST_WORD_NAME =
      count(
          "longest_word_name",
          "Length of the longest common word in the registered name",
          "characters",
          "the longest common word in the registered name has {} characters");

  // Tricks in the host.
  static final int ENDING_INSIDE_HOST =
      flag(
          "ending_inside_host",
          "a domain ending such as com stands in the middle of the host name",
          "no domain ending stands in the middle of the host name");
  static final int SCHEME_INSIDE_HOST =
      flag(
          "scheme_inside_host",
          "http, https or www stands in the middle of the host name",
          "neither http nor www stands in the middle of the host name");

  // Path and query.
  static final int N_DIGIT_PATH =
      count("n_digit_path", "Digits in the path", "digits", "digits in the path: {}");
  static final int R_DIGIT_PATH =
      ratio("r_digit_path", "Share of digits in the path", "the share of digits in the path is {}");
  static final int N_CAPITAL_PATH =
      count(
          "n_capital_path",
          "Capital letters in the path",
          "letters",
          "capital letters in the path: {}");
  static final int N_HYPHEN_PATH =
      count("n_hyphen_path", "Hyphens in the path", "hyphens", "hyphens in the path: {}");
  static final int N_UNDERSCORE_PATH =
      count(
          "n_underscore_path",
          "Underscores in the path",
          "underscores",
          "underscores in the path: {}");
  static final int N_DOT_PATH =
      count("n_dot_path", "Dots in the path", "dots", "dots in the path: {}");
  static final int VARIETY_PATH =
      count(
          "variety_path",
          "Different characters in the path",
          "characters",
          "different characters in the path: {}");
  static final int N_TOKEN_PATH =
      count(
          "n_token_path",
          "Runs of letters and digits in the path",
          "pieces",
          "pieces of letters and digits in the path: {}");
  static final int MAX_TOKEN_PATH =
      count(
          "max_token_path",
          "Longest run of letters and digits in the path",
          "characters",
          "the longest piece of the path has {} characters");
  static final int N_RANDOM_TOKEN =
      count(
          "n_random_token",
          "Long pieces of path and query that mix letters and digits",
          "pieces",
          "pieces of the address that look like random codes: {}");
  static final int N_PERCENT =
      count(
          "n_percent",
          "Percent-encoded characters in path and query",
          "characters",
          "percent-encoded characters in the address: {}");
  static final int N_DIGIT_QUERY =
      count("n_digit_query", "Digits in the query", "digits", "digits after the question mark: {}");
  static final int EXT_SCRIPT =
      flag(
          "ext_script",
          "the path ends in a server script such as .php",
          "the path does not end in a server script");
  static final int EXT_PAGE =
      flag(
          "ext_page",
          "the path ends in a bare page file",
          "the path does not end in a bare page file");
  static final int EXT_PROGRAM =
      flag(
          "ext_program",
          "the address downloads a program or archive",
          "the address downloads no program or archive");
  static final int EXT_DOCUMENT =
      flag(
          "ext_document",
          "the path ends in a document or picture",
          "the path does not end in a document or picture");
  static final int DOUBLE_SLASH_PATH =
      flag("double_slash_path", "the path has an empty part", "the path has no empty part");
  static final int URL_INSIDE =
      flag(
          "url_inside",
          "another address is hidden inside this one",
          "no other address is hidden inside this one");
  static final int HOST_IN_PATH =
      flag(
          "host_in_path",
          "a host name stands in the path or query",
          "no host name stands in the path or query");
  static final int EMAIL_INSIDE =
      flag(
          "email_inside",
          "a mail address is part of the address",
          "no mail address is part of the address");
  static final int TILDE_PATH =
      flag(
          "tilde_path",
          "the path leads into a personal folder",
          "the path does not lead into a personal folder");
  static final int WORDPRESS_PATH =
      flag(
          "wordpress_path",
          "the path leads into the inner folders of WordPress, where visitors have no business",
          "the path does not lead into the inner folders of WordPress");
  static final int HIDDEN_FOLDER =
      flag(
          "hidden_folder",
          "the path leads into a hidden folder",
          "the path does not lead into a hidden folder");

  // Given by a model of character n-grams.
  static final int NGRAM_HOST =
      logOdds(
          "ngram_host",
          "Log-odds of phishing by the character sequences of the host",
          "the host name is spelt like those of known phishing",
          "the host name is spelt like those of good sites");
  static final int NGRAM_PATH =
      logOdds(
          "ngram_path",
          "Log-odds of phishing by the character sequences of path and query",
          "the path is spelt like those of known phishing",
          "the path is spelt like those of good sites");

  static final FeatureSchema SCHEMA = FeatureSchema.of(FEATURES);

  private UrlSchema() {}

  private static int count(String name, String description, String unit, String phrase) {
    return add(Feature.count(name, description, unit).withPhrase(phrase));
  }

  private static int ratio(String name, String description, String phrase) {
    return add(Feature.ratio(name, description).withPhrase(phrase));
  }

  private static int real(String name, String description, String unit, String phrase) {
    return add(Feature.real(name, description, unit).withPhrase(phrase));
  }

  /** Words for when it speaks for phishing and when against it. */
  private static int logOdds(String name, String description, String bad, String good) {
    return add(Feature.real(name, description, Feature.LOG_ODDS).withPhrases(bad, good));
  }

  /** A flag, described by the words for when it holds. */
  private static int flag(String name, String phrase, String zeroPhrase) {
    return add(Feature.flag(name, phrase).withPhrases(phrase, zeroPhrase));
  }

  private static int add(Feature feature) {
    FEATURES.add(feature);
    return FEATURES.size() - 1;
  }
}
