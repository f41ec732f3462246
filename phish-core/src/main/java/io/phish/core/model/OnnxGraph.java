package io.phish.core.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.phish.PhishException;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** An open graph. Apart from {@link OnnxModel} so that only this class needs ONNX Runtime. */
final class OnnxGraph {
  /** By how much sums of {@code float} may leave 0 to 1. */
  private static final double ROUNDING = 1e-6;

  /** How far from 1 the sum of both probabilities may be. */
  private static final double SUM_ROUNDING = 1e-3;

  private final String source;
  private final OrtSession.SessionOptions options;
  private final OrtSession session;
  private final String input;
  private final Set<String> output;
  private final int columns;

  /** As many as there ever were assessments at a time; memory outside of the heap costs much. */
  private final Queue<Row> idle = new ConcurrentLinkedQueue<>();

  /** Assessments read, closing writes: a session that is closed under a run crashes the process. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  private OnnxGraph(
      String source, OrtSession.SessionOptions options, OrtSession session, int columns)
      throws OrtException {
    this.source = source;
    this.options = options;
    this.session = session;
    this.columns = columns;
    this.input = input();
    this.output = Set.of(output());
  }

  /**
   * Opens a graph and tries it out.
   *
   * @throws ModelFormatException if it cannot be used
   * @throws LinkageError if there is no ONNX Runtime
   */
  static OnnxGraph open(byte[] file, String source, FeatureSchema schema) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    // Kept as long as the session, as its documentation asks.
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    OrtSession session = null;
    OnnxGraph graph = null;
    boolean good = false;
    try {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(file, options);
      graph = new OnnxGraph(source, options, session, schema.size());
      graph.tryOut(schema);
      good = true;
      return graph;
    } catch (OrtException e) {
      throw problem(source, "is no ONNX model that can be run: " + e.getMessage(), e);
    } finally {
      if (!good) {
        if (graph == null) {
          release(session, options);
        } else {
          graph.close();
        }
      }
    }
  }

  private String input() throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    if (inputs.size() != 1) {
      throw problem("has the inputs " + inputs.keySet() + ", one with all features is needed");
    }
    NodeInfo node = inputs.values().iterator().next();
    boolean fits =
        node.getInfo() instanceof TensorInfo tensor
            && tensor.type == OnnxJavaType.FLOAT
            && tensor.getShape().length == 2
            && isOpenOr(1, tensor.getShape()[0])
            && isOpenOr(columns, tensor.getShape()[1]);
    if (!fits) {
      throw problem(
          "input '" + node.getName() + "' is no float tensor [N, " + columns + "]: " + node);
    }
    return node.getName();
  }

  private static boolean isOpenOr(int size, long dimension) {
    return dimension == -1 || dimension == size;
  }

  private String output() throws OrtException {
    List<String> floats = new ArrayList<>();
    boolean maps = false;
    for (NodeInfo node : session.getOutputInfo().values()) {
      if (!(node.getInfo() instanceof TensorInfo tensor)) {
        maps = true;
      } else if (tensor.type == OnnxJavaType.FLOAT) {
        floats.add(node.getName());
      }
    }
    if (floats.size() == 1) {
      return floats.get(0);
    }
    if (floats.isEmpty() && maps) {
      throw problem("gives its probabilities as maps: export it with zipmap=False");
    }
    throw problem("has the float outputs " + floats + ", one with the probability is needed");
  }

  /** Vectors that every model must have an answer for. */
  private void tryOut(FeatureSchema schema) throws OrtException {
    double[] values = new double[columns];
    for (double value : new double[] {Double.NaN, 0, 1}) {
      Arrays.fill(values, value);
      float[] row = run(FeatureVector.of(schema, values));
      String seen = "gives " + Arrays.toString(row) + " where every feature is " + value + ": ";
      if (row.length != 1 && row.length != 2) {
        throw problem(seen + "1 or 2 numbers are needed");
      }
      if (Float.isNaN(row[row.length - 1])) {
        throw problem(seen + "impute what is not known in the graph");
      }
      if (!isProbability(last(row)) || !isSumOne(row)) {
        throw problem(seen + "no probabilities, does the graph lack a Sigmoid or Softmax?");
      }
    }
  }

  /** NaN if there is not a number, or two, as there should be. */
  private static double last(float[] row) {
    return row.length == 1 || row.length == 2 ? row[row.length - 1] : Double.NaN;
  }

  private static boolean isProbability(double number) {
    return number >= -ROUNDING && number <= 1 + ROUNDING;
  }

  private static boolean isSumOne(float[] row) {
    return row.length == 1 || Math.abs((double) row[0] + row[1] - 1) <= SUM_ROUNDING;
  }

  /**
   * The output for a vector of the schema.
   *
   * @throws IllegalStateException if the graph is closed
   * @throws PhishException if it fails
   */
  double probability(FeatureVector features) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("model " + source + " is closed");
      }
      float[] row = run(features);
      double probability = last(row);
      if (!isProbability(probability)) {
        throw new PhishException(
            "model " + source + " gives " + Arrays.toString(row) + ", no probability", null);
      }
      return Math.max(0, Math.min(1, probability));
    } catch (OrtException e) {
      throw new PhishException("model " + source + " fails: " + e.getMessage(), e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private float[] run(FeatureVector features) throws OrtException {
    Row row = idle.poll();
    if (row == null) {
      row = Row.of(input, columns);
    }
    try {
      for (int i = 0; i < columns; i++) {
        row.values.put(i, (float) features.get(i));
      }
      try (OrtSession.Result result = session.run(row.inputs, output)) {
        FloatBuffer numbers = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] copy = new float[numbers.remaining()];
        numbers.get(copy);
        return copy;
      }
    } finally {
      idle.add(row);
    }
  }

  void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        idle.forEach(row -> row.tensor.close());
        release(session, options);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static void release(@Nullable OrtSession session, OrtSession.SessionOptions options) {
    try {
      if (session != null) {
        session.close();
      }
    } catch (OrtException e) {
      throw new PhishException("ONNX Runtime cannot close a session: " + e.getMessage(), e);
    } finally {
      options.close();
    }
  }

  private ModelFormatException problem(String problem) {
    return problem(source, problem, null);
  }

  private static ModelFormatException problem(
      String source, String problem, @Nullable Throwable cause) {
    return new ModelFormatException(source, "byte", 0, problem, cause);
  }

  /** A tensor of one row over a buffer; used by one thread at a time. */
  private record Row(FloatBuffer values, OnnxTensor tensor, Map<String, OnnxTensor> inputs) {
    static Row of(String input, int columns) throws OrtException {
      FloatBuffer values =
          ByteBuffer.allocateDirect(columns * Float.BYTES)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      OnnxTensor tensor =
          OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values, new long[] {1, columns});
      return new Row(values, tensor, Map.of(input, tensor));
    }
  }
}
