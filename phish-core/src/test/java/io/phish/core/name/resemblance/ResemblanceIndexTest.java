package io.phish.core.name.resemblance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.InvalidSubjectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResemblanceIndexTest {
  private static final ResemblanceIndex HOSTS =
      index(
          NameKind.DOMAIN,
          "google.com",
          "paypal.com",
          "github.com",
          "wellsfargo.com",
          "microsoft.com",
          "four-seasons.com",
          "facebook.com",
          "amazon.co.uk",
          "ebay.com",
          "firstbank.com",
          "bookmyshow.com");

  private static final ResemblanceIndex PACKAGES =
      index(
          NameKind.PACKAGE,
          "requests",
          "lodash",
          "body-parser",
          "cross-env",
          "@azure/core-xml",
          "org.apache.commons:commons-lang3",
          "html5lib",
          "python-nmap",
          "js-sha3",
          "debug",
          "electron",
          "react-native-webview");

  private static ResemblanceIndex index(NameKind kind, String... names) {
    List<ProtectedName> protectedNames = new ArrayList<>();
    for (String name : names) {
      protectedNames.add(ProtectedName.of(name, kind, protectedNames.size() + 1));
    }
    return ResemblanceIndex.of(protectedNames);
  }

  @ParameterizedTest
  @CsvSource({
    "pаypal.com, paypal.com, skeleton", // Cyrillic
    "xn--pypal-4ve.com, paypal.com, skeleton",
    "páypal.com, paypal.com, skeleton",
    "ħitħub.com, github.com, keyboard",
    "gitһub.com, github.com, skeleton",
    "four一seasons.com, four-seasons.com, skeleton", // CJK for a dash
    "paypaI.com, paypal.com, homoglyph",
    "paypa1.com, paypal.com, homoglyph",
    "g00gle.com, google.com, homoglyph",
    "arnazon.co.uk, amazon.co.uk, homoglyph",
    "vvellsfargo.com, wellsfargo.com, homoglyph",
    "f4c3b00k.com, facebook.com, leet",
    "pay-pal.com, paypal.com, separator",
    "fourseasons.com, four-seasons.com, separator",
    "pay.pal.com, paypal.com, separator",
    "paypal.net, paypal.com, tld-swap",
    "paypal.co.uk, paypal.com, tld-swap",
    "github.io, github.com, tld-swap", // a public suffix itself
    "gitⱨʉʙ.com, github.com, skeleton",
    "https-github.com, github.com, affix",
    "payapl.com, paypal.com, transposition",
    "gooogle.com, google.com, repetition",
    "gogle.com, google.com, repetition",
    "githb.com, github.com, omission",
    "googles.com, google.com, plural",
    "foursesons.com, four-seasons.com, omission",
    "peypal.com, paypal.com, vowel-swap",
    "fucebaak.com, facebook.com, vowel-swap",
    "githib.com, github.com, vowel-swap",
    "hithub.com, github.com, keyboard",
    "oaypal.com, paypal.com, keyboard",
    "pqypal.com, paypal.com, keyboard", // azerty
    "faceboo4.com, facebook.com, replacement",
    "facebooc.com, facebook.com, bit-flip",
    "facewook.com, facebook.com, replacement",
    "github3.com, github.com, number",
    "facexbook.com, facebook.com, insertion",
    "micorsoftt.com, microsoft.com, two-edits",
    "microsfto.com, microsoft.com, move",
    "4seasons.com, four-seasons.com, numeral",
    "1stbank.com, firstbank.com, numeral",
    "phacebuk.com, facebook.com, homophone",
    "my-show-book.com, bookmyshow.com, word-order",
    "paypal-login.com, paypal.com, affix",
    "loginpaypal.com, paypal.com, affix",
    "www-paypal.com, paypal.com, affix",
    "paypa1-login.com, paypal.com, affix-slip",
    "www-paypa1-login.com, paypal.com, affix-slip",
    "secure-arnazon.com, amazon.co.uk, affix-slip",
    "faceboook-support.com, facebook.com, affix-slip",
    "loginmircosoft.com, microsoft.com, affix-slip",
    "paypallogin.verify-githup.com, github.com, affix-slip",
    "paypal-in-peru.com, paypal.com, embedding",
    "paypal.com.evil.example, paypal.com, embedding",
    "paypal.evil.example, paypal.com, embedding",
    "secure.paypal-login.evil.example, paypal.com, embedding",
    "ebey.com, ebay.com, vowel-swap"
  })
  void finds_hosts(String name, String target, String rule) {
    assertThat(HOSTS.strongest(NameQuery.domain(name)))
        .get()
        .extracting(hit -> hit.target().name(), hit -> hit.rule().id())
        .containsExactly(target, rule);
  }

  @ParameterizedTest
  @CsvSource({
    "crossenv, cross-env, separator",
    "cross_env, cross-env, separator",
    "cross-env.js, cross-env, affix",
    "core-xml, @azure/core-xml, scope",
    "azure-core-xml, @azure/core-xml, scope",
    "@azuer/core-xml, @azure/core-xml, transposition",
    "com.apache.commons:commons-lang3, org.apache.commons:commons-lang3, scope",
    "libhtml5, html5lib, word-order",
    "nmap-python, python-nmap, word-order",
    "native-react-webview, react-native-webview, word-order",
    "js-sha7, js-sha3, number",
    "degbu, debug, move",
    "bodyfpvarser, body-parser, two-edits",
    "requests-py, requests, affix",
    "pyrequests, requests, affix",
    "python-requests-lib, requests, affix",
    "reqeusts-py, requests, affix-slip",
    "py-reqests-utils, requests, affix-slip",
    "libnmap, python-nmap, affix-swap",
    "request, requests, plural"
  })
  void finds_packages(String name, String target, String rule) {
    assertThat(PACKAGES.strongest(NameQuery.packageName(name)))
        .get()
        .extracting(hit -> hit.target().name(), hit -> hit.rule().id())
        .containsExactly(target, rule);
  }

  @ParameterizedTest
  @CsvSource({
    "paypal.com",
    "PayPal.com",
    "ｐａｙｐａｌ.com",
    "www.paypal.com",
    "paypal.com.",
    "mail.amazon.co.uk",
    "example.org",
    "pay.com",
    "seasons.com",
    "co.uk",
    "localhost",
    "ebuy.org.example"
  })
  void lets_hosts_be_that_imitate_nothing(String name) {
    assertThat(HOSTS.find(NameQuery.domain(name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "requests",
    "@azure/core-xml",
    "@types/lodash",
    "lodash-webpack-plugin-x",
    "webpack-lodahs",
    "nmap-nmap",
    "left-pad"
  })
  void lets_packages_be_that_imitate_nothing(String name) {
    assertThat(PACKAGES.find(NameQuery.packageName(name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paypaI.com | `paypaI.com` looks like `paypal.com`: capital I for l",
        "paypa1.com | `paypa1.com` looks like `paypal.com`: digit 1 for l",
        "pаypal.com | `pаypal.com` looks like `paypal.com`: Cyrillic а (U+0430) for a",
        "xn--pypal-4ve.com | `pаypal.com` looks like `paypal.com`: Cyrillic а (U+0430) for a",
        "payapl.com | `payapl.com` looks like `paypal.com`: ap for pa",
        "gooogle.com | `gooogle.com` looks like `google.com`: o repeated",
        "githb.com | `githb.com` looks like `github.com`: u is missing",
        "faceblook.com | `faceblook.com` looks like `facebook.com`: an extra l",
        "pay-pal.com | `pay-pal.com` looks like `paypal.com`: the same letters with other separators",
        "paypal.net | `paypal.net` looks like `paypal.com`: the same name under .net",
        "my-paypa1-login.com"
            + " | `my-paypa1-login.com` looks like `paypal.com`: “my-” added, digit 1 for l,"
            + " “-login” added",
        "gooogle-mail.com"
            + " | `gooogle-mail.com` looks like `google.com`: an extra o, “-mail” added",
        "paypal-login.com | `paypal-login.com` looks like `paypal.com`: “-login” added",
        "paypal.com.evil.example"
            + " | `paypal.com.evil.example` looks like `paypal.com`: it stands in front of another"
            + " domain"
      })
  void explains_itself(String name, String sentence) {
    assertThat(HOSTS.strongest(NameQuery.domain(name)).orElseThrow().explanation())
        .isEqualTo(sentence);
  }

  @Test
  void tells_where_names_differ() {
    Resemblance hit = HOSTS.strongest(NameQuery.domain("www.paypa1.com")).orElseThrow();

    assertThat(hit.differences()).containsExactly(new Difference(9, 10, 5, 6));
    assertThat(hit.cost()).isOne();
    assertThat(hit.rank()).isEqualTo(2);
  }

  @Test
  void protected_names_and_aliases_imitate_nothing() {
    ResemblanceIndex index =
        ResemblanceIndex.of(
            List.of(
                new ProtectedName(
                    "paypal.com", NameKind.DOMAIN, 1, "PayPal", Set.of("paypal.de", "paypa1.com")),
                ProtectedName.of("paypai.com", NameKind.DOMAIN, 90_000)));

    assertThat(index.find(NameQuery.domain("paypal.de"))).isEmpty();
    assertThat(index.find(NameQuery.domain("login.paypa1.com"))).isEmpty();
    assertThat(index.find(NameQuery.domain("paypai.com"))).isEmpty();
    assertThat(index.find(NameQuery.domain("paypal.fr"))).isNotEmpty();
    assertThat(index.find(NameQuery.domain("paypal.fr").ownedBy("PayPal")))
        .extracting(hit -> hit.target().name())
        .doesNotContain("paypal.com");
  }

  @Test
  void popular_names_do_not_imitate_names_that_are_hardly_more_popular() {
    ResemblanceIndex index =
        ResemblanceIndex.of(List.of(ProtectedName.of("boto3", NameKind.PACKAGE, 40)));

    assertThat(index.find(NameQuery.packageName("boto").ranked(399))).isEmpty();
    assertThat(index.find(NameQuery.packageName("boto").ranked(400))).isNotEmpty();
    assertThat(index.find(NameQuery.packageName("boto"))).isNotEmpty();
  }

  @Test
  void nobody_imitates_a_neighbour_in_a_scope_of_his_own() {
    ResemblanceIndex index =
        ResemblanceIndex.of(List.of(ProtectedName.of("@types/mysql", NameKind.PACKAGE, 700)));

    double inside = index.find(NameQuery.packageName("@types/mssql")).get(0).score();
    double outside = index.find(NameQuery.packageName("@typse/mysql")).get(0).score();

    assertThat(inside).isLessThan(0.5);
    assertThat(outside).isGreaterThan(0.5);
  }

  @Test
  void other_separators_count_more_than_more_or_fewer() {
    ResemblanceIndex index =
        ResemblanceIndex.of(
            List.of(
                ProtectedName.of("active_link_to", NameKind.PACKAGE, 100),
                ProtectedName.of("jsondiff", NameKind.PACKAGE, 100)));

    double other = index.find(NameQuery.packageName("active-link_to")).get(0).score();
    double more = index.find(NameQuery.packageName("json-diff")).get(0).score();

    assertThat(other).isGreaterThan(0.9);
    assertThat(more).isBetween(0.5, 0.7);
  }

  @Test
  void labels_are_found_whatever_the_suffix() {
    ResemblanceIndex index = ResemblanceIndex.of(PopularNames.ofSites());

    assertThat(index.strongest(NameQuery.domain("paypa1.ru")))
        .get()
        .extracting(hit -> hit.target().name())
        .isEqualTo("paypal");
    assertThat(index.find(NameQuery.domain("paypal.ru"))).isEmpty();
    assertThat(index.strongest(NameQuery.label("paypa1"))).isPresent();
  }

  @Test
  void a_more_popular_target_counts_more() {
    ResemblanceIndex index =
        ResemblanceIndex.of(
            List.of(
                ProtectedName.of("kramer", NameKind.PACKAGE, 9_000),
                ProtectedName.of("cramer", NameKind.PACKAGE, 3)));

    assertThat(index.find(NameQuery.packageName("bramer")))
        .extracting(hit -> hit.target().name())
        .containsExactly("cramer", "kramer");
  }

  @Test
  void an_ecosystem_gives_its_own_affixes() {
    List<ProtectedName> names = List.of(ProtectedName.of("lodash", NameKind.PACKAGE, 1));
    ResemblanceIndex index =
        ResemblanceIndex.of(names, Affixes.of(Set.of()), Affixes.of(Set.of("zig")));

    assertThat(index.find(NameQuery.packageName("lodash-zig"))).hasSize(1);
    assertThat(index.find(NameQuery.packageName("lodash-js"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | EMPTY | 0",
        "'   ' | EMPTY | 0",
        "pay\u0007pal.com | CONTROL_CHARACTER | 3",
        "a\uD83D.com | UNPAIRED_SURROGATE | 1"
      })
  void refuses_what_is_no_name(String name, InvalidSubjectException.Code code, int offset) {
    assertThatThrownBy(() -> HOSTS.find(NameQuery.domain(name)))
        .isInstanceOfSatisfying(
            InvalidSubjectException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.offset()).isEqualTo(offset);
            });
  }

  @Test
  void refuses_names_that_are_too_long() {
    assertThatThrownBy(() -> HOSTS.find(NameQuery.domain("a".repeat(10_000))))
        .isInstanceOf(InvalidSubjectException.class)
        .hasMessage("name has 10000 characters, 253 are allowed");
    assertThatThrownBy(() -> index(NameKind.PACKAGE, "a".repeat(513)))
        .isInstanceOf(InvalidSubjectException.class);
  }

  @ParameterizedTest
  @CsvSource({"😀paypal.com", "😀😀😀", "раураl🙂.com", "...", "-", "@/", "xn--", "xn--a.com"})
  void takes_emoji_and_mixed_scripts(String name) {
    assertThat(HOSTS.find(NameQuery.domain(name))).isNotNull();
    assertThat(PACKAGES.find(NameQuery.packageName(name))).isNotNull();
  }

  @Test
  void ranks_start_at_one() {
    assertThatThrownBy(() -> ProtectedName.of("a", NameKind.LABEL, 0))
        .hasMessage("rank 0 of a; ranks start at 1");
    assertThatThrownBy(() -> NameQuery.label("a").ranked(0))
        .hasMessage("rank 0 of the query; ranks start at 1");
  }
}
