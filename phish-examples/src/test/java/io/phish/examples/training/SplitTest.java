package io.phish.examples.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.examples.training.Example.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that is measured on may have been there to be learnt. */
class SplitTest {
  private final UrlFeatureSource features = new UrlFeatureSource(Map.of());
  private final Pool pool = new Pool(features);
  @TempDir Path empty;

  @BeforeEach
  void fill_the_pool() {
    for (int month = 1; month <= 10; month++) {
      for (int i = 0; i < 100; i++) {
        // Half of the domains are used again, month after month.
        String domain = i % 2 == 0 ? "again" + i : "new" + i + "in" + month;
        String url = "https://login." + domain + ".example/" + month;
        pool.add("openphish", "2025-%02d-10".formatted(month), true, url);
      }
    }
    for (int i = 0; i < 60; i++) {
      pool.add("openphish", "2025-03-01", true, "https://bad" + i + ".pages.dev/");
    }
    for (int i = 0; i < 2000; i++) {
      pool.add("smallweb", "2026-08", false, "https://site" + i / 4 + ".example/" + i);
      pool.add("jdm", "2026-08", false, "https://shop" + i / 4 + ".example/account/" + i);
    }
  }

  @Test
  void phishing_is_split_by_time() {
    int[] learnt = rows(Split.MEASURED, true);

    assertThat(learnt).isNotEmpty();
    assertThat(IntStream.of(learnt).mapToObj(row -> pool.example(row).date()))
        .allMatch(date -> date.compareTo(Split.CALIBRATION_FROM) < 0);
    assertThat(Split.isTimed(pool.example(0), "2025-01-10", "2025-01-11")).isTrue();
    assertThat(Split.isTimed(pool.example(0), "2025-01-11", "2026")).isFalse();
  }

  @Test
  void a_fourth_of_the_benign_domains_is_kept_back_with_all_their_rows() {
    Set<String> learnt = pool.domains(rows(Split.MEASURED, false));
    Set<String> keptBack =
        pool.domains(
            pool.rows(
                row ->
                    !pool.example(row).phishing()
                        && !Split.MEASURED.learnsFrom(pool.example(row))));

    assertThat(keptBack).doesNotContainAnyElementsOf(learnt);
    assertThat((double) keptBack.size() / (keptBack.size() + learnt.size())).isBetween(0.2, 0.3);
  }

  @Test
  void the_shipped_model_learns_from_every_month_but_never_from_the_first_part_of_the_domains() {
    int[] learnt = pool.rows(row -> Split.SHIPPED.learnsFrom(pool.example(row)));

    assertThat(IntStream.of(learnt).mapToObj(row -> pool.example(row).date()))
        .contains("2025-10-10");
    assertThat(pool.domains(learnt)).allMatch(domain -> Split.partOf(domain) != 0);
    assertThat(pool.domains(pool.rows(row -> true))).anyMatch(domain -> Split.partOf(domain) == 0);
  }

  @Test
  void what_is_made_gives_away_nothing_that_is_measured_on() throws Exception {
    int seen = pool.size();
    Augment.apply(pool, empty, Set.of(), UrlTrainer.Options.of(5));

    Set<Origin> origins = new java.util.HashSet<>();
    for (int row = seen; row < pool.size(); row++) {
      Example made = pool.example(row);
      origins.add(made.origin());
      assertThat(made.isSeen()).isFalse();
      assertThat(made.phishing()).isFalse();
      String name = made.host().substring(0, made.host().indexOf('.'));
      if (made.origin() == Origin.TENANT || made.origin() == Origin.ACCOUNT) {
        // The names that it is made of are learnt from themselves.
        assertThat(Split.partOf(name + ".example")).as(made.href()).isGreaterThanOrEqualTo(5);
      }
    }
    assertThat(origins).contains(Origin.FRONT_PAGE, Origin.TENANT, Origin.ACCOUNT);
  }

  @Test
  void nothing_is_made_of_what_is_excluded() throws Exception {
    int seen = pool.size();
    Augment.apply(pool, empty, Set.of("smallweb", "openphish"), UrlTrainer.Options.of(5));

    for (int row = seen; row < pool.size(); row++) {
      assertThat(pool.example(row).source()).isEqualTo("jdm");
      assertThat(pool.example(row).origin()).isNotEqualTo(Origin.TENANT);
    }
  }

  @Test
  void banks_are_front_pages_that_no_phishing_has() throws Exception {
    Files.createDirectories(empty.resolve("reputation"));
    try (var out =
        new java.util.zip.GZIPOutputStream(
            Files.newOutputStream(empty.resolve("reputation/bank-website.txt.gz")))) {
      out.write(
          ".savings.example\n.bad1.pages.dev\nno domain\n"
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    int seen = pool.size();
    Augment.apply(pool, empty, Set.of("smallweb", "jdm"), UrlTrainer.Options.of(5));

    assertThat(IntStream.range(seen, pool.size()).mapToObj(row -> pool.example(row).href()))
        .containsExactly("https://savings.example/");
  }

  @Test
  void folds_hold_whole_domains_evenly() {
    int[] counts = new int[5];
    for (int row : rows(Split.MEASURED, false)) {
      counts[Split.foldOf(pool.example(row), 5)]++;
    }
    int all = IntStream.of(counts).sum();
    assertThat(IntStream.of(counts)).allMatch(count -> count > 0.1 * all);
  }

  @Test
  void an_example_knows_where_host_and_path_stand() {
    assertExample("http://user:p%40ss@[2001:db8::1]:8443/a?b#c", "[2001:db8::1]", "/a?b");
    assertExample(
        "https://WWW.Example.com.:8080/?x=http://y@z/", "www.example.com", "/?x=http://y@z/");
    assertExample("http://a@b.example", "b.example", "/");
  }

  private void assertExample(String url, String host, String path) {
    Example example = Example.of("s", "2025", true, features.parse(url), Origin.SEEN, "example");
    assertThat(example.href().substring(example.hostStart(), example.hostEnd())).isEqualTo(host);
    assertThat(example.href().substring(example.pathStart(), example.pathEnd())).isEqualTo(path);
    assertThat(example.isFrontPage()).isEqualTo(path.equals("/"));
  }

  private int[] rows(Split split, boolean phishing) {
    return pool.rows(
        row -> pool.example(row).phishing() == phishing && split.learnsFrom(pool.example(row)));
  }
}
