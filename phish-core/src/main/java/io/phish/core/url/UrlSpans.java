package io.phish.core.url;

import static io.phish.core.url.AsciiSet.ALPHANUMERIC;
import static io.phish.core.url.AsciiSet.CAPITALS;
import static io.phish.core.url.AsciiSet.DIGITS;
import static io.phish.core.url.AsciiSet.LETTERS;
import static io.phish.core.url.SpanRule.around;
import static io.phish.core.url.SpanRule.each;
import static io.phish.core.url.SpanRule.longestRepeat;
import static io.phish.core.url.SpanRule.longestRun;
import static io.phish.core.url.SpanRule.onwards;
import static io.phish.core.url.SpanRule.part;
import static io.phish.core.url.SpanRule.runs;
import static io.phish.core.url.SpanRule.words;

import io.phish.core.model.NgramModel;
import io.phish.core.name.WordFinder;
import io.phish.core.url.UrlParts.Part;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the features of {@link UrlSchema} are to be seen in a URL. Those that are not in the table
 * are seen in the part they are named after.
 */
final class UrlSpans {
  private static final AsciiSet CONSONANTS = LETTERS.without("aeiouyAEIOUY");
  private static final AsciiSet LABEL = AsciiSet.of(".").negate();
  private static final AsciiSet HOST_TOKEN = AsciiSet.of(".-").negate();
  private static final AsciiSet PARAM_VALUE = AsciiSet.of("&=;").negate();
  private static final AsciiSet HOST_LIKE = ALPHANUMERIC.or("-.");
  private static final AsciiSet MAIL_LIKE = HOST_LIKE.or("_+@%");
  private static final String[] ENDINGS = {".com", ".net", ".org"};
  private static final String[] LOOKALIKES = {"0", "1", "3", "4", "5", "7", "8", "9", "rn", "vv"};

  private final NgramModel ngrams;
  private final UrlFeatures features;
  private final Map<String, SpanRule> rules = new HashMap<>();

  /** Features that are seen somewhere even when they are 0: no popular site is a site. */
  private final Set<String> eitherWay = new HashSet<>();

  private final SpanRule[] byIndex;
  private final boolean[] needsValue;

  UrlSpans(UrlFeatures features, Tables tables, NgramModel ngrams) {
    this.features = features;
    this.ngrams = ngrams;
    host();
    names(tables.words());
    path();
    FeatureSchema schema = UrlSchema.SCHEMA;
    byIndex = new SpanRule[schema.size()];
    needsValue = new boolean[schema.size()];
    for (int i = 0; i < byIndex.length; i++) {
      Feature feature = schema.feature(i);
      byIndex[i] = rules.getOrDefault(feature.name(), part(partOf(feature.name())));
      needsValue[i] = feature.max() == 1 && !eitherWay.contains(feature.name());
    }
  }

  private void host() {
    put("single_label", part(Part.HOST));
    put("n_subdomain", part(Part.SUBDOMAIN));
    put("max_label_host", longestRun(Part.HOST, LABEL));
    put("n_punycode", around(Part.HOST, LABEL, true, "xn--"));
    put("script_mixing", around(Part.HOST, LABEL, true, "xn--"));
    put("idn_lookalike", around(Part.HOST, LABEL, true, "xn--"));
    put("n_hyphen_host", runs(Part.HOST, AsciiSet.of("-")));
    put("n_double_hyphen_host", runs(Part.HOST, AsciiSet.of("-"), 2));
    put("n_underscore_host", runs(Part.HOST, AsciiSet.of("_")));
    put("n_digit_host", runs(Part.HOST, DIGITS));
    put("max_run_digit_host", longestRun(Part.HOST, DIGITS));
    put("max_run_same_host", longestRepeat(Part.HOST));
    put("max_token_host", longestRun(Part.HOST, HOST_TOKEN));
    put("n_random_token_host", runs(Part.HOST, HOST_TOKEN, 12));
    put("has_port", part(Part.PORT));
    put("has_credentials", part(Part.AUTHORITY));
    put("n_oddities", parts -> List.of()); // each has a name of its own
    put("ending_inside_host", around(Part.HOST, HOST_TOKEN, true, endings()));
    put("scheme_inside_host", around(Part.HOST, HOST_TOKEN, true, "http"));
    put("www_inside_host", around(Part.HOST, HOST_TOKEN, true, "www"));
    put("tld_in_subdomain", part(Part.SUBDOMAIN));
    put("popular_in_subdomain", part(Part.SUBDOMAIN));
    put("n_near_brand", part(Part.HOST));
    put("host_is_ip", part(Part.HOST));
    put("host_is_ipv6", part(Part.HOST));
    put("ip_private", part(Part.HOST));
    put("ip_odd", part(Part.HOST));
  }

