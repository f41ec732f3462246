package io.phish.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.phish.core.model.NamePriors;
import io.phish.core.model.NgramModel;
import io.phish.core.model.NgramShape;
import io.phish.core.model.TreeEnsemble;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from labelled URLs to files, on made-up URLs that are easy to tell apart. */
class UrlTrainerTest {
  private static final List<String> FILES =
      List.of(
          "url-decay.svg",
          "url-endings.phm",
          "url-model.json",
          "url-model.md",
          "url-ngrams.phm",
          "url-pr.svg",
          "url-reliability.svg",
          "url-roc.svg",
          "url-scores.svg",
          "url-sources.svg",
          "url-trees.phm");

  @TempDir Path directory;

  @BeforeEach
  void needs_the_native_library() {
    assumeTrue(NativeLightGbm.isAvailable(), "LightGBM cannot be loaded: is libgomp installed?");
  }

  @Test
  void learns_what_can_be_learnt_and_writes_what_it_says() throws IOException {
    Path data = data();
    List<String> steps = new ArrayList<>();

    UrlTrainer.Result result =
        UrlTrainer.run(data, directory.resolve("out"), options(), (step, done) -> steps.add(step));

    assertThat(result.metrics().get("auc")).isGreaterThan(0.95);
    assertThat(result.metrics().get("rows_phishing")).isGreaterThan(50);
    assertThat(result.metrics())
        .containsKeys(
            "ece",
            "brier",
            "without_popularity_auc",
            "ngrams_alone_auc",
            "trees_alone_auc",
            "fpr_at_phishing.smallweb",
            "unseen_source_fpr_at_phishing.smallweb",
            "unseen_source_fpr_at_phishing.jdm",
            "unseen_source_ece",
            "age.learnt_before_2025-02-01.month_9.auc",
            "kept_domains_auc");
    assertThat(steps).first().asString().startsWith("reading");
    assertThat(steps).last().isEqualTo("done");
    assertThat(files("out")).containsExactlyElementsOf(FILES);
    TreeEnsemble trees = trees("out");
    assertThat(trees.version().id()).isEqualTo("phish.url");
    assertThat(trees.version().version()).isEqualTo("test");
    assertThat(trees.version().card())
        .containsEntry("ngrams.sha256", ngrams("out").version().sha256())
        .containsEntry("endings.sha256", endings("out").version().sha256())
        .containsEntry("prior", "0.1")
        .containsKey("measured.auc")
        .hasEntrySatisfying(
            "source.benign_smallweb", line -> assertThat(line).contains("made up; licence: CC0"));
    try (JsonParser json =
        new JsonFactory().createParser(directory.resolve("out/url-model.json").toFile())) {
      while (json.nextToken() != null) {
        assertThat(json.currentToken()).isNotNull();
      }
    }
  }

  @Test
  void the_card_has_every_figure_picture_and_source() throws IOException {
    UrlTrainer.Result result =
        UrlTrainer.run(data(), directory.resolve("out"), options(), (step, done) -> {});

    String page = Files.readString(directory.resolve("out/url-model.md"));
    for (String figure : result.metrics().keySet()) {
      assertThat(page).contains("| " + figure + " | ");
    }
    for (String file : FILES) {
      if (file.endsWith(".svg")) {
        assertThat(page).contains("](" + file + ")");
        assertThat(Files.readString(directory.resolve("out").resolve(file)))
            .startsWith("<svg ")
            .endsWith("</svg>\n")
            .doesNotContain("NaN");
      }
    }
    assertThat(page)
        .contains("# Model phish.url@test")
        .contains(
            "source.benign_smallweb: made up; licence: CC0; dates: 2026-08 to 2026-08; sha256")
        .contains("source.phish_openphish: ")
        .contains("non-commercial");
  }

  @Test
  void a_model_of_permissive_sources_alone_has_a_name_of_its_own() throws IOException {
    UrlTrainer.Options options = options().withPermissiveSources();

    UrlTrainer.Result result =
        UrlTrainer.run(permissiveData(), directory.resolve("out"), options, (s, d) -> {});

    assertThat(files("out")).allMatch(file -> file.startsWith("url-permissive-"));
    assertThat(result.trees().version().id()).isEqualTo("phish.url.permissive");
    assertThat(result.trees().version().card())
        .containsEntry("excluded", "jdm openphish")
        .containsKeys("source.benign_smallweb", "source.phish_archive")
        .doesNotContainKeys("source.benign_jdm", "source.phish_openphish");
    assertThat(result.trees().version().card().get("training"))
        .contains("phish_archive=")
        .doesNotContain("openphish");
    // The feed is measured on nevertheless.
    assertThat(result.metrics().get("rows_phishing")).isGreaterThan(100);
    assertThat(result.metrics()).containsKey("fpr_at_phishing.jdm");
  }

  @Test
  void the_same_data_and_seed_give_the_same_files_on_any_number_of_threads() throws IOException {
    Path data = data();

    UrlTrainer.run(data, directory.resolve("a"), options(), (step, done) -> {});
    UrlTrainer.run(data, directory.resolve("b"), options().withThreads(3), (step, done) -> {});

    for (String file : FILES) {
      assertThat(directory.resolve("a").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("b").resolve(file));
    }
  }

