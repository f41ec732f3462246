package io.phish.core.model;

import io.phish.spi.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Log-odds of phishing by name, learnt from labels: a target encoding. The file holds hashes of the
 * names and one-byte steps, so that a thousand endings take nine kilobytes and no name can be read
 * back. Immutable; a look-up allocates nothing.
 *
 * <p>Who trains another model on these numbers must give each row what was learnt without it (by
 * folds), or that model learns to trust them too much.
 */
public final class NamePriors {
  private static final int MAX_NAMES = 1 << 16;

  private final ModelVersion version;
  private final double scale;
  private final long[] hashes;
  private final byte[] steps;

  private NamePriors(ModelVersion version, double scale, long[] hashes, byte[] steps) {
    this.version = version;
    this.scale = scale;
    this.hashes = hashes;
    this.steps = steps;
  }

  /**
   * A table of these numbers, which are rounded to 255 steps.
   *
   * @param version its hash is of no account: it becomes known when the table is read
   * @param logOdds by name, in lower case and A-labels
   * @throws IllegalArgumentException if there are more than 65,536 or one is not finite
   */
  public static NamePriors of(ModelVersion version, Map<String, Double> logOdds) {
    Objects.requireNonNull(version, "version");
    if (logOdds.size() > MAX_NAMES) {
      throw new IllegalArgumentException(logOdds.size() + " names, " + MAX_NAMES + " are allowed");
    }
    double max = 0;
    TreeMap<Long, Double> sorted = new TreeMap<>();
    for (Map.Entry<String, Double> entry : logOdds.entrySet()) {
      double value = entry.getValue();
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("log-odds of '" + entry.getKey() + "' are " + value);
      }
      max = Math.max(max, Math.abs(value));
      sorted.put(hash(entry.getKey(), 0, entry.getKey().length()), value);
    }
    double scale = max == 0 ? 1 : max / Byte.MAX_VALUE;
    long[] hashes = new long[sorted.size()];
    byte[] steps = new byte[hashes.length];
    int i = 0;
    for (Map.Entry<Long, Double> entry : sorted.entrySet()) {
      hashes[i] = entry.getKey();
      steps[i++] = (byte) Math.round(entry.getValue() / scale);
    }
    return new NamePriors(version, scale, hashes, steps);
  }

  /**
   * Reads a model file to its end; the stream stays open.
   *
   * @param source what to call it in an error
   * @throws ModelFormatException if it is no sound table
   * @throws IOException if the stream fails
   */
  public static NamePriors read(InputStream in, String source) throws IOException {
    ModelFile.Opened file = ModelFile.open(in, source, ModelFile.KIND_PRIORS);
    ModelCursor body = file.body();
    int count = body.within("number of names", body.i32(), 0, MAX_NAMES);
    double scale = body.finite("scale");
    long[] hashes = new long[count];
    for (int i = 0; i < count; i++) {
      hashes[i] = body.i64();
      if (i > 0 && hashes[i] <= hashes[i - 1]) {
        throw body.problem("names are not in the order of their hashes");
      }
    }
    byte[] steps = body.bytes(count);
    body.end();
    return new NamePriors(file.version(), scale, hashes, steps);
  }

  /** Writes a model file; the stream stays open. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(
        ModelFile.encode(
            ModelFile.KIND_PRIORS,
            version,
            body -> {
              body.writeInt(hashes.length);
              body.writeDouble(scale);
              for (long hash : hashes) {
                body.writeLong(hash);
              }
              body.write(steps);
            }));
  }

  /** The same numbers under another name or with another card. */
  public NamePriors withVersion(ModelVersion newVersion) {
    Objects.requireNonNull(newVersion, "newVersion");
    return new NamePriors(newVersion, scale, hashes, steps);
  }

  /** Which table this is. */
  public ModelVersion version() {
    return version;
  }

  /** How many names it has. */
  public int size() {
    return hashes.length;
  }

  /** The log-odds of the name that stands in a text, NaN if the table does not have it. */
  public double get(CharSequence text, int from, int to) {
    if (hashes.length == 0) {
      return Double.NaN;
    }
    int at = Arrays.binarySearch(hashes, hash(text, from, to));
    return at < 0 ? Double.NaN : scale * steps[at];
  }

  /** The log-odds of a name, NaN if the table does not have it. */
  public double get(String name) {
    return get(name, 0, name.length());
  }

  /** FNV-1a, 64 bits. */
  private static long hash(CharSequence text, int from, int to) {
    long hash = 0xcbf29ce484222325L;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
