package io.phish.core.url;

import io.phish.core.model.SchemaPart;

/** The features of path, query and fragment. For the words see {@link UrlSchema}. */
final class PathSchema {
  static final SchemaPart PART = new SchemaPart(NameSchema.PART.end());

  // Lengths and structure; one slash at the end of the path counts for nothing.
  static final int LEN_PATH =
      PART.count("len_path", "Length of the path", "characters", "the path is {} characters long");
  static final int LEN_FILE =
      PART.count(
          "len_file",
          "Length of the last part of the path",
          "characters",
          "the last part of the path is {} characters long");
  static final int PATH_DEPTH =
      PART.count(
          "path_depth",
          "Folders and files in the path",
          "parts",
          "folders and files in the path: {}");
  static final int LEN_QUERY =
      PART.count(
          "len_query",
          "Length of the query",
          "characters",
          "the part after the question mark is {} characters long");
  static final int N_PARAM =
      PART.count(
          "n_param", "Parameters in the query", "parameters", "parameters in the address: {}");
  static final int MAX_PARAM_VALUE =
      PART.count(
          "max_param_value",
          "Length of the longest parameter value",
          "characters",
          "the longest parameter value has {} characters");
  static final int BARE_QUERY =
      PART.flag(
          "bare_query",
          "what follows the question mark is no list of parameters",
          "nothing unusual follows the question mark");
  static final int LEN_FRAGMENT =
      PART.count(
          "len_fragment",
          "Length of the fragment",
          "characters",
          "the part after the hash sign is {} characters long");

  // Characters, of each component the first 4,095.
  static final int N_DIGIT_PATH =
      PART.count("n_digit_path", "Digits in the path", "digits", "digits in the path: {}");
  static final int R_DIGIT_PATH =
      PART.ratio(
          "r_digit_path", "Share of digits in the path", "the share of digits in the path is {}");
  static final int MAX_RUN_DIGIT_PATH =
      PART.count(
          "max_run_digit_path",
          "Longest run of digits in the path",
          "digits",
          "digits in a row in the path: {}");
  static final int N_CAPITAL_PATH =
      PART.count(
          "n_capital_path",
          "Capital letters in the path",
          "letters",
          "capital letters in the path: {}");
  static final int N_HYPHEN_PATH =
      PART.count("n_hyphen_path", "Hyphens in the path", "hyphens", "hyphens in the path: {}");
  static final int N_UNDERSCORE_PATH =
      PART.count(
          "n_underscore_path",
          "Underscores in the path",
          "underscores",
          "underscores in the path: {}");
  static final int N_DOT_PATH =
      PART.count("n_dot_path", "Dots in the path", "dots", "dots in the path: {}");
  static final int N_SPECIAL_PATH =
      PART.count(
          "n_special_path",
          "Signs in the path that are none of the usual ones",
          "signs",
          "unusual signs in the path: {}");
  static final int VARIETY_PATH =
      PART.count(
          "variety_path",
          "Different characters in the path",
          "characters",
          "different characters in the path: {}");
  static final int ENTROPY_PATH =
      PART.real(
          "entropy_path",
          "Shannon entropy of the characters of the path, of its first 63",
          "bits per character",
          "the characters of the path carry {} bits each");
  static final int N_TOKEN_PATH =
      PART.count(
          "n_token_path",
          "Runs of letters and digits in the path",
          "pieces",
          "pieces of letters and digits in the path: {}");
  static final int MAX_TOKEN_PATH =
      PART.count(
          "max_token_path",
          "Longest run of letters and digits in the path",
          "characters",
          "the longest piece of the path has {} characters");
  static final int N_SWITCH_PATH =
      PART.count(
          "n_switch_path",
          "Changes between letters and digits in the path",
          "changes",
          "changes between letters and digits in the path: {}");
  static final int N_DIGIT_QUERY =
      PART.count(
          "n_digit_query", "Digits in the query", "digits", "digits after the question mark: {}");
  static final int MAX_TOKEN_QUERY =
      PART.count(
          "max_token_query",
          "Longest run of letters and digits in query and fragment",
          "characters",
          "the longest piece after the path has {} characters");
  static final int N_PERCENT =
      PART.count(
          "n_percent",
          "Percent-encoded characters in path, query and fragment",
          "characters",
          "percent-encoded characters in the address: {}");
  static final int N_NEEDLESS_PERCENT =
      PART.count(
          "n_needless_percent",
          "Percent-encoded letters and digits in path, query and fragment",
          "characters",
          "letters and digits that are encoded without need: {}");
  static final int N_DOUBLE_PERCENT =
      PART.count(
          "n_double_percent",
          "Percent signs in path, query and fragment that are percent-encoded themselves",
          "signs",
          "percent signs that are themselves encoded: {}");