  @Test
  void what_is_excluded_is_not_learnt_from_but_measured_on() throws IOException {
    Path data = data();
    UrlTrainer.Options options = options().withExcluded(Set.of("jdm"));

    UrlTrainer.Result with = UrlTrainer.run(data, directory.resolve("a"), options(), (s, d) -> {});
    UrlTrainer.Result without = UrlTrainer.run(data, directory.resolve("b"), options, (s, d) -> {});

    assertThat(with.trees().version().card().get("training")).contains("benign_jdm=");
    assertThat(without.trees().version().card().get("training")).doesNotContain("benign_jdm=");
    assertThat(without.trees().version().card()).doesNotContainKey("source.benign_jdm");
    assertThat(without.metrics().get("rows.jdm")).isGreaterThan(with.metrics().get("rows.jdm"));
  }

  @Test
  void refuses_a_directory_without_data_and_a_line_that_is_none() throws IOException {
    assertThatThrownBy(() -> UrlTrainer.run(directory, directory, options(), (s, d) -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no directory 'urls'");

    Files.createDirectories(directory.resolve("urls"));
    assertThatThrownBy(() -> UrlTrainer.run(directory, directory, options(), (s, d) -> {}))
        .hasMessageContaining("has no files NAME.tsv.gz");

    write("urls/phish_openphish.tsv.gz", List.of("1\t2025-01-01\thttp://a.com/", "2\tx\ty"));
    assertThatThrownBy(() -> UrlTrainer.run(directory, directory, options(), (s, d) -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("line 3: is not label (0 or 1), tab, date, tab, URL");
  }

  @Test
  @Tag("slow")
  void reaches_its_quality_on_the_real_data() throws IOException {
    Path shared = Path.of(System.getProperty("phish.shared", "../shared"));
    assumeTrue(Files.isDirectory(shared.resolve("data/urls")), "no labelled URLs in " + shared);

    UrlTrainer.Result result =
        UrlTrainer.run(
            shared.resolve("data"),
            directory,
            UrlTrainer.Options.of(1).withLeaveOneOut(false).withThreads(2),
            (step, done) -> {});

    assertThat(result.metrics().get("without_popularity_auc")).isGreaterThan(0.99);
    assertThat(result.metrics().get("without_popularity_tpr_at_fpr_1pct")).isGreaterThan(0.89);
    assertThat(result.metrics().get("without_popularity_tpr_at_fpr_0.1pct")).isGreaterThan(0.74);
    assertThat(result.metrics().get("fpr_at_phishing")).isLessThan(0.01);
    assertThat(result.metrics().get("ece")).isLessThan(0.03);
  }

  private static UrlTrainer.Options options() {
    return UrlTrainer.Options.of(7)
        .withVersion("test")
        .withRecipe(Recipe.shipped().withShape(new NgramShape(12, 12)).withTrees(20, 8, 0.2));
  }

  private Path data() throws IOException {
    SplittableRandom random = new SplittableRandom(51);
    List<String> phishing = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      String host = word(random) + "-secure-login." + word(random) + random.nextInt(100) + ".top";
      String date = "2025-%02d-15".formatted(1 + i * 10 / 1500);
      phishing.add("1\t" + date + "\thttps://" + host + "/verify/" + word(random) + ".php");
    }
    write("data/urls/phish_openphish.tsv.gz", phishing);
    write("data/urls/benign_smallweb.tsv.gz", benign(random, "/blog/"));
    write("data/urls/benign_jdm.tsv.gz", benign(random, "/account/"));
    Files.writeString(
        directory.resolve("data/README.md"),
        """
        | file | source | licence |
        | urls/benign_smallweb.tsv.gz | made up | CC0 |
        | urls/phish_archive.tsv.gz | made up | MIT repo; from elsewhere |
        | urls/benign_jdm.tsv.gz | made up | no licence file |
        """);
    return directory.resolve("data");
  }

  /** With phishing that may be learnt from by everybody. */
  private Path permissiveData() throws IOException {
    Path data = data();
    SplittableRandom random = new SplittableRandom(52);
    List<String> phishing = new ArrayList<>();
    for (int i = 0; i < 800; i++) {
      String host = word(random) + "-login-" + word(random) + random.nextInt(100) + ".top";
      phishing.add("1\t2016\thttp://" + host + "/verify/" + word(random) + ".php");
    }
    write("data/urls/phish_archive.tsv.gz", phishing);
    return data;
  }

  private static List<String> benign(SplittableRandom random, String path) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String host = "www." + word(random) + word(random) + ".org";
      rows.add("0\t2026-08\thttp://" + host + path + word(random));
    }
    return rows;
  }

  private static String word(SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(2, 5); i > 0; i--) {
      word.append("bdfgklmnprst".charAt(random.nextInt(12)));
      word.append("aeiou".charAt(random.nextInt(5)));
    }
    return word.toString();
  }

  private void write(String name, List<String> rows) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      out.write("label\tdate\turl\n" + String.join("\n", rows) + "\n");
    }
  }

  private List<String> files(String out) throws IOException {
    try (var list = Files.list(directory.resolve(out))) {
      return list.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private TreeEnsemble trees(String out) throws IOException {
    try (InputStream in = Files.newInputStream(directory.resolve(out).resolve("url-trees.phm"))) {
      return TreeEnsemble.read(in, "test", new UrlFeatureSource(Map.of()).schema());
    }
  }

  private NamePriors endings(String out) throws IOException {
    try (InputStream in = Files.newInputStream(directory.resolve(out).resolve("url-endings.phm"))) {
      return NamePriors.read(in, "test");
    }
  }

  private NgramModel ngrams(String out) throws IOException {
    try (InputStream in = Files.newInputStream(directory.resolve(out).resolve("url-ngrams.phm"))) {
      return NgramModel.read(in, "test");
    }
  }
}
