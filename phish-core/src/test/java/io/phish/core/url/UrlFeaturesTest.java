package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.spi.Feature;
import io.phish.spi.FeatureVector;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlFeaturesTest {
  private final UrlFeatures features = new UrlFeatures();

  static void requireInRange(FeatureVector vector, String text) {
    for (int i = 0; i < vector.size(); i++) {
      Feature feature = vector.schema().feature(i);
      assertThat(feature.accepts(vector.get(i)))
          .as("%s = %s of %s", feature.name(), vector.get(i), text)
          .isTrue();
    }
  }

  private FeatureVector of(String url) {
    FeatureVector vector = features.extract(ParsedUrl.parse(url), url);
    requireInRange(vector, url);
    return vector;
  }

  @ParameterizedTest
  @CsvSource({
    // Lengths and structure, without scheme and www.
    "https://www.example.com/a/b.html?c=dd&e=f#gh, len_url, 32",
    "https://www.example.com/, len_host, 11",
    "http://a.b.example.co.uk/, len_name, 7",
    "http://a.b.example.co.uk/, len_subdomain, 3",
    "http://a.b.example.co.uk/, n_subdomain, 2",
    "http://www.a.example.co.uk/, n_subdomain, 1",
    "http://example.co.uk/, n_subdomain, 0",
    "http://example.co.uk/, len_suffix, 5",
    "http://a/b/cd/efg, len_path, 8",
    "http://a/b/cd/efg, len_file, 3",
    "http://a/b//cd/, path_depth, 2",
    "http://a/?b=c&d=efg&&h;i, n_param, 4",
    "http://a/?b=c&d=efg&h, max_param_value, 3",
    "http://a/?b=c=d, max_param_value, 3",
    "http://a/?bc, len_query, 2",
    "http://a/?b#cde, len_fragment, 3",
    "http://example.com, is_homepage, 1",
    "http://example.com/?, is_homepage, 0",
    "http://example.com/a, is_homepage, 0",
    // Characters.
    "http://a-b.c-d-e.com/, n_hyphen_host, 3",
    "http://a-b.c-d-e.com/, n_hyphen_name, 2",
    "http://a1.b22.com/, n_digit_host, 3",
    "http://a1.b222.com/, r_digit_name, 0.75",
    "http://a123.b1234.com/, max_run_digit_host, 4",
    "http://strengths.com/, max_run_consonant_name, 5",
    "http://aeb.com/, max_run_consonant_name, 1",
    "http://xxxx.com/, max_run_same_host, 4",
    "http://a1b2.com/, n_switch_name, 3",
    "http://a1b.c.com/, n_switch_subdomain, 2",
    "http://aab.com/, variety_host, 6",
    "http://a-b.c.com/, n_token_host, 4",
    "http://abcd.ef.com/, max_label_host, 4",
    "http://EXAMPLE.com/, host_has_capitals, 1",
    "http://example.com/A, host_has_capitals, 0",
    // Kinds of host.
    "http://1.2.3.4/, host_is_ip, 1",
    "http://[::1]/, host_is_ip, 1",
    "http://example.com:8080/, has_port, 1",
    "http://example.com:80/, has_port, 0",
    "http://a@example.com/, has_credentials, 1",
    "http:/example.com\\a, n_oddities, 2",
    "http://xn--bcher-kva.xn--p1ai/, n_punycode, 2",
    "http://localhost/, single_label, 1",
    // Endings.
    "http://example.com/, tld_rarity, 0.9",
    "http://example.nosuchtld/, tld_rarity, 17",
    "http://example.de/, tld_is_country, 1",
    "http://example.com/, tld_is_country, 0",
    // Whose site.
    "http://tenant.github.io/, tenant_of_platform, 1",
    "http://github.com/, tenant_of_platform, 0",
    "http://tenant.weebly.com/, tenant_of_free_host, 1",
    "http://www.weebly.com/, tenant_of_free_host, 0",
    "http://docs.google.com/forms/x, tenant_of_free_host, 1",
    "http://x.duckdns.org/, dynamic_dns, 1",
    "http://x.hopto.org/, dynamic_dns, 1",
    "http://x.example.com/, dynamic_dns, 0",
    "http://bit.ly/abc, shortener, 1",
    // Popularity is of the site, not of its landlord.
    "http://www.google.com/, popular_10k, 1",
    "http://google.com/, popular_100k, 1",
    "http://docs.google.com/x, popular_10k, 0",
    "http://weebly.com/, popular_10k, 1",
    "http://tenant.weebly.com/, popular_10k, 0",
    "http://tenant-of-nothing.github.io/, popular_100k, 0",
    "http://no-such-site-at-all.example/, popular_100k, 0",
    "http://wikipedia.top/, popular_name_elsewhere, 1",
    "http://wikipedia.org/, popular_name_elsewhere, 0",
    // Brands.
    "http://paypal.com/, brand_is_name, 1",
    "http://paypal.com/, brand_in_name, 0",
    "http://paypal-login.top/, brand_in_name, 1",
    "http://mypaypalx.top/, brand_in_name, 1",
    "http://paypal.com.evil.top/, brand_in_subdomain, 1",
    "http://evil.top/paypal/, brand_in_path, 1",
    "http://evil.top/?x=PayPal, brand_in_path, 1",
    "http://dhl.evil.top/, brand_in_subdomain, 1",
    "http://dhlx.evil.top/, brand_in_subdomain, 0",
    "http://paypa1.top/, brand_disguised, 1",
    "http://rnicrosoft.top/, brand_disguised, 1",
    "http://b1nance.top/, brand_disguised, 1",
    "http://paypal1.top/, brand_disguised, 0",
    "http://paypal.top/, brand_disguised, 0",
    // Words.
    "http://secure-login.top/, n_sensitive_host, 2",
    "http://banana.top/, n_sensitive_host, 0",
    "http://a.top/account/verify?session=1, n_sensitive_path, 3",
    "http://claim-airdrop.top/, n_lure_host, 2",
    "http://a.top/free/gift, n_lure_path, 2",
    "http://a.top/freedom, n_lure_path, 0",
    "http://securelogin.top/, word_cover_name, 1",
    "http://securelogin.top/, n_word_name, 2",
    "http://securelogin.top/, longest_word_name, 6",
    "http://a.com.evil.top/, ending_inside_host, 1",
    "http://a-com.top/, ending_inside_host, 1",
    "http://common.com/, ending_inside_host, 0",
    "http://https-a.top/, scheme_inside_host, 1",
    "http://www-a.top/, scheme_inside_host, 1",
    "http://www.a.top/, scheme_inside_host, 0",
    // Path.
    "http://a/b12/c3, n_digit_path, 3",
    "http://a/b1, r_digit_path, 0.5",
    "http://a/BcD, n_capital_path, 2",
    "http://a/b-c-d, n_hyphen_path, 2",
    "http://a/b_c, n_underscore_path, 1",
    "http://a/b.c, n_dot_path, 1",
    "http://a/bb, variety_path, 2",
    "http://a/b-cd/e, n_token_path, 3",
    "http://a/b-cd/e, max_token_path, 2",
    "http://a/1a2b3c4d5e6f7, n_random_token, 1",
    "http://a/international, n_random_token, 0",
    "http://a/b?c=1a2b3c4d5e6f7, n_random_token, 1",
    "http://a/%20?b=%41, n_percent, 2",
    "http://a/?b=12, n_digit_query, 2",
    "http://a/b.PHP, ext_script, 1",
    "http://a/b.html, ext_page, 1",
    "http://a/b.zip, ext_program, 1",
    "http://a/b.pdf, ext_document, 1",
    "http://a/b.pdf/c, ext_document, 0",
    "http://a/b//c, double_slash_path, 1",
    "http://a/b/c, double_slash_path, 0",
    "http://a/?u=https%3A%2F%2Fb, url_inside, 1",
    "http://a/http://b/, url_inside, 1",
    "http://a/?u=www.b.com, url_inside, 1",
    "http://a/http, url_inside, 0",
    "http://a/paypal.com/, host_in_path, 1",
    "http://a/b.common, host_in_path, 0",
    "http://a/?e=me@b.com, email_inside, 1",
    "http://a/#me%40b.com, email_inside, 1",
    "http://a/@me, email_inside, 0",
    "http://a/~me/, tilde_path, 1",
    "http://a/wp-includes/x, wordpress_path, 1",
    "http://a/.well-known/x, hidden_folder, 1",
    "http://a/b.well, hidden_folder, 0",
  })
  void counts(String url, String feature, double value) {
    assertThat(of(url).get(feature)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com/a", "a.example.com/?b", "user@example.com/", "1.2.3.4/"})
  void sees_neither_the_scheme_nor_www(String rest) {
    FeatureVector plain = of("http://" + rest);

    assertThat(of("https://" + rest)).isEqualTo(plain);
    if (!rest.startsWith("1") && !rest.startsWith("user")) {
      assertThat(of("https://www." + rest)).isEqualTo(plain);
    }
  }

  @Test
  void keeps_www_where_it_is_the_registered_name() {
    assertThat(of("http://www.com/").get("len_name")).isEqualTo(3);
    assertThat(of("http://www.com/").get("len_host")).isEqualTo(7);
  }

  @Test
  void random_names_surprise_more_than_chosen_ones() {
    assertThat(of("http://xq7vz9kd2w.com/").get("surprise_name"))
        .isGreaterThan(of("http://bookstore.com/").get("surprise_name") + 2);
    assertThat(of("http://xq7vz9kd2w.a.com/").get("surprise_subdomain"))
        .isGreaterThan(of("http://support.a.com/").get("surprise_subdomain") + 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"len_name", "surprise_name", "word_cover_name", "tld_rarity", "r_vowel_name"})
  void does_not_know_the_name_of_an_address(String feature) {
    assertThat(of("http://1.2.3.4/").get(feature)).isNaN();
  }

  @Test
  void tells_how_host_and_path_are_spelt_by_the_n_gram_model() {
    String url = "https://shop.example.com:8443/a?b#c";
    FeatureVector vector = of(url);
    int size = UrlFeatures.SCHEMA.size();

    assertThat(UrlFeatures.SCHEMA.indexOf("ngram_host")).isEqualTo(size - 2);
    assertThat(UrlFeatures.SCHEMA.indexOf("ngram_path")).isEqualTo(size - 1);
    assertThat(vector.get(size - 2)).isEqualTo(UrlModels.ngrams().host("shop.example.com", 0, 16));
    assertThat(vector.get(size - 1)).isEqualTo(UrlModels.ngrams().path("/a?b", 0, 4));
  }

  @Test
  void knows_everything_of_an_ordinary_url() {
    FeatureVector vector = of("https://shop.example.com/a?b#c");

    for (int i = 0; i < vector.size(); i++) {
      assertThat(vector.isKnown(i)).as(vector.schema().feature(i).name()).isTrue();
    }
  }

  @Test
  void says_everything_in_words_for_people() {
    Set<String> phrases = new HashSet<>();
    for (Feature feature : UrlFeatures.SCHEMA.features()) {
      assertThat(feature.description()).as(feature.name()).isNotBlank();
      String high = feature.explain(1);
      assertThat(phrases.add(high)).as("said twice: %s", high).isTrue();
      assertThat(high).as(feature.name()).doesNotContain("_", "{}").matches("[a-z].*[a-z0-9)]");
      if (feature.zeroPhrase() == null) {
        assertThat(feature.phrase()).as(feature.name()).contains("{}");
      } else {
        assertThat(feature.explain(0)).as(feature.name()).isNotEqualTo(high);
      }
    }
    assertThat(phrases).hasSizeBetween(80, 90);
  }

  @Test
  void tables_are_what_the_generator_makes_of_the_lists() throws Exception {
    var made = new UrlTableGenerator(io.phish.core.SharedData.directory()).all();

    assertThat(made).hasSize(8);
    for (var table : made.entrySet()) {
      try (var in = Tables.class.getResourceAsStream(table.getKey())) {
        assertThat(in).as(table.getKey()).isNotNull();
        assertThat(in.readAllBytes()).as(table.getKey()).isEqualTo(table.getValue());
      }
    }
    assertThat(made.values()).allMatch(bytes -> bytes.length < 400_000);
  }
}
