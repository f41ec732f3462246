package io.phish.examples.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nothing that is measured on may have been there to be learnt. */
class SplitTest {
  private static final UrlTrainer.Options OPTIONS = UrlTrainer.Options.of(3);

  private final UrlFeatureSource features = new UrlFeatureSource();

  @Test
  void no_domain_is_both_learnt_from_and_measured_on() {
    Splits splits = Splits.of(corpus(), features, OPTIONS);

    assertThat(splits.test.size()).isGreaterThan(100);
    assertThat(splits.calibration.size()).isGreaterThan(50);
    Set<String> learnt = domains(splits.training);
    assertThat(domains(splits.test)).doesNotContainAnyElementsOf(learnt);
    assertThat(domains(splits.calibration)).doesNotContainAnyElementsOf(learnt);
  }

  @Test
  void phishing_is_split_by_time() {
    Splits splits = Splits.of(corpus(), features, OPTIONS);

    assertThat(dates(splits.training)).allMatch(date -> date.compareTo("2025-08-01") < 0);
    assertThat(dates(splits.calibration)).containsOnly("2025-08-10");
    assertThat(dates(splits.test)).containsOnly("2025-09-10", "2025-10-10");
  }

  @Test
  void folds_hold_blocks_of_time_and_whole_domains() {
    Splits splits = Splits.of(corpus(), features, OPTIONS);
    Dataset training = splits.training;
    int[] folds = splits.folds(5);

    String[] last = {"", "", "", "", ""};
    String[] first = {"9", "9", "9", "9", "9"};
    for (int row : training.indices(row -> training.example(row).phishing())) {
      String date = training.example(row).date();
      last[folds[row]] = date.compareTo(last[folds[row]]) > 0 ? date : last[folds[row]];
      first[folds[row]] = date.compareTo(first[folds[row]]) < 0 ? date : first[folds[row]];
    }
    for (int fold = 1; fold < 5; fold++) {
      assertThat(last[fold - 1]).isLessThanOrEqualTo(first[fold]);
    }
    Set<String> placed = new HashSet<>();
    for (int row : training.indices(row -> !training.example(row).phishing())) {
      placed.add(training.example(row).domain() + ' ' + folds[row]);
    }
    assertThat(placed)
        .hasSize((int) placed.stream().map(p -> p.split(" ", -1)[0]).distinct().count());
    assertThat(IntStream.of(folds).distinct().count()).isEqualTo(5);
  }

  @Test
  void an_example_knows_where_host_and_path_stand() {
    assertExample("http://user:p%40ss@[2001:db8::1]:8443/a?b#c", "[2001:db8::1]", "/a?b");
    assertExample(
        "https://WWW.Example.com.:8080/?x=http://y@z/", "www.example.com", "/?x=http://y@z/");
    assertExample("http://a@b.example", "b.example", "/");
  }

  private void assertExample(String url, String host, String path) {
    Example example = Example.of("s", "2025", true, features.parse(url));
    assertThat(example.href().substring(example.hostStart(), example.hostEnd())).isEqualTo(host);
    assertThat(example.href().substring(example.pathStart(), example.pathEnd())).isEqualTo(path);
  }

  private static Corpus corpus() {
    List<Corpus.Row> phishing = new ArrayList<>();
    for (int month = 1; month <= 10; month++) {
      for (int i = 0; i < 100; i++) {
        // Half of the domains are used again, month after month.
        String domain = i % 2 == 0 ? "again" + i : "new" + i + "in" + month;
        String url = "https://login." + domain + ".example/" + month;
        phishing.add(new Corpus.Row(true, "2025-%02d-10".formatted(month), url));
      }
    }
    List<Corpus.Row> benign = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      benign.add(new Corpus.Row(false, "2026-08", "https://site" + i / 4 + ".example/" + i));
    }
    return new Corpus(
        List.of(
            new Corpus.Source("smallweb", false, "", "", "", benign),
            new Corpus.Source("openphish", true, "", "", "", phishing)));
  }

  private static Set<String> domains(Dataset data) {
    Set<String> domains = new HashSet<>();
    for (int row = 0; row < data.size(); row++) {
      domains.add(data.example(row).domain());
    }
    return domains;
  }

  private static List<String> dates(Dataset data) {
    return IntStream.of(data.indices(row -> data.example(row).phishing()))
        .mapToObj(row -> data.example(row).date())
        .toList();
  }
}
