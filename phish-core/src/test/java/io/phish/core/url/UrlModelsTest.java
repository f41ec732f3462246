package io.phish.core.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.phish.Label;
import io.phish.Thresholds;
import io.phish.core.model.NgramModel;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.Assessment;
import io.phish.spi.FeatureVector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped models through the shipped features. */
class UrlModelsTest {
  private final UrlFeatures features = new UrlFeatures();
  private final TreeEnsemble trees = UrlModels.trees();
  private final NgramModel ngrams = UrlModels.ngrams();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://www.google.com/",
        "https://github.com/login",
        "https://accounts.google.com/signin",
        "https://en.wikipedia.org/wiki/Phishing",
        "https://www.bankofamerica.com/",
        "https://www.paypal.com/signin",
        "https://appleid.apple.com/account/manage",
        "https://login.microsoftonline.com/common/oauth2/authorize?response_type=code",
        "https://docs.python.org/3/library/argparse.html",
        "https://mybakery-berlin.de/",
        "https://example.com/",
      })
  void well_known_and_everyday_addresses_are_benign(String url) {
    assertThat(label(url)).isEqualTo(Label.BENIGN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://paypal.com.secure-login.verify-account.example.xyz/webscr?cmd=login",
        "http://192.0.2.7/paypal/signin.php",
        "http://secure-bankofamerica.com-login.info/update.php",
        "https://netflix.account-billing-update.top/",
        "https://facebook-security-check.weebly.com/",
        "https://metamask-wallet-connect.pages.dev/",
      })
  void plain_deceptions_are_suspicious_at_least(String url) {
    assertThat(label(url)).isIn(Label.SUSPICIOUS, Label.PHISHING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://www.google.com/",
        "http://192.0.2.7/paypal/signin.php",
        "https://[2001:db8::1]:8443/a?b=c#d",
        "https://netflix.account-billing-update.top/",
      })
  void contributions_and_bias_sum_to_the_log_odds(String url) {
    Assessment assessment = assess(url);

    double sum = trees.bias();
    for (int i = 0; i < assessment.size(); i++) {
      sum += assessment.contribution(i);
    }
    assertThat(1 / (1 + Math.exp(-sum))).isCloseTo(assessment.probability(), within(1e-12));
  }

  @Test
  void the_trees_were_trained_with_these_n_grams() {
    assertThat(trees.version().card()).containsEntry("ngrams.sha256", ngrams.version().sha256());
    assertThat(trees.version().version()).isEqualTo(ngrams.version().version());
  }

  @Test
  void the_trees_were_trained_with_these_endings() {
    assertThat(trees.version().card())
        .containsEntry("endings.sha256", UrlModels.endings().version().sha256());
    assertThat(UrlModels.endings().get("com")).isNegative();
    assertThat(UrlModels.endings().get("pages.dev")).isPositive();
  }

  @Test
  void the_permissive_models_learnt_from_nothing_that_states_no_permissive_licence() {
    UrlModelSet permissive = UrlModelSet.named("permissive");
    Map<String, String> card = permissive.trees().version().card();

    assertThat(permissive.trees().version().id()).isEqualTo("phish.url.permissive");
    assertThat(card)
        .containsEntry("ngrams.sha256", permissive.ngrams().version().sha256())
        .containsEntry("endings.sha256", permissive.endings().version().sha256());
    assertThat(card.keySet())
        .filteredOn(key -> key.startsWith("source."))
        .hasSizeGreaterThan(5)
        .allSatisfy(key -> assertThat(card.get(key)).containsPattern("licence: (MIT|CC BY 4|CC0)"));
    assertThat(card.get("excluded")).contains("openphish").contains("jpcert");
  }

  @Test
  void the_models_together_are_no_larger_than_they_may_be() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      for (String set : new String[] {"url", "url-permissive"}) {
        for (String kind : new String[] {"-ngrams.phm", "-endings.phm", "-trees.phm"}) {
          zip.putNextEntry(new ZipEntry(set + kind));
          try (InputStream file = UrlModels.class.getResourceAsStream(set + kind)) {
            assertThat(file).as(set + kind).isNotNull();
            file.transferTo(zip);
          }
        }
      }
    }
    assertThat(packed.size()).isLessThan(4_000_000);
  }

  @Test
  void the_card_names_every_source_with_its_licence_and_says_what_may_not_be_done() {
    assertThat(trees.version().card().get("licence")).contains("non-commercial");
    assertThat(trees.version().card())
        .hasEntrySatisfying(
            "source.phish_openphish", source -> assertThat(source).contains("NON-COMMERCIAL"));
    assertThat(trees.version().card().keySet())
        .filteredOn(key -> key.startsWith("source."))
        .hasSizeGreaterThan(20)
        .allSatisfy(key -> assertThat(trees.version().card().get(key)).contains("licence: "));
  }

  @Test
  void probabilities_hold_for_a_stated_share_of_phishing() {
    assertThat(trees.calibration().prior()).isEqualTo(0.1);
    assertThat(trees.version().card()).containsEntry("prior", "0.1");
  }

  private Label label(String url) {
    return Thresholds.DEFAULT.label(assess(url).probability());
  }

  private Assessment assess(String url) {
    FeatureVector vector = features.extract(ParsedUrl.parse(url));
    return trees.assess(vector);
  }
}
