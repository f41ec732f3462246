package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.phish.ConfigurationException;
import io.phish.contract.TestContext;
import io.phish.spi.Canonicalizer;
import io.phish.spi.Cost;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlExtractorTest {
  private final UrlExtractor extractor = new UrlExtractor();

  private Observation observe(String text) {
    Url url = Subject.url(text);
    return extractor
        .extract(url, TestContext.builder(new UrlCanonicalizer().canonicalize(url)).build())
        .toCompletableFuture()
        .join();
  }

  @Test
  void is_found_with_the_canonicalizers() {
    assertThat(ServiceLoader.load(FeatureExtractor.class))
        .hasAtLeastOneElementOfType(UrlExtractor.class);
    assertThat(ServiceLoader.load(Canonicalizer.class))
        .hasAtLeastOneElementOfType(UrlCanonicalizer.class)
        .hasAtLeastOneElementOfType(DomainCanonicalizer.class);
  }

  @Test
  void describes_itself() {
    assertThat(extractor.descriptor().id()).isEqualTo("phish.url");
    assertThat(extractor.descriptor().cost()).isEqualTo(Cost.INLINE);
    assertThat(extractor.descriptor().contactsNetwork()).isFalse();
    assertThat(extractor.descriptor().cachePolicy().isCaching()).isFalse();
    assertThat(extractor.descriptor().weight()).isEqualTo(0.5);
    assertThat(extractor.descriptor().schema()).isSameAs(UrlFeatures.SCHEMA);
    assertThat(extractor.model())
        .hasValueSatisfying(model -> assertThat(model.schema()).isEqualTo(UrlFeatures.SCHEMA));
  }

  @Test
  void gives_the_features_of_the_form_or_of_the_subject_without_one() {
    String text = "https://a.example.com/b?c";
    Url url = Subject.url(text);
    Observation expected = Observation.of(new UrlFeatures().extract(ParsedUrl.parse(text)));

    assertThat(observe(text)).isEqualTo(expected);
    assertThat(extractor.extract(url, TestContext.of(url)).toCompletableFuture().join())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "http://paypal.com@evil.example/ -> host-in-credentials -> paypal.com",
        "http://www.PayPal.com%2Flogin:x@evil.example/ -> host-in-credentials -> www.paypal.com",
        "http://a.example/x\u202egpj.exe -> hidden-character -> U+202E",
        "http://pay\u200bpal.example/ -> hidden-character -> U+200B",
        "http://0x7f.1/ -> disguised-ip-address -> 127.0.0.1",
        "http://2130706433/ -> disguised-ip-address -> 127.0.0.1",
        "http://%65vil.example/ -> encoded-host -> evil.example",
        "http://\uff45vil.example/ -> replaced-host-characters -> evil.example",
      })
  void finds_deceptions_with_evidence(String url, String code, String evidence) {
    assertThat(observe(url).findings())
        .filteredOn(finding -> finding.code().equals(code))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.evidence()).contains(evidence);
              assertThat(finding.weight()).isBetween(1.0, 3.0);
              assertThat(finding.technique()).isEqualTo("T1566.002");
              assertThat(finding.floor() > 0).isEqualTo(code.equals("host-in-credentials"));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "http://paypal.com@evil.example/, true",
    "http://first.name@files.example/, false", // .name is a domain ending, too
  })
  void only_a_popular_decoy_decides(String url, boolean decides) {
    assertThat(observe(url).findings())
        .singleElement()
        .matches(finding -> finding.floor() > 0 == decides);
  }

  @Test
  void names_the_decoy_and_the_real_host() {
    assertThat(observe("https://accounts.google.com@1.2.3.4/").findings())
        .extracting(Finding::code, Finding::message)
        .containsExactly(
            tuple(
                "host-in-credentials",
                "the address shows accounts.google.com but leads to 1.2.3.4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/a/b?c=d#e",
        "http://192.168.0.1/",
        "ftp://user:secret@example.com/",
        "http://first.last@example.com/",
        "https://example.com@www.example.com/",
        "http://xn--bcher-kva.example/",
        "http://b\u00fccher.example/",
        "http://example.com/\u00fc",
      })
  void finds_nothing_in_what_people_do_in_good_faith(String url) {
    assertThat(observe(url).findings()).isEmpty();
  }

  @Test
  void tells_what_was_odd_as_a_fact() {
    assertThat(observe("http:/example.com\\a").facts())
        .containsEntry(
            "oddities", "not two slashes after the scheme; backslash in place of a slash");
    assertThat(observe("http://example.com/").facts()).isEmpty();
  }

  @Test
  void the_host_chooses_the_models_by_name() {
    UrlExtractor full = new UrlExtractor();
    full.configure(Map.of("model", "full"));
    UrlExtractor permissive = new UrlExtractor();
    permissive.configure(Map.of("model", "permissive"));

    assertThat(full.descriptor().settings()).containsExactly("model");
    assertThat(full.model().orElseThrow().version())
        .isEqualTo(new UrlExtractor().model().orElseThrow().version());
    assertThat(permissive.model().orElseThrow().version().id()).isEqualTo("phish.url.permissive");
    assertThatThrownBy(() -> new UrlExtractor().configure(Map.of("model", "best")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("model 'best' is not known; there are full and permissive");
  }
}
