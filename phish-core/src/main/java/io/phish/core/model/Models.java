package io.phish.core.model;

import io.phish.PhishException;
import io.phish.spi.FeatureSchema;
import io.phish.spi.ModelVersion;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Reads models that a host has trained itself, to score the features of any extractor:
 *
 * <pre>{@code
 * FeatureSchema schema = UrlFeatures.SCHEMA;
 * Detector detector =
 *     Detector.builder()
 *         .model("phish.url", Models.lightGbm(Path.of("mine.txt"), schema))
 *         .build();
 * }</pre>
 *
 * <p>Trees become a {@link TreeEnsemble}, which can be calibrated, given a first stage and another
 * name, and written in the format of this library. Until then, and always with ONNX, the version is
 * the name of the file and the first digits of its hash.
 */
public final class Models {
  private Models() {}

  /**
   * Reads a LightGBM model in text; see {@link LightGbm} for what is supported.
   *
   * @param file at most 64 MiB
   * @param schema of the vectors that will be scored
   * @throws ModelFormatException if it is no model that can be read
   * @throws IOException if the file cannot be read
   */
  public static TreeEnsemble lightGbm(Path file, FeatureSchema schema) throws IOException {
    byte[] bytes = bytes(file);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return LightGbm.read(text, file.toString(), schema, version("LightGBM", file, bytes));
  }

  /**
   * Reads an XGBoost model in JSON; see {@link XgBoost} for what is supported.
   *
   * @param file at most 64 MiB
   * @param schema of the vectors that will be scored
   * @throws ModelFormatException if it is no model that can be read
   * @throws IOException if the file cannot be read
   */
  public static TreeEnsemble xgBoost(Path file, FeatureSchema schema) throws IOException {
    byte[] bytes = bytes(file);
    return XgBoost.read(bytes, file.toString(), schema, version("XGBoost", file, bytes));
  }

  /**
   * Opens an ONNX model whose output is taken as it is, for a prior of one half; see {@link
   * OnnxModel} for what is supported and needed.
   *
   * @param file at most 64 MiB
   * @param schema of the vectors that will be scored: the columns of the model's input, in order
   * @throws ModelFormatException if it is no model that can be used
   * @throws PhishException if ONNX Runtime is missing or does not run on this machine
   * @throws IOException if the file cannot be read
   */
  public static OnnxModel onnx(Path file, FeatureSchema schema) throws IOException {
    return onnx(file, schema, Calibration.NONE);
  }

  /**
   * As {@link #onnx(Path, FeatureSchema)}, with a calibration.
   *
   * @param calibration from the log-odds of the output to those of phishing
   */
  public static OnnxModel onnx(Path file, FeatureSchema schema, Calibration calibration)
      throws IOException {
    byte[] bytes = bytes(file);
    return OnnxModel.open(
        bytes, file.toString(), schema, calibration, version("ONNX", file, bytes));
  }

  /**
   * Reads trees that come with the library.
   *
   * @param beside a class in the package where the file lies
   * @param schema of the vectors that will be scored
   * @throws UncheckedIOException if the file is missing or is no sound model
   */
  public static TreeEnsemble bundled(Class<?> beside, String file, FeatureSchema schema) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new FileNotFoundException(file + " is missing beside " + beside.getName());
      }
      return TreeEnsemble.read(in, file, schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(ModelFile.MAX_LENGTH + 1);
      if (bytes.length > ModelFile.MAX_LENGTH) {
        throw new ModelFormatException(
            file.toString(),
            "byte",
            ModelFile.MAX_LENGTH,
            "is longer than " + ModelFile.MAX_LENGTH + " bytes",
            null);
      }
      return bytes;
    }
  }

  private static ModelVersion version(String library, Path file, byte[] bytes) {
    String sha256 = HexFormat.of().formatHex(sha256().digest(bytes));
    String name = String.valueOf(file.getFileName());
    return new ModelVersion(
        name, sha256.substring(0, 12), sha256, Map.of("library", library, "file", name));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