  private static String[] endings() {
    return new String[] {"com", "net", "org", "gov", "edu"};
  }

  private void names(WordFinder words) {
    put("n_sensitive_host", words(Part.HOST, words, Tables.SENSITIVE));
    put("n_sensitive_name", words(Part.NAME, words, Tables.SENSITIVE));
    put("n_lure_host", words(Part.HOST, words, Tables.LURE));
    put("n_sensitive_path", words(Part.REST, words, Tables.SENSITIVE));
    put("n_lure_path", words(Part.REST, words, Tables.LURE));
    put("n_brand_host", words(Part.HOST, words, Tables.BRAND));
    put("brand_is_name", part(Part.NAME));
    put("brand_in_name", words(Part.NAME, words, Tables.BRAND));
    put("brand_in_subdomain", words(Part.SUBDOMAIN, words, Tables.BRAND));
    put("brand_in_path", words(Part.REST, words, Tables.BRAND));
    put("brand_hyphenated", words(Part.HOST, words, Tables.BRAND));
    put("brand_with_word", words(Part.HOST, words, Tables.BRAND));
    put("brand_disguised", around(Part.HOST, HOST_TOKEN, true, LOOKALIKES));
    put("n_hyphen_name", runs(Part.NAME, AsciiSet.of("-")));
    put("n_digit_end_name", longestRun(Part.NAME, DIGITS));
    put("max_run_consonant_name", longestRun(Part.NAME, CONSONANTS));
    put("max_token_name", longestRun(Part.NAME, AsciiSet.of("-").negate()));
    put("r_digit_name", runs(Part.NAME, DIGITS));
    put("tld_rarity", part(Part.TLD));
    put("tld_is_classic", part(Part.TLD));
    put("ending_unlisted", part(Part.TLD));
    put("ending_log_odds", part(Part.SUFFIX));
    putEitherWay("tld_is_country", part(Part.TLD));
    putEitherWay("popular_10k", part(Part.SITE));
    putEitherWay("popular_100k", part(Part.SITE));
    putEitherWay("tenant_of_platform", part(Part.SITE));
    put("tenant_of_free_host", part(Part.SITE));
    put("user_content_host", part(Part.HOST));
    put("dynamic_dns", part(Part.SITE));
    put("shortener", part(Part.SITE));
    put("web3_gateway", part(Part.SITE));
    put("tunnel", part(Part.SITE));
    put("popular_name_elsewhere", part(Part.SITE));
    put("popular_name_disguised", part(Part.NAME));
    put("near_brand_name", part(Part.NAME));
  }

  private void path() {
    putEitherWay("is_homepage", part(Part.REST));
    put("path_depth", part(Part.PATH));
    put("len_file", part(Part.FILE));
    put("digits_file", part(Part.FILE));
    put("index_file", part(Part.FILE));
    put("double_extension", part(Part.FILE));
    for (String extension : List.of("ext_script", "ext_page", "ext_program", "ext_document")) {
      put(extension, part(Part.EXTENSION));
    }
    put("n_param", part(Part.QUERY));
    put("bare_query", part(Part.QUERY));
    put("redirect_param", part(Part.QUERY));
    put("n_tracking_param", part(Part.QUERY));
    put("max_param_value", longestRun(Part.QUERY, PARAM_VALUE));
    put("n_digit_path", runs(Part.PATH, DIGITS));
    put("r_digit_path", runs(Part.PATH, DIGITS));
    put("max_run_digit_path", longestRun(Part.PATH, DIGITS));
    put("year_in_path", runs(Part.PATH, DIGITS, 4));
    put("n_capital_path", runs(Part.PATH, CAPITALS));
    put("n_hyphen_path", runs(Part.PATH, AsciiSet.of("-")));
    put("n_underscore_path", runs(Part.PATH, AsciiSet.of("_")));
    put("n_dot_path", runs(Part.PATH, AsciiSet.of(".")));
    put("max_token_path", longestRun(Part.PATH, ALPHANUMERIC));
    put("n_digit_query", runs(Part.QUERY, DIGITS));
    put("max_token_query", longestRun(Part.REST, ALPHANUMERIC));
    put("n_percent", each(Part.REST, "%", 2));
    put("n_needless_percent", each(Part.REST, "%", 2));
    put("n_double_percent", each(Part.REST, "%25", 2));
    put("n_random_token", runs(Part.REST, ALPHANUMERIC, 12));
    put("n_hex_token", runs(Part.REST, ALPHANUMERIC, 16));
    put("n_mixed_case_token", runs(Part.REST, ALPHANUMERIC, 12));
    put("uuid_inside", runs(Part.REST, ALPHANUMERIC.or("-"), 32));
    put("double_slash_path", each(Part.PATH, "//", 0));
    put("hidden_folder", each(Part.PATH, "/.", 12));
    put("wordpress_path", each(Part.PATH, "/wp-", 8));
    put("tilde_path", onwards(Part.PATH, "~"));
    SpanRule url = onwards(Part.REST, "http").or(onwards(Part.REST, "www."));
    put("url_inside", url);
    put("open_redirect", url.or(part(Part.QUERY)));
    put("host_in_path", around(Part.REST, HOST_LIKE, false, ENDINGS));
    put("port_in_path", around(Part.REST, HOST_LIKE.or(":"), false, ":"));
    put("email_inside", around(Part.REST, MAIL_LIKE, false, "@", "%40"));
    put("email_encoded", longestRun(Part.REST, ALPHANUMERIC));
  }

