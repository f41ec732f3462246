package io.phish.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Files that are not what they should be: a named error with a place, never anything else. */
class ModelFileTest {
  private final byte[] trees;
  private final byte[] ngrams;

  ModelFileTest() throws IOException {
    SplittableRandom random = new SplittableRandom(21);
    trees = TreeEnsembleTest.bytes(TreeEnsembleTest.random(random, Calibration.NONE));
    ngrams = NgramModelTest.bytes(NgramModelTest.random(21));
  }

  @Test
  void hash_of_the_version_is_that_of_the_file() throws Exception {
    String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(trees));

    assertThat(readTrees(trees).version().sha256()).isEqualTo(expected);
  }

  @Test
  void refuses_a_file_of_another_kind_and_names_both() {
    assertThatThrownBy(() -> readTrees(ngrams))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("model test, byte 10: holds n-grams where trees belong");
    assertThatThrownBy(() -> readNgrams(trees))
        .hasMessage("model test, byte 10: holds trees where n-grams belong");
  }

  @Test
  void refuses_what_is_no_model() {
    for (String text :
        new String[] {"", "PHISH", "tree\nversion=v4\n", "PK\u0003\u0004 and so on"}) {
      assertThatThrownBy(() -> readTrees(text.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(ModelFormatException.class, e -> assertThat(e.offset()).isZero())
          .hasMessage("model test, byte 0: is no Phish model");
    }
  }

  @Test
  void refuses_a_newer_format_and_says_which_it_reads() {
    byte[] newer = trees.clone();
    newer[9] = 3;

    assertThatThrownBy(() -> readTrees(newer))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("model test, byte 8: format 3, this release reads formats 1 to 2");
  }

  @Test
  void reads_trees_of_format_1_which_have_no_properties() throws Exception {
    TreeEnsemble model = readTrees(trees);
    byte[] fingerprint =
        ByteBuffer.allocate(Long.BYTES).putLong(model.schema().fingerprint()).array();
    int properties = find(trees, fingerprint) + Long.BYTES;
    byte[] older = new byte[trees.length - 1];
    System.arraycopy(trees, 0, older, 0, properties);
    System.arraycopy(trees, properties + 1, older, properties, older.length - properties);
    ByteBuffer.wrap(older).putShort(8, (short) 1).putInt(12, older.length);
    seal(older);

    assertThat(readTrees(older).trees()).isEqualTo(model.trees());
  }

  @Test
  void refuses_a_file_that_is_cut_anywhere() {
    for (int length = 0; length < trees.length; length++) {
      byte[] cut = Arrays.copyOf(trees, length);
      assertThatThrownBy(() -> readTrees(cut)).isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void refuses_a_file_with_one_bit_changed_anywhere() {
    for (int i = 0; i < trees.length; i++) {
      byte[] changed = trees.clone();
      changed[i] ^= (byte) (1 << i % 8);
      assertThatThrownBy(() -> readTrees(changed)).isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void refuses_a_file_with_something_behind() {
    assertThatThrownBy(() -> readTrees(Arrays.copyOf(trees, trees.length + 1)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("cut or altered");
  }

  @Test
  void survives_any_change_that_comes_with_a_fitting_hash() throws Exception {
    SplittableRandom random = new SplittableRandom(22);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = trees.clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        changed[random.nextInt(16, changed.length - 32)] = (byte) random.nextInt(256);
      }
      seal(changed);
      try {
        readTrees(changed);
      } catch (ModelFormatException e) {
        assertThat(e.offset()).isBetween(0L, (long) changed.length);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  void refuses_a_threshold_that_is_no_number() throws Exception {
    int threshold = find(trees, doubleBytes(thresholdOfFirstNode()));
    byte[] changed = trees.clone();
    ByteBuffer.wrap(changed).putDouble(threshold, Double.NaN);
    seal(changed);

    assertThatThrownBy(() -> readTrees(changed))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("model test, byte " + threshold + ": threshold is NaN");
  }

  @Test
  void refuses_a_model_of_other_features_and_names_the_first() {
    FeatureSchema renamed =
        FeatureSchema.of(
            Feature.flag("length", ""), Feature.flag("even", ""), Feature.flag("logit", ""));
    assertThatThrownBy(() -> TreeEnsemble.read(new ByteArrayInputStream(trees), "test", renamed))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageEndingWith("feature 1 was 'odd' in training, the extractor gives 'even'");

    FeatureSchema fewer = FeatureSchema.of(Feature.flag("length", ""));
    assertThatThrownBy(() -> TreeEnsemble.read(new ByteArrayInputStream(trees), "test", fewer))
        .hasMessageEndingWith("trained on 3 features, the extractor gives 1");
  }

  private double thresholdOfFirstNode() throws IOException {
    return readTrees(trees).trees().stream()
        .flatMap(tree -> tree.nodes().stream())
        .findFirst()
        .orElseThrow()
        .threshold();
  }

  private static byte[] doubleBytes(double value) {
    return ByteBuffer.allocate(8).putDouble(value).array();
  }

  private static int find(byte[] in, byte[] what) {
    for (int i = 0; i + what.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  private static void seal(byte[] file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(file, 0, file.length - 32);
    digest.digest(file, file.length - 32, 32);
  }

  private static TreeEnsemble readTrees(byte[] file) throws IOException {
    return TreeEnsemble.read(new ByteArrayInputStream(file), "test", TreeEnsembleTest.schema());
  }

  private static NgramModel readNgrams(byte[] file) throws IOException {
    return NgramModel.read(new ByteArrayInputStream(file), "test");
  }
}
