package io.phish.core.model;

import io.phish.spi.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A logistic regression over hashed pieces of text, as {@link NgramShape} cuts them, with one table
 * of one-byte weights for the host and one for the path with its query. Each text counts by the sum
 * of its weights over the square root of their number, so that length by itself says little.
 *
 * <p>Scoring allocates nothing, and its cost is bounded: of a host the last {@link
 * NgramShape#MAX_HOST} characters count, of a path the first {@link NgramShape#MAX_PATH}.
 */
public final class NgramModel {
  private final ModelVersion version;
  private final NgramShape shape;
  private final double bias;
  private final double hostScale;
  private final double pathScale;
  private final byte[] host;
  private final byte[] path;

  private NgramModel(
      ModelVersion version,
      NgramShape shape,
      double bias,
      double hostScale,
      double pathScale,
      byte[] host,
      byte[] path) {
    this.version = version;
    this.shape = shape;
    this.bias = bias;
    this.hostScale = hostScale;
    this.pathScale = pathScale;
    this.host = host;
    this.path = path;
  }

  /**
   * A model from trained weights, which are rounded to 255 steps each.
   *
   * @param version its hash is of no account: it becomes known when the model is read
   * @param bias log-odds before any n-gram is seen
   * @param host a weight per bucket of {@link NgramShape#hostBits}
   * @param path a weight per bucket of {@link NgramShape#pathBits}
   * @throws IllegalArgumentException if a table does not fit the shape or a number is not finite
   */
  public static NgramModel of(
      ModelVersion version, NgramShape shape, double bias, float[] host, float[] path) {
    Objects.requireNonNull(version, "version");
    checkSize("host", host, shape.hostBits());
    checkSize("path", path, shape.pathBits());
    double hostScale = step(host);
    double pathScale = step(path);
    if (!Double.isFinite(bias) || !Double.isFinite(hostScale) || !Double.isFinite(pathScale)) {
      throw new IllegalArgumentException("a weight or the bias is not finite");
    }
    return new NgramModel(
        version,
        shape,
        bias,
        hostScale,
        pathScale,
        quantise(host, hostScale),
        quantise(path, pathScale));
  }

  private static void checkSize(String name, float[] weights, int bits) {
    if (weights.length != 1 << bits) {
      throw new IllegalArgumentException(
          weights.length + " " + name + " weights for " + (1 << bits) + " buckets");
    }
  }

  private static double step(float[] weights) {
    double max = 0;
    for (float weight : weights) {
      max = Math.max(max, Math.abs(weight));
    }
    return max == 0 ? 1 : max / Byte.MAX_VALUE;
  }

  private static byte[] quantise(float[] weights, double step) {
    byte[] steps = new byte[weights.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = (byte) Math.round(weights[i] / step);
    }
    return steps;
  }

  /**
   * Reads a model file to its end; the stream stays open.
   *
   * @param source what to call it in an error
   * @throws ModelFormatException if it is no sound n-gram model
   * @throws IOException if the stream fails
   */
  public static NgramModel read(InputStream in, String source) throws IOException {
    ModelFile.Opened file = ModelFile.open(in, source, ModelFile.KIND_NGRAMS);
    ModelCursor body = file.body();
    body.within("way to cut the text", body.u8(), NgramShape.CUT, NgramShape.CUT);
    int hostBits = body.within("hostBits", body.u8(), 8, 22);
    int pathBits = body.within("pathBits", body.u8(), 8, 22);
    double bias = body.finite("bias");
    double hostScale = body.finite("scale of host weights");
    double pathScale = body.finite("scale of path weights");
    byte[] host = body.bytes(1 << hostBits);
    byte[] path = body.bytes(1 << pathBits);
    body.end();
    NgramShape shape = new NgramShape(hostBits, pathBits);
    return new NgramModel(file.version(), shape, bias, hostScale, pathScale, host, path);
  }

  /** Writes a model file; the stream stays open. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(
        ModelFile.encode(
            ModelFile.KIND_NGRAMS,
            version,
            body -> {
              body.writeByte(NgramShape.CUT);
              body.writeByte(shape.hostBits());
              body.writeByte(shape.pathBits());
              body.writeDouble(bias);
              body.writeDouble(hostScale);
              body.writeDouble(pathScale);
              body.write(host);
              body.write(path);
            }));
  }

  /** The same weights under another name or with another card. */
  public NgramModel withVersion(ModelVersion newVersion) {
    Objects.requireNonNull(newVersion, "newVersion");
    return new NgramModel(newVersion, shape, bias, hostScale, pathScale, host, path);
  }

  /** Which model this is. */
  public ModelVersion version() {
    return version;
  }

  /** How it makes buckets of text. */
  public NgramShape shape() {
    return shape;
  }

  /**
   * Log-odds of phishing by the host alone.
   *
   * @param text holds a host in lower case, A-labels for what is not ASCII
   * @param from where the host begins
   * @param to where it ends, exclusive
   */
  public double host(CharSequence text, int from, int to) {
    int start = NgramShape.hostStart(text, from, to);
    return bias + hostScale * NgramShape.score(host, shape.hostBits(), true, text, start, to);
  }

  /**
   * By how much the path and the query move the log-odds of {@link #host}.
   *
   * @param text holds a path with its query, percent-encoded as in a URL
   * @param from where the path begins
   * @param to where the query ends, exclusive
   */
  public double path(CharSequence text, int from, int to) {
    int end = NgramShape.pathEnd(from, to);
    return pathScale * NgramShape.score(path, shape.pathBits(), false, text, from, end);
  }

  /** Is told of a piece: the characters it covers, and what it adds to the log-odds. */
  @FunctionalInterface
  public interface NgramVisitor {
    /** A piece from {@code start} to {@code end}, exclusive; the marks of the ends cover none. */
    void visit(int start, int end, double weight);
  }

  /** What {@link #host} is the sum of, beside {@link #bias}. */
  public void forEachHostNgram(CharSequence text, int from, int to, NgramVisitor visitor) {
    int start = NgramShape.hostStart(text, from, to);
    visit(host, hostScale, shape.hostBits(), true, text, start, to, visitor);
  }

  /** What {@link #path} is the sum of. */
  public void forEachPathNgram(CharSequence text, int from, int to, NgramVisitor visitor) {
    int end = NgramShape.pathEnd(from, to);
    visit(path, pathScale, shape.pathBits(), false, text, from, end, visitor);
  }

  private static void visit(
      byte[] weights,
      double scale,
      int bits,
      boolean endings,
      CharSequence text,
      int from,
      int to,
      NgramVisitor visitor) {
    int[] size = {0};
    NgramShape.walk(bits, endings, text, from, to, (bucket, start, end) -> size[0]++);
    double share = scale / Math.sqrt(size[0]);
    NgramShape.walk(
        bits,
        endings,
        text,
        from,
        to,
        (bucket, start, end) -> visitor.visit(start, end, share * weights[bucket]));
  }

  /** Log-odds before any n-gram is seen. */
  public double bias() {
    return bias;
  }
}
