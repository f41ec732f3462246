package io.phish.core.model;

import io.phish.spi.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A logistic regression over hashed character n-grams, with one table of one-byte weights for the
 * host and one for the path with its query. Each text counts by the sum of its weights over the
 * square root of the number of its n-grams, so that length by itself says little.
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
              body.writeByte(shape.hostBits());
              body.writeByte(shape.pathBits());
              body.writeDouble(bias);
              body.writeDouble(hostScale);
              body.writeDouble(pathScale);
              body.write(host);
              body.write(path);
            }));
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
    int sum = NgramShape.sum(host, shape.hostBits(), text, start, to);
    return bias + hostScale * sum / Math.sqrt(NgramShape.count(to - start));
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
    int sum = NgramShape.sum(path, shape.pathBits(), text, from, end);
    return pathScale * sum / Math.sqrt(NgramShape.count(end - from));
  }

  /** Is told of an n-gram: the characters it covers, and what it adds to the log-odds. */
  @FunctionalInterface
  public interface NgramVisitor {
    /** An n-gram from {@code start} to {@code end}, exclusive; the marks of the ends cover none. */
    void visit(int start, int end, double weight);
  }

  /** What {@link #host} is the sum of, beside {@link #bias}. */
  public void forEachHostNgram(CharSequence text, int from, int to, NgramVisitor visitor) {
    int start = NgramShape.hostStart(text, from, to);
    int[] buckets = new int[NgramShape.count(to - start)];
    int n = shape.hostBuckets(text, from, to, buckets);
    visit(buckets, host, hostScale / Math.sqrt(n), start, to, visitor);
  }

  /** What {@link #path} is the sum of. */
  public void forEachPathNgram(CharSequence text, int from, int to, NgramVisitor visitor) {
    int end = NgramShape.pathEnd(from, to);
    int[] buckets = new int[NgramShape.count(end - from)];
    int n = shape.pathBuckets(text, from, to, buckets);
    visit(buckets, path, pathScale / Math.sqrt(n), from, end, visitor);
  }

  /** At each place an n-gram of 2, 3 and 4 characters ends. */
  private static void visit(
      int[] buckets, byte[] weights, double scale, int from, int to, NgramVisitor visitor) {
    for (int i = 0; i < buckets.length; i++) {
      int last = from + i / 3;
      int start = Math.max(from, last - 1 - i % 3);
      visitor.visit(start, Math.min(to, last + 1), scale * weights[buckets[i]]);
    }
  }

  /** Log-odds before any n-gram is seen. */
  public double bias() {
    return bias;
  }
}
