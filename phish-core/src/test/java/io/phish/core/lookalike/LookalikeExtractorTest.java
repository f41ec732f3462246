package io.phish.core.lookalike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.Brand;
import io.phish.ConfigurationException;
import io.phish.InvalidSubjectException;
import io.phish.contract.TestContext;
import io.phish.core.url.UrlCanonicalizer;
import io.phish.spi.Cost;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.spi.Protection;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookalikeExtractorTest {
  private final LookalikeExtractor extractor = new LookalikeExtractor();

  private Observation observe(String text) {
    Url url = Subject.url(text);
    return extractor
        .extract(url, TestContext.builder(new UrlCanonicalizer().canonicalize(url)).build())
        .toCompletableFuture()
        .join();
  }

  private Finding finding(String text) {
    List<Finding> findings = observe(text).findings();
    assertThat(findings).as(text).hasSize(1);
    return findings.get(0);
  }

  private void protect(Brand... brands) {
    extractor.protect(new Protection(List.of(brands), Set.of(), Set.of()));
  }

  @Test
  void is_found_and_asks_nobody() {
    assertThat(ServiceLoader.load(FeatureExtractor.class))
        .hasAtLeastOneElementOfType(LookalikeExtractor.class);
    assertThat(extractor.descriptor().cost()).isEqualTo(Cost.INLINE);
    assertThat(extractor.descriptor().contactsNetwork()).isFalse();
    assertThat(extractor.model()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://paypa1.com/, homoglyph, paypal.com",
    "https://www.arnazon.com/gp, homoglyph, amazon.com",
    "https://xn--pypal-4ve.com/, skeleton, paypal.com",
    "https://rnicrosoft.com/, homoglyph, microsoft.com",
    "https://netfllix.com/, repetition, netflix.com",
    "https://facebok-login.evil.example/, repetition, facebook.com",
    "https://paypal-login.com/, affix, paypal.com",
    "https://paypallogin.com/, affix, paypal.com",
    "https://signin-paypal.evil.example/, embedding, paypal.com",
    "https://paypal.com.evil.example/, embedding, paypal.com",
    "https://my-paypal-offer77.example/, embedding, paypal.com",
    "https://paypal.evil.example/, embedding, paypal.com",
    "https://paypa1.evil.example/, homoglyph, paypal.com",
    "https://evil.example/netflixlogin/index.php, affix, netflix.com",
    "https://evil.example/micros0ft/, homoglyph, microsoft.com",
    "https://evil.example/www.paypal.com/x, address-in-path, paypal.com",
    "https://linkedim.com/, homoglyph, linkedin.com",
    "https://lnstagram.info/, homoglyph, instagram.com",
  })
  void names_the_brand_and_the_trick(String url, String code, String target) {
    Observation observation = observe(url);

    assertThat(observation.findings()).as(url).extracting(Finding::code).containsExactly(code);
    assertThat(observation.facts()).containsEntry("looks-like", target);
    assertThat(observation.findings().get(0).weight()).isGreaterThanOrEqualTo(Weights.LEAST);
  }

  @Test
  void says_what_people_see_by_which_trick_and_of_which_rank() {
    assertThat(finding("https://paypaI.com/login"))
        .satisfies(
            found -> {
              assertThat(found.message())
                  .isEqualTo(
                      "`paypaI.com` looks like `paypal.com`: capital I for l; `paypal.com` is among"
                          + " the 500 most popular sites");
              assertThat(found.evidence()).containsExactly("paypaI.com");
              assertThat(found.technique()).isEqualTo("T1583.001");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://paypaI.com/",
        "https://user@paypaI.com/",
        "https://paypa1.net/",
        "https://xn--pypal-4ve.com/",
        "https://www.xn--pypal-4ve.co.uk/"
      })
  void an_exact_homograph_of_a_brand_is_decisive(String url) {
    assertThat(finding(url).floor()).isEqualTo(Weights.HOMOGRAPH_FLOOR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://paypal.com/",
        "https://www.paypal.com/signin/google",
        "https://login.paypal.com/paypa1",
        "https://PAYPAL.com/",
        "https://paypal.me/x",
        "https://googlemail.com/",
        "https://mail.google.com/",
        "https://youtube.com/",
        "https://www.amazon.co.jp/",
        "https://example.com/",
        "https://192.0.2.1/paypal.com/",
        "https://[2001:db8::1]/paypa1/",
        "https://online-pineapple.example/",
        "https://pale.example/", // not a slip of anything worth telling
        "https://schreinerei-mueller.example/kontakt/2024/anfahrt.html"
      })
  void claims_nothing_of_owners_popular_sites_and_other_words(String url) {
    assertThat(observe(url)).as(url).isEqualTo(Observation.EMPTY);
  }

  @Test
  void other_popular_sites_are_protected_from_disguise_only() {
    assertThat(finding("https://zomat0.com/"))
        .satisfies(
            found -> {
              assertThat(found.message()).contains("looks like `zomato.com`", "500 most popular");
              assertThat(found.floor()).isZero();
            });
    assertThat(observe("https://zomatoo.com/").findings()).isEmpty();
  }

  @Test
  void tenants_of_platforms_are_not_popular_for_their_landlord() {
    assertThat(finding("https://paypal-login.github.io/").code()).isEqualTo("affix");
    assertThat(finding("https://paypa1.weebly.com/").code()).isEqualTo("homoglyph");
  }

  @Test
  void protects_brands_of_the_host() {
    protect(Brand.of("Acme", "acme.example", "acme.co.uk"));

    assertThat(finding("https://acrne.com/"))
        .satisfies(
            found -> {
              assertThat(found.message())
                  .isEqualTo(
                      "`acrne.com` looks like `acme.example`: characters that look the same; Acme"
                          + " is a protected brand");
              assertThat(found.floor()).isEqualTo(Weights.HOMOGRAPH_FLOOR);
            });
    assertThat(finding("https://acme-rechnung.top/").message()).contains("acme.example");
    assertThat(finding("https://acme.top/").code()).isEqualTo("tld-swap");
    assertThat(observe("https://shop.acme.co.uk/").findings()).isEmpty();
    assertThat(observe("https://acme.example/acrne").findings()).isEmpty();
    assertThat(finding("https://paypa1.com/").message()).contains("paypal.com");
  }

  @Test
  void a_brand_without_domains_is_protected_by_its_name() {
    protect(Brand.of("Umbrella Corp"));

    assertThat(finding("https://umbrel1a-corp.example/").message())
        .contains("`Umbrella Corp`", "digit 1 for l");
  }

  @Test
  void what_is_allowed_imitates_nothing_and_what_is_denied_is_decisive() {
    extractor.protect(
        new Protection(
            List.of(Brand.of("acme", "acme.example")),
            Set.of("acme-dealer.example", "m\u00fcller.example"),
            Set.of("attack.example", "bad.acme-dealer.example")));

    assertThat(observe("https://acme-dealer.example/").findings()).isEmpty();
    assertThat(observe("https://www.acme-dealer.example/acrne").findings()).isEmpty();
    assertThat(observe("https://paypa1.xn--mller-kva.example/").findings()).isEmpty();
    assertThat(finding("https://attack.example/").floor()).isEqualTo(0.99);
    assertThat(finding("https://a.b.attack.example/").code()).isEqualTo("denied");
    assertThat(finding("https://x.bad.acme-dealer.example/").code()).isEqualTo("denied");
    assertThat(observe("https://noattack.example/").findings()).isEmpty();
  }

  @Test
  void settings_and_files_name_the_same(@TempDir Path folder) throws IOException {
    Path brands = folder.resolve("brands.txt");
    Files.writeString(brands, "# ours\nacme acme.example acme.co.uk\n\nglobex=globex.example\n");
    Path denied = folder.resolve("denied.txt");
    Files.writeString(denied, "attack.example\n# no\nm\u00fcller.example\n");
    extractor.configure(
        Map.of("protect", "@" + brands, "deny", "@" + denied, "allow", "ok.example, fine.example"));
    extractor.protect(Protection.NONE);

    assertThat(finding("https://g1obex.com/").message()).contains("globex.example");
    assertThat(finding("https://acrne.com/").message()).contains("acme.example");
    assertThat(finding("https://xn--mller-kva.example/").code()).isEqualTo("denied");
    assertThat(observe("https://paypa1.ok.example/").findings()).isEmpty();
  }

  @Test
  void a_wrong_setting_is_named_with_its_line(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("brands.txt");
    Files.writeString(file, "acme acme.example\nglobex https://globex.example/\n");

    assertThatThrownBy(() -> extractor.configure(Map.of("protect", "@" + file)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("globex");
    assertThatThrownBy(() -> extractor.configure(Map.of("deny", "a.example, b c/d")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("deny");
    assertThatThrownBy(() -> extractor.configure(Map.of("allow", "@" + folder.resolve("none"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://%s/",
        "https://paypa1.%s.example/",
        "https://a.example/%s",
        "https://a.example/%s/paypa1"
      })
  void long_and_odd_names_are_survived(String pattern) {
    protect(Brand.of("acme", "acme.example"), Brand.of("\uD83D\uDE00"));
    for (String odd :
        List.of(
            "a".repeat(10_000),
            "a.".repeat(5_000) + "example",
            "paypal-".repeat(1_400) + "x",
            "a/".repeat(5_000) + "x",
            "1l".repeat(5_000),
            "\u0440\u0430".repeat(30) + "l",
            "p\u0430ypal\u4e00\u05d0",
            "\uD83D\uDE00.example",
            "-",
            "xn--",
            "xn--a-0000.example")) {
      Url url = Subject.url(pattern.formatted(odd));
      try {
        new UrlCanonicalizer().canonicalize(url);
      } catch (InvalidSubjectException e) {
        continue; // refused before any extractor is asked
      }
      assertThat(observe(url.value()).findings().size()).as(url.display()).isLessThanOrEqualTo(2);
    }
  }
}