  // Codes.
  static final int N_RANDOM_TOKEN =
      PART.count(
          "n_random_token",
          "Long pieces of path, query and fragment that mix letters and digits",
          "pieces",
          "pieces of the address that look like random codes: {}");
  static final int N_HEX_TOKEN =
      PART.count(
          "n_hex_token",
          "Pieces of path, query and fragment of sixteen and more hexadecimal digits",
          "pieces",
          "long hexadecimal numbers in the address: {}");
  static final int N_MIXED_CASE_TOKEN =
      PART.count(
          "n_mixed_case_token",
          "Long pieces of path, query and fragment of letters in both cases and digits, as in base64",
          "pieces",
          "pieces of the address that look like encoded data: {}");
  static final int UUID_INSIDE =
      PART.flag(
          "uuid_inside",
          "a universally unique identifier is part of the address",
          "no universally unique identifier is part of the address");

  // File.
  static final int EXT_SCRIPT =
      PART.flag(
          "ext_script",
          "the path ends in a server script such as .php",
          "the path does not end in a server script");
  static final int EXT_PAGE =
      PART.flag(
          "ext_page",
          "the path ends in a bare page file",
          "the path does not end in a bare page file");
  static final int EXT_PROGRAM =
      PART.flag(
          "ext_program",
          "the address downloads a program or archive",
          "the address downloads no program or archive");
  static final int EXT_DOCUMENT =
      PART.flag(
          "ext_document",
          "the path ends in a document or picture",
          "the path does not end in a document or picture");
  static final int DOUBLE_EXTENSION =
      PART.flag(
          "double_extension",
          "the file has two endings, the first of which hides what it is",
          "the file has not two endings");
  static final int INDEX_FILE =
      PART.flag(
          "index_file",
          "the path ends in the default file of a folder",
          "the path does not end in the default file of a folder");
  static final int DIGITS_FILE =
      PART.flag(
          "digits_file",
          "the last part of the path is a bare number",
          "the last part of the path is no bare number");

  // Tricks.
  static final int DOUBLE_SLASH_PATH =
      PART.flag("double_slash_path", "the path has an empty part", "the path has no empty part");
  static final int URL_INSIDE =
      PART.flag(
          "url_inside",
          "another address is hidden inside this one",
          "no other address is hidden inside this one");
  static final int HOST_IN_PATH =
      PART.flag(
          "host_in_path",
          "a host name stands in the path or query",
          "no host name stands in the path or query");
  static final int PORT_IN_PATH =
      PART.flag(
          "port_in_path",
          "a host name with a port stands in the path or query",
          "no host name with a port stands in the path or query");
  static final int REDIRECT_PARAM =
      PART.flag(
          "redirect_param",
          "a parameter is named like one that leads elsewhere",
          "no parameter is named like one that leads elsewhere");
  static final int OPEN_REDIRECT =
      PART.flag(
          "open_redirect",
          "a parameter leads on to another address",
          "no parameter leads on to another address");
  static final int EMAIL_INSIDE =
      PART.flag(
          "email_inside",
          "a mail address is part of the address",
          "no mail address is part of the address");
  static final int EMAIL_ENCODED =
      PART.flag(
          "email_encoded",
          "a mail address is part of the address in base64",
          "no mail address is hidden in base64");
  static final int TILDE_PATH =
      PART.flag(
          "tilde_path",
          "the path leads into a personal folder",
          "the path does not lead into a personal folder");
  static final int WORDPRESS_PATH =
      PART.flag(
          "wordpress_path",
          "the path leads into the inner folders of WordPress, where visitors have no business",
          "the path does not lead into the inner folders of WordPress");
  static final int HIDDEN_FOLDER =
      PART.flag(
          "hidden_folder",
          "the path leads into a hidden folder",
          "the path does not lead into a hidden folder");

  // Words.
  static final int N_SENSITIVE_PATH =
      PART.count(
          "n_sensitive_path",
          "Words about logging in and paying in path and query",
          "words",
          "words about logging in or paying in the path: {}");
  static final int N_LURE_PATH =
      PART.count(
          "n_lure_path",
          "Words that promise or threaten in path and query",
          "words",
          "words that promise or threaten in the path: {}");
  static final int BRAND_IN_PATH =
      PART.flag(
          "brand_in_path",
          "a well-known brand is named in the path on the site of another",
          "no well-known brand is named in the path");
  static final int N_CONTENT_WORD_PATH =
      PART.count(
          "n_content_word_path",
          "Pieces of the path that sites have for their visitors",
          "words",
          "words of ordinary content in the path: {}");
  static final int YEAR_IN_PATH =
      PART.flag("year_in_path", "a year is part of the path", "no year is part of the path");
  static final int N_TRACKING_PARAM =
      PART.count(
          "n_tracking_param",
          "Parameters that say where a visitor came from",
          "parameters",
          "parameters that say where a visitor came from: {}");

  private PathSchema() {}
}