  private void put(String feature, SpanRule rule) {
    rules.put(feature, rule);
  }

  private void putEitherWay(String feature, SpanRule rule) {
    put(feature, rule);
    eitherWay.add(feature);
  }

  /** The part that a feature is named after; the whole URL if it is after none. */
  private static Part partOf(String feature) {
    String last = feature.substring(feature.lastIndexOf('_') + 1);
    return switch (last) {
      case "host" -> Part.HOST;
      case "subdomain" -> Part.SUBDOMAIN;
      case "name" -> Part.NAME;
      case "suffix" -> Part.SUFFIX;
      case "path" -> Part.PATH;
      case "file" -> Part.FILE;
      case "query", "param" -> Part.QUERY;
      case "fragment" -> Part.FRAGMENT;
      default -> Part.URL;
    };
  }

  /** The features of the table, for a test. */
  Set<String> named() {
    return Set.copyOf(rules.keySet());
  }

  /**
   * What a feature speaks of.
   *
   * @param value of the feature: what is not there cannot be seen
   * @param weight by how much it moved the verdict: n-grams pull both ways
   * @return offsets into {@link ParsedUrl#href}, none of them empty
   */
  List<Span> of(ParsedUrl url, int feature, double value, double weight) {
    int sign = weight < 0 ? -1 : 1;
    if (feature == UrlSchema.NGRAM_HOST) {
      return nonEmpty(NgramHeat.ofHost(ngrams, url).strongest(sign));
    }
    if (feature == UrlSchema.NGRAM_PATH) {
      return nonEmpty(NgramHeat.ofPath(ngrams, url).strongest(sign));
    }
    if (Double.isNaN(value) || (value <= 0 && needsValue[feature])) {
      return List.of();
    }
    return byIndex[feature].find(features.parts(url));
  }

  private static List<Span> nonEmpty(Span span) {
    return span.start() == span.end() ? List.of() : List.of(span);
  }

  /** By how much each character of {@link ParsedUrl#href} moves the log-odds of the n-grams. */
  double[] heat(ParsedUrl url) {
    double[] heat = new double[url.href().length()];
    NgramHeat.ofHost(ngrams, url).addTo(heat);
    NgramHeat.ofPath(ngrams, url).addTo(heat);
    return heat;
  }

  /** The pieces of a text, which may be a slash at the end shorter than the URL. */
  static List<String> pieces(List<Span> spans, String text) {
    List<String> pieces = new ArrayList<>(spans.size());
    for (Span span : spans) {
      int end = Math.min(span.end(), text.length());
      if (span.start() < end) {
        pieces.add(text.substring(span.start(), end));
      }
    }
    return pieces;
  }

  /**
   * The text that is shown of a URL: as it was given, where that differs from what browsers make of
   * it in nothing but capitals and a slash missing at the end; what browsers make of it otherwise.
   */
  static String text(ParsedUrl url, String original) {
    String href = url.href();
    int missing = href.length() - original.length();
    boolean isAligned =
        (missing == 0 || (missing == 1 && href.endsWith("/")))
            && (href.startsWith(original)
                || href.regionMatches(true, 0, original, 0, original.length()));
    return isAligned ? original : href;
  }
}
