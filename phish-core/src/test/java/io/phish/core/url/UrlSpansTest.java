package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.spi.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What features speak of is where they say. */
class UrlSpansTest {
  private final UrlFeatures features = new UrlFeatures();
  private final UrlSpans spans = new UrlSpans(features, Tables.bundled(), UrlModels.ngrams());

  private String seen(String text, String feature) {
    ParsedUrl url = ParsedUrl.parse(text);
    int index = UrlSchema.SCHEMA.indexOf(feature);
    FeatureVector vector = features.extract(url);
    return String.join(
        " ", UrlSpans.pieces(spans.of(url, index, vector.get(index), 1), url.href()));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @CsvSource(
      nullValues = "-",
      value = {
        "https://a.b.example.com/x, n_subdomain, a.b",
        "https://www.example.com/x, n_subdomain, ''",
        "https://www.example.com/x, len_host, example.com",
        "https://www.example.com/x, len_name, example",
        "https://a-b-c.example.com/, n_hyphen_host, - -",
        "https://ab12cd3.example/, n_digit_host, 12 3",
        "https://ab12cd345.example/, max_run_digit_host, 345",
        "https://aabbbc.example/, max_run_same_host, bbb",
        "https://a.longest-label.example/, max_label_host, longest-label",
        "https://paypal.com.evil.example/, brand_in_subdomain, paypal",
        "https://paypal.com.evil.example/, ending_inside_host, com",
        "https://secure-login.example/, n_sensitive_host, secure login",
        "https://example.com/paypal/login?signin=1, n_sensitive_path, login signin",
        "https://example.com/paypal/login, brand_in_path, paypal",
        "https://xn--80ak6aa92e.com/, n_punycode, xn--80ak6aa92e",
        "https://example.com:8443/, has_port, :8443",
        "https://user:pw@example.com/, has_credentials, user:pw",
        "https://example.com/a/index.php?x, ext_script, .php",
        "https://example.com/a/index.html?x, ext_script, ''",
        "https://example.com/a/page.html, len_file, page.html",
        "https://example.com/a/folder/, len_file, folder/",
        "https://example.com/a//b, double_slash_path, //",
        "https://example.com/A/bC, n_capital_path, A C",
        "https://example.com/?next=https://evil.example/, url_inside, https://evil.example/",
        "https://example.com/go/evil.com/x, host_in_path, evil.com",
        "https://example.com/?to=me@mail.com, email_inside, me@mail.com",
        "https://example.com/%41%42x%43, n_percent, %41 %42 %43",
        "https://example.com/?a=1&bb=longest, max_param_value, longest",
        "https://example.com/x#frag, len_fragment, frag",
        "https://example.top/, tld_rarity, top",
        "https://some-unheard-of-name.top/, popular_100k, some-unheard-of-name.top",
        "https://shop.example.co.uk/, len_suffix, co.uk",
      })
  void features_are_seen_where_they_are(String url, String feature, String pieces) {
    assertThat(seen(url, feature)).isEqualTo(pieces);
  }

  @Test
  void every_feature_of_the_table_is_one_of_the_schema() {
    assertThat(spans.named())
        .allSatisfy(name -> assertThat(UrlSchema.SCHEMA.indexOf(name)).as(name).isNotNegative());
  }

  /** None is left without a place: the table and the parts that features are named after do. */
  @Test
  void every_feature_that_is_above_zero_is_seen_somewhere() {
    List<String> nowhere = new ArrayList<>();
    for (String text : UrlExplanationTest.urls()) {
      ParsedUrl url = ParsedUrl.parse(text);
      FeatureVector vector = features.extract(url);
      for (int i = 0; i < vector.size(); i++) {
        if (vector.get(i) > 0
            && !vector.schema().feature(i).name().equals("n_oddities")
            && spans.of(url, i, vector.get(i), vector.get(i)).isEmpty()) {
          nowhere.add(vector.schema().feature(i).name() + " of " + url.hostname());
        }
      }
    }
    assertThat(nowhere).isEmpty();
  }
}
