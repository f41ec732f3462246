package io.phish.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.Detector;
import io.phish.Verdict;
import io.phish.core.url.UrlFeatures;
import io.phish.subject.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host's own model from a file to a verdict. */
class ModelsTest {
  /** One question about a URL, by the name of a feature. */
  private static final String LIGHT_GBM =
      """
      tree
      version=v4
      num_class=1
      num_tree_per_iteration=1
      max_feature_idx=0
      objective=binary sigmoid:1
      feature_names=len_url

      Tree=0
      num_leaves=2
      num_cat=0
      split_feature=0
      threshold=40
      decision_type=2
      left_child=-1
      right_child=-2
      leaf_value=-3 3
      leaf_count=50 50
      is_linear=0

      end of trees
      """;

  @TempDir private Path folder;

  @Test
  void a_model_over_some_of_the_features_of_an_extractor_takes_the_place_of_its_own()
      throws IOException {
    Path file = Files.writeString(folder.resolve("mine.txt"), LIGHT_GBM);
    TreeEnsemble mine = Models.lightGbm(file, UrlFeatures.SCHEMA);

    try (Detector detector = Detector.builder().model("phish.url", mine).build()) {
      Verdict shorter = detector.analyze(Subject.url("https://example.com/")).join();
      Verdict longer =
          detector.analyze(Subject.url("https://example.com/" + "a".repeat(60))).join();

      assertThat(shorter.probability()).isLessThan(0.1);
      assertThat(longer.probability()).isGreaterThan(0.9);
      assertThat(longer.models()).contains(mine.version());
      assertThat(longer.reasons())
          .anySatisfy(reason -> assertThat(reason.code()).isEqualTo("phish.url.len_url"));
    }
  }

  @Test
  void a_model_is_called_after_its_file_and_known_by_its_hash() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.txt"), LIGHT_GBM);

    TreeEnsemble mine = Models.lightGbm(file, UrlFeatures.SCHEMA);

    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    assertThat(mine.version().id()).isEqualTo("mine.txt");
    assertThat(mine.version().sha256()).isEqualTo(HexFormat.of().formatHex(hash));
    assertThat(mine.version().sha256()).startsWith(mine.version().version());
    assertThat(mine.version().card()).containsEntry("library", "LightGBM");
  }

  @Test
  void names_the_file_that_cannot_be_read() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), "{}");

    assertThatThrownBy(() -> Models.xgBoost(file, UrlFeatures.SCHEMA))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("mine.json");
    assertThatThrownBy(() -> Models.lightGbm(file, UrlFeatures.SCHEMA))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("is no LightGBM model");
    assertThatThrownBy(() -> Models.xgBoost(folder.resolve("no.json"), UrlFeatures.SCHEMA))
        .isInstanceOf(NoSuchFileException.class);
  }
}
