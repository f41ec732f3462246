package io.phish.examples.bench;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.phish.core.model.Calibration;
import io.phish.core.model.FirstStage;
import io.phish.core.model.LightGbm;
import io.phish.core.model.TreeEnsemble;
import io.phish.core.model.XgBoost;
import io.phish.core.url.ParsedUrl;
import io.phish.core.url.UrlFeatures;
import io.phish.spi.Assessment;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One vector after the other: 100 trees of 24 leaves over the features of URLs, by our scorer and
 * by the libraries that trained them, which are made for many rows at once. Both learn from made-up
 * labels: what they say is of no account, how long it takes them is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the @Setup method first
public class TreeBenchmark {
  private static final int COUNT = 8_192;
  private static final int TREES = 100;
  private static final int FIRST = 16;
  private static final ModelVersion VERSION = new ModelVersion("bench", "1", "", Map.of());

  private final FeatureVector[] vectors = new FeatureVector[COUNT];
  private final double[][] rows = new double[COUNT][];
  private final float[][] singleRows = new float[COUNT][];
  private TreeEnsemble trees;
  private TreeEnsemble firstOnly;
  private TreeEnsemble ofXgboost;
  private LGBMDataset dataset;
  private LGBMBooster lightGbm;
  private Booster xgboost;
  private int next;

  /** Makes vectors of URLs and trains both libraries on them. */
  @Setup
  public void train() throws Exception {
    UrlFeatures features = new UrlFeatures();
    String[] urls = SampleUrls.array(COUNT);
    int width = UrlFeatures.SCHEMA.size();
    double[] matrix = new double[COUNT * width];
    float[] single = new float[COUNT * width];
    float[] labels = new float[COUNT];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < COUNT; i++) {
      vectors[i] = features.extract(ParsedUrl.parse(urls[i]));
      rows[i] = vectors[i].toArray();
      singleRows[i] = new float[width];
      for (int j = 0; j < width; j++) {
        matrix[i * width + j] = rows[i][j];
        singleRows[i][j] = (float) rows[i][j];
        single[i * width + j] = singleRows[i][j];
      }
      labels[i] = (urls[i].hashCode() & 7) + random.nextInt(4) > 5 ? 1 : 0;
    }
    String parameters =
        "objective=binary num_leaves=24 min_data_in_leaf=20 verbosity=-1 num_threads=1 seed=1";
    dataset = LGBMDataset.createFromMat(matrix, COUNT, width, true, parameters, null);
    dataset.setField("label", labels);
    lightGbm = LGBMBooster.create(dataset, parameters);
    for (int i = 0; i < TREES; i++) {
      lightGbm.updateOneIter();
    }
    String text = lightGbm.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.GAIN);
    trees = LightGbm.read(text, "bench", UrlFeatures.SCHEMA, VERSION);
    firstOnly =
        trees.withFirstStage(
            new FirstStage(FIRST, Calibration.NONE, Double.MAX_VALUE, Double.MAX_VALUE));

    DMatrix training = new DMatrix(single, COUNT, width, Float.NaN);
    training.setLabel(labels);
    Map<String, Object> settings =
        Map.of(
            "objective",
            "binary:logistic",
            "nthread",
            1,
            "seed",
            1,
            "max_depth",
            0,
            "max_leaves",
            24,
            "grow_policy",
            "lossguide",
            "tree_method",
            "hist");
    xgboost = ml.dmlc.xgboost4j.java.XGBoost.train(training, settings, TREES, Map.of(), null, null);
    training.dispose();
    ofXgboost = XgBoost.read(xgboost.toByteArray("json"), "bench", UrlFeatures.SCHEMA, VERSION);
  }

  /** Frees what the libraries hold. */
  @TearDown
  public void close() throws Exception {
    lightGbm.close();
    dataset.close();
    xgboost.dispose();
  }

  /** The probability. */
  @Benchmark
  public double assess() {
    return trees.assess(vectors[row()]).probability();
  }

  /** The probability and every contribution. */
  @Benchmark
  public Assessment assess_and_explain() {
    Assessment assessment = trees.assess(vectors[row()]);
    assessment.contribution(0);
    return assessment;
  }

  /** The probability if 16 trees are always enough. */
  @Benchmark
  public double assess_by_first_stage() {
    return firstOnly.assess(vectors[row()]).probability();
  }

  /** LightGBM itself, by its call for one row. */
  @Benchmark
  public double native_lightgbm() throws Exception {
    double[] values = rows[row()];
    return lightGbm.predictForMatSingleRow(values, PredictionType.C_API_PREDICT_NORMAL);
  }

  /** The trees of XGBoost by our scorer. */
  @Benchmark
  public double assess_xgboost() {
    return ofXgboost.assess(vectors[row()]).probability();
  }

  /** XGBoost itself, by its call without a matrix. */
  @Benchmark
  public float native_xgboost() throws Exception {
    float[] values = singleRows[row()];
    return xgboost.inplace_predict(values, 1, values.length, Float.NaN)[0][0];
  }

  private int row() {
    next = (next + 1) & (COUNT - 1);
    return next;
  }
}
