package io.phish.core.name;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InternetDomainName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicSuffixesTest {
  private final PublicSuffixes suffixes = PublicSuffixes.bundled();

  @ParameterizedTest
  @CsvSource({
    "example.com, com, example.com",
    "a.b.example.com, com, example.com",
    "com, com,",
    "a.b.example.co.uk, co.uk, example.co.uk",
    // A wildcard, its exception, and the level above it.
    "b.c.kobe.jp, c.kobe.jp, b.c.kobe.jp",
    "a.city.kobe.jp, kobe.jp, city.kobe.jp",
    "c.kobe.jp, c.kobe.jp,",
    "www.ck, ck, www.ck",
    "a.b.ck, b.ck, a.b.ck",
    // The private section.
    "a.tenant.github.io, github.io, tenant.github.io",
    "github.io, github.io,",
    "bucket.s3.dualstack.us-east-1.amazonaws.com, s3.dualstack.us-east-1.amazonaws.com,"
        + " bucket.s3.dualstack.us-east-1.amazonaws.com",
    // No rule: the last label.
    "a.b.nosuchtld, nosuchtld, b.nosuchtld",
    "localhost, localhost,",
    // An internationalised suffix.
    "a.xn--55qx5d.cn, xn--55qx5d.cn, a.xn--55qx5d.cn",
  })
  void follows_the_list(String host, String suffix, String registrableDomain) {
    assertThat(suffixes.publicSuffix(host)).isEqualTo(suffix);
    assertThat(suffixes.registrableDomain(host)).isEqualTo(registrableDomain);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, true, false",
    "tenant.github.io, true, true",
    "x.duckdns.org, true, true",
    "a.city.kobe.jp, true, false",
    "a.nosuchtld, false, false",
  })
  void tells_the_sections_apart(String host, boolean listed, boolean isPrivate) {
    int found = suffixes.find(host, 0, host.length());

    assertThat(PublicSuffixes.isListed(found)).isEqualTo(listed);
    assertThat(PublicSuffixes.isPrivate(found)).isEqualTo(isPrivate);
  }

  @ParameterizedTest
  @CsvSource({"''", ".", ".com", "a..com", ".example.com"})
  void knows_no_registrable_domain_of_an_empty_label(String host) {
    assertThat(suffixes.registrableDomain(host)).isNull();
  }

  @Test
  void looks_at_no_more_than_the_host() {
    String url = "https://a.github.io/b.co.uk";

    assertThat(PublicSuffixes.start(suffixes.find(url, 8, 19))).isEqualTo(10);
    assertThat(PublicSuffixes.registrableStart(url, 8, suffixes.find(url, 8, 19))).isEqualTo(8);
    // Nothing before the host is part of a label.
    assertThat(PublicSuffixes.registrableStart(url, 10, suffixes.find(url, 10, 19))).isEqualTo(-1);
  }

  @Test
  void agrees_with_guava_on_every_rule() throws IOException {
    List<String> rules = new ArrayList<>();
    SuffixRules.read((name, flags) -> rules.add(name));

    assertThat(rules).hasSizeGreaterThan(9_000);
    for (String rule : rules) {
      for (String host : List.of(rule, "a." + rule, "b.a." + rule, "c.b.a." + rule)) {
        assertThat(suffixes.registrableDomain(host)).as(host).isEqualTo(guava(host));
        assertThat(suffixes.find(host, 0, host.length()))
            .as(host)
            .isEqualTo(PublicSuffixes.askGuava(host, 0, host.length()));
        requireSameByDots(host);
      }
    }
  }

  @Test
  void finds_the_same_for_who_knows_the_dots() {
    SplittableRandom random = new SplittableRandom(7);
    String[] labels = {"a", "co", "com", "uk", "ck", "www", "jp", "kobe", "city", "io", "github"};
    for (int i = 0; i < 100_000; i++) {
      StringBuilder host = new StringBuilder(labels[random.nextInt(labels.length)]);
      for (int more = random.nextInt(1, 4); more > 0; more--) {
        String label = labels[random.nextInt(labels.length)];
        host.append('.').append(random.nextInt(4) > 0 ? label : label + random.nextInt(100));
      }
      requireSameByDots(host.toString());
    }
  }

  /** Behind a scheme, as hosts stand, and at the very start. */
  private void requireSameByDots(String host) {
    for (String before : List.of("", "https://")) {
      String text = before + host;
      int from = before.length();
      int dot = text.lastIndexOf('.');
      if (dot > from) {
        int dotBefore = Math.max(from - 1, text.lastIndexOf('.', dot - 1));
        assertThat(suffixes.find(text, from, text.length(), dot, dotBefore))
            .as(host)
            .isEqualTo(suffixes.find(text, from, text.length()));
      }
    }
  }

  private static @Nullable String guava(String host) {
    InternetDomainName name = InternetDomainName.from(host);
    if (!name.hasPublicSuffix()) {
      // Guava has no rule for top-level domains that are not in the list.
      return name.parts().size() < 2
          ? null
          : String.join(".", name.parts().subList(name.parts().size() - 2, name.parts().size()));
    }
    return name.isUnderPublicSuffix() ? name.topPrivateDomain().toString() : null;
  }
}
