package io.phish.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.phish.spi.Assessment;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Fuzzing by Jazzer: any file is a model that can be scored or a {@link ModelFormatException}. How
 * to run one of the tests stands at {@code io.phish.core.url.UrlFuzzTest}.
 */
class ModelFuzzTest {
  private static final ModelVersion VERSION = new ModelVersion("fuzz", "1", "", Map.of());

  @FuzzTest(maxDuration = "10m")
  void reads_lightgbm(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    requireModelOrRefusal(
        () -> LightGbm.read(text, "fuzz", TreeEnsembleTest.schema(), VERSION), text.length() + 1);
  }

  @FuzzTest(maxDuration = "10m")
  void reads_xgboost(byte[] file) {
    requireModelOrRefusal(
        () -> XgBoost.read(file, "fuzz", TreeEnsembleTest.schema(), VERSION), file.length);
  }

  /** With magic, length and hash put right, so that no time is lost on finding them. */
  @FuzzTest(maxDuration = "10m")
  void reads_trees(byte[] body) throws NoSuchAlgorithmException, DigestException {
    byte[] file = new byte[16 + body.length + 32];
    ByteBuffer.wrap(file)
        .put("PHISHMDL".getBytes(StandardCharsets.US_ASCII))
        .putShort((short) (1 + body.length % 2))
        .putShort((short) ModelFile.KIND_TREES)
        .putInt(file.length)
        .put(body);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(file, 0, file.length - 32);
    digest.digest(file, file.length - 32, 32);
    requireModelOrRefusal(
        () -> {
          try {
            return TreeEnsemble.read(
                new ByteArrayInputStream(file), "fuzz", TreeEnsembleTest.schema());
          } catch (IOException e) {
            throw new AssertionError("an array does not fail", e);
          }
        },
        file.length);
  }

  private static void requireModelOrRefusal(Supplier<TreeEnsemble> reader, long length) {
    TreeEnsemble model;
    try {
      model = reader.get();
    } catch (ModelFormatException refusal) {
      assertThat(refusal.offset()).isBetween(0L, length);
      return;
    }
    for (double value : new double[] {Double.NaN, 0, -1.5, 1e300}) {
      FeatureVector vector =
          FeatureVector.of(TreeEnsembleTest.schema(), value, Math.abs(value), -value);
      Assessment assessment = model.assess(vector);
      assertThat(assessment.size()).isEqualTo(3);
      assessment.contribution(2);
    }
  }
}
