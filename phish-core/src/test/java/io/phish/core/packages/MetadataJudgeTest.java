package io.phish.core.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataJudgeTest {

  private static List<Evidence> evidence(Metadata metadata) {
    return MetadataJudge.judge(metadata.build(), false, Metadata.NOW).evidence();
  }

  private static List<String> codes(Metadata metadata) {
    return evidence(metadata).stream().map(Evidence::code).toList();
  }

  private static double sum(Metadata metadata) {
    return evidence(metadata).stream().mapToDouble(Evidence::weight).sum();
  }

  @Test
  void says_nothing_of_a_package_that_stands_out_in_nothing() {
    assertThat(evidence(Metadata.plain())).isEmpty();
  }

  @Test
  void says_what_is_thin_about_a_new_package_but_counts_it_once() {
    assertThat(codes(Metadata.fresh().nobodyNamed()))
        .containsExactly(
            "young",
            "few-releases",
            "few-downloads",
            "no-repository",
            "no-description",
            "no-maintainers");
    assertThat(sum(Metadata.fresh().nobodyNamed())).isEqualTo(Weights.MOST_THIN);
  }

  @Test
  void takes_nothing_for_young_whose_first_release_may_be_older_than_those_it_knows() {
    assertThat(codes(Metadata.plain().releases(20, 10, 5).count(300))).doesNotContain("young");
    assertThat(codes(Metadata.plain().releases(20, 10, 5))).contains("young");
    assertThat(codes(Metadata.plain().releases(30))).doesNotContain("young");
    assertThat(codes(Metadata.plain().releases(29))).contains("young");
  }

  @Test
  void knows_an_established_package() {
    assertThat(codes(Metadata.established())).containsExactly("long-history", "many-downloads");
    assertThat(sum(Metadata.established())).isLessThan(-4);
    assertThat(sum(Metadata.plain().downloads(20_000))).isEqualTo(Weights.MANY_DOWNLOADS);
  }

  @Test
  void does_not_believe_downloads_of_a_package_of_yesterday() {
    Metadata inflated = Metadata.plain().releases(1).downloads(5_000_000);

    assertThat(codes(inflated)).contains("download-inflation").doesNotContain("many-downloads");
    assertThat(sum(inflated)).isPositive();
  }

  @Test
  void sees_five_releases_in_a_day_if_it_was_lately() {
    Metadata spike = Metadata.plain();
    Metadata old = Metadata.plain().releases();
    for (int hour = 0; hour < 5; hour++) {
      spike.add(Metadata.NOW.minus(Duration.ofHours(48 - hour)));
      old.add(Metadata.NOW.minus(Duration.ofDays(90)).plus(Duration.ofHours(hour)));
    }

    assertThat(codes(spike)).containsExactly("version-spike");
    assertThat(codes(old)).doesNotContain("version-spike");
  }

  @Test
  void sees_a_release_after_a_long_sleep_if_it_was_lately() {
    assertThat(codes(Metadata.plain().releases(900, 800, 2))).contains("dormant-then-release");
    assertThat(codes(Metadata.plain().releases(900, 800, 60)))
        .doesNotContain("dormant-then-release");
  }

  @Test
  void tells_of_install_scripts_and_of_new_publishers() {
    assertThat(codes(Metadata.plain().installScript().publisherChanged()))
        .containsExactly("install-script", "publisher-changed");
  }

  @Test
  void asks_a_popular_package_for_its_conduct_only() {
    List<Evidence> evidence =
        MetadataJudge.judge(Metadata.fresh().installScript().build(), true, Metadata.NOW)
            .evidence();

    assertThat(evidence).extracting(Evidence::code).containsExactly("install-script");
  }
}
