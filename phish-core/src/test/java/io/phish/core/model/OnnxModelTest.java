package io.phish.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.phish.Detector;
import io.phish.PhishException;
import io.phish.Verdict;
import io.phish.core.model.OnnxFile.Attribute;
import io.phish.spi.Assessment;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import io.phish.spi.Observation;
import io.phish.subject.Subject;
import io.phish.subject.Url;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files, run by ONNX Runtime, against our own arithmetic. */
class OnnxModelTest {
  private static final FeatureSchema SCHEMA = TreeEnsembleTest.schema();
  private static final int ROWS = 10_000;

  @TempDir private Path folder;

  @BeforeAll
  static void native_library_is_there() {
    OnnxGraphs.assumeNativeLibrary();
  }

  @Test
  void agrees_with_a_logistic_regression_within_one_millionth() throws IOException {
    SplittableRandom random = new SplittableRandom(41);
    try (OnnxModel model = open(OnnxGraphs.logistic())) {
      for (int row = 0; row < ROWS; row++) {
        double[] values = randomValues(random, SCHEMA.size());
        assertThat(probability(model, values))
            .isCloseTo(Calibration.sigmoid(linearScore(values)), within(1e-6));
      }
    }
  }

  @Test
  void agrees_with_lightgbm_trees_within_one_millionth_on_ten_thousand_rows() throws IOException {
    SplittableRandom random = new SplittableRandom(42);
    int features = 12;
    TreeEnsemble trees = lightGbm(random, 100, 31, features);
    OnnxFile classifier =
        OnnxGraphs.classifier(trees.trees(), features)
            .output("probabilities", OnnxFile.FLOAT, -1, 2);
    try (OnnxModel one = open(OnnxGraphs.regressor(trees.trees(), features), trees.schema());
        OnnxModel two = open(classifier, trees.schema())) {
      double worst = 0;
      for (int row = 0; row < ROWS; row++) {
        FeatureVector vector =
            FeatureVector.of(trees.schema(), randomValues(random, trees.schema().size()));
        double expected = trees.assess(vector).probability();
        double difference = Math.abs(one.assess(vector).probability() - expected);
        double ofClassifier = Math.abs(two.assess(vector).probability() - expected);
        worst = Math.max(worst, Math.max(difference, ofClassifier));
      }
      assertThat(worst).isLessThan(1e-6);
    }
  }

  @Test
  void takes_a_plain_row_of_probabilities_and_the_second_of_two_columns() throws IOException {
    OnnxFile flat =
        OnnxGraphs.linear(OnnxGraphs.imputed(-1))
            .node("Sigmoid", List.of("score"), List.of("column"))
            .constant("shape", new long[] {-1})
            .node("Reshape", List.of("column", "shape"), List.of("flat"))
            .output("flat", OnnxFile.FLOAT, -1);
    OnnxFile pair =
        twoScores()
            .node("Softmax", List.of("scores"), List.of("both"), Attribute.of("axis", 1L))
            .output("both", OnnxFile.FLOAT, -1, 2);

    try (OnnxModel model = open(flat)) {
      double expected = Calibration.sigmoid(linearScore(1, 0.5, -3));
      assertThat(probability(model, 1, 0.5, -3)).isCloseTo(expected, within(1e-6));
    }
    try (OnnxModel model = open(pair)) {
      assertThat(probability(model, 1, 0, 0)).isCloseTo(Calibration.sigmoid(2 - 0.5), within(1e-6));
    }
  }

  @Test
  void what_is_not_known_reaches_the_graph_as_nan() throws IOException {
    try (OnnxModel model = open(OnnxGraphs.logistic())) {
      assertThat(probability(model, 0, Double.NaN, 0))
          .isEqualTo(probability(model, 0, OnnxGraphs.IMPUTED, 0))
          .isNotEqualTo(probability(model, 0, 0, 0));
    }
  }

  @Test
  void a_calibration_moves_the_log_odds_and_says_for_which_prior() throws IOException {
    Path file = write(OnnxGraphs.logistic());
    Calibration calibration = new Calibration(0.5, -1, 0.2);
    try (OnnxModel raw = Models.onnx(file, SCHEMA);
        OnnxModel calibrated = Models.onnx(file, SCHEMA, calibration)) {
      double score = linearScore(4, 1, 0);

      assertThat(raw.prior()).isEqualTo(0.5);
      assertThat(calibrated.prior()).isEqualTo(0.2);
      assertThat(probability(calibrated, 4, 1, 0))
          .isCloseTo(Calibration.sigmoid(0.5 * score - 1), within(1e-6));
    }
  }

  @Test
  void nothing_is_contributed_and_the_file_is_known_by_its_hash() throws Exception {
    Path file = write(OnnxGraphs.logistic());
    try (OnnxModel model = Models.onnx(file, SCHEMA)) {
      Assessment assessment = model.assess(FeatureVector.of(SCHEMA, 1, 2, 3));

      assertThat(assessment.size()).isEqualTo(3);
      assertThat(IntStream.range(0, 3).mapToObj(assessment::contribution)).containsOnly(0.0);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      assertThat(model.version().sha256()).isEqualTo(HexFormat.of().formatHex(hash));
      assertThat(model.version().id()).isEqualTo("model.onnx");
      assertThat(model.version().card()).containsEntry("library", "ONNX");
    }
  }

  @Test
  void scores_what_an_extractor_saw() throws IOException {
    FeatureExtractor<Url> lengths =
        FeatureExtractor.of(
            ExtractorDescriptor.builder("test.length", Url.class).schema(SCHEMA).build(),
            (url, context) ->
                Observation.of(
                    FeatureVector.builder(SCHEMA).set("length", url.value().length()).build()));
    Tree tree = new Tree(List.of(new Tree.Node(0, 40, 0, ~0, ~1, 0)), List.of(-3.0, 3.0));

    try (OnnxModel model = open(OnnxGraphs.regressor(List.of(tree), SCHEMA.size()));
        Detector detector =
            Detector.builder()
                .discover(false)
                .extractor(lengths)
                .model("test.length", model)
                .priorPhishingRate(model.prior())
                .build()) {
      Verdict shorter = detector.analyze(Subject.url("https://example.com/")).join();
      Verdict longer =
          detector.analyze(Subject.url("https://example.com/" + "a".repeat(60))).join();

      assertThat(shorter.probability()).isCloseTo(Calibration.sigmoid(-3), within(1e-6));
      assertThat(longer.probability()).isCloseTo(Calibration.sigmoid(3), within(1e-6));
      assertThat(longer.models()).contains(model.version());
    }
  }

  @Test
  void refuses_another_input_and_says_which_is_needed() {
    assertRefused(scored(4), "input 'features' is no float tensor [N, 3]", "shape=[-1, 4]");
    OnnxFile doubles =
        new OnnxFile()
            .input("X", OnnxFile.DOUBLE, -1, 3)
            .node("Cast", List.of("X"), List.of("y"), Attribute.of("to", (long) OnnxFile.FLOAT))
            .output("y", OnnxFile.FLOAT, -1, 3);
    assertRefused(doubles, "input 'X' is no float tensor [N, 3]", "DOUBLE");
    OnnxFile two =
        new OnnxFile()
            .input("a", OnnxFile.FLOAT, -1, 3)
            .input("b", OnnxFile.FLOAT, -1, 3)
            .node("Add", List.of("a", "b"), List.of("y"))
            .output("y", OnnxFile.FLOAT, -1, 3);
    assertRefused(two, "has the inputs [a, b], one with all features is needed");
  }

  @Test
  void refuses_an_output_that_is_no_probability() {
    List<Tree> trees = List.of(new Tree(List.of(), List.of(0.5)));
    OnnxFile maps =
        OnnxGraphs.classifier(trees, 3)
            .node(
                ".ZipMap",
                List.of("probabilities"),
                List.of("maps"),
                Attribute.of("classlabels_int64s", new long[] {0, 1}))
            .outputMaps("maps");
    assertRefused(maps, "export it with zipmap=False");
    assertRefused(OnnxGraphs.classifier(trees, 3), "has the float outputs [], one");
    assertRefused(
        OnnxGraphs.logistic().output("score", OnnxFile.FLOAT, -1, 1),
        "has the float outputs [probability, score], one");
    assertRefused(
        OnnxGraphs.imputed(3).output("clipped", OnnxFile.FLOAT, -1, 3),
        "gives [2.0, 2.0, 2.0] where every feature is NaN: 1 or 2 numbers are needed");
  }

  @Test
  void refuses_scores_that_nobody_made_probabilities() {
    assertRefused(scored(3), "gives [-1.5]", "no probabilities, does the graph lack a Sigmoid");
    assertRefused(
        twoScores().output("scores", OnnxFile.FLOAT, -1, 2), "gives [0.0, ", "no probabilities");
  }

  @Test
  void refuses_a_graph_without_an_answer_where_nothing_is_known() {
    OnnxFile plain =
        OnnxGraphs.linear(
                new OnnxFile()
                    .input("features", OnnxFile.FLOAT, -1, 3)
                    .node("Identity", List.of("features"), List.of("clipped")))
            .node("Sigmoid", List.of("score"), List.of("p"))
            .output("p", OnnxFile.FLOAT, -1, 1);

    assertRefused(
        plain, "gives [NaN] where every feature is NaN: impute what is not known in the graph");
  }

  @Test
  void a_score_that_passed_for_a_probability_at_first_is_an_error_later() throws IOException {
    OnnxFile sum =
        OnnxGraphs.imputed(3)
            .constant("weights", new float[] {0.3f, 0, 0}, 3, 1)
            .node("MatMul", List.of("clipped", "weights"), List.of("score"))
            .output("score", OnnxFile.FLOAT, -1, 1);
    try (OnnxModel model = open(sum)) {
      assertThat(probability(model, 1, 0, 0)).isCloseTo(0.3, within(1e-6));
      assertThatThrownBy(() -> probability(model, 5, 0, 0))
          .isInstanceOf(PhishException.class)
          .hasMessageContaining("gives [1.5], no probability");
    }
  }

  @Test
  void refuses_a_file_that_is_cut_at_any_length() {
    byte[] whole = OnnxGraphs.logistic().bytes();
    for (int length = 0; length < whole.length; length += 3) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> open(cut, SCHEMA).close())
          .isInstanceOfSatisfying(
              ModelFormatException.class, e -> assertThat(e.source()).endsWith("model.onnx"))
          .hasMessageContaining("is no ONNX model that can be run");
    }
  }

  @Test
  void refuses_a_vector_of_other_features() throws IOException {
    try (OnnxModel model = open(OnnxGraphs.logistic())) {
      assertThatThrownBy(() -> model.assess(FeatureVector.EMPTY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another schema");
    }
  }

  @Test
  void closing_waits_for_assessments_and_ends_them_all() throws Exception {
    OnnxModel model = open(OnnxGraphs.logistic());
    int threads = 8;
    CountDownLatch running = new CountDownLatch(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        ends.add(
            executor.submit(
                () -> {
                  probability(model, 1, 1, 1);
                  running.countDown();
                  assertThatThrownBy(
                          () -> {
                            while (true) {
                              probability(model, 1, 1, 1);
                            }
                          })
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("is closed");
                }));
      }
      running.await();
      model.close();
      model.close();
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void without_onnx_runtime_says_which_dependency_to_add() throws Exception {
    Path file = write(OnnxGraphs.logistic());
    URL[] urls =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> !path.contains("onnxruntime"))
            .map(path -> url(Path.of(path)))
            .toArray(URL[]::new);
    try (URLClassLoader without = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Class<?> models = without.loadClass(Models.class.getName());
      Class<?> schema = without.loadClass(FeatureSchema.class.getName());
      Object empty = schema.getField("EMPTY").get(null);

      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(
                () -> models.getMethod("onnx", Path.class, schema).invoke(null, file, empty))
            .isInstanceOf(InvocationTargetException.class)
            .cause()
            .hasMessageStartingWith("model " + file + ": ONNX Runtime is missing: ")
            .hasMessageContaining("add the dependency com.microsoft.onnxruntime:onnxruntime");
      }
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertRefused(OnnxFile file, String... messages) {
    assertThatThrownBy(() -> open(file).close())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model.onnx")
        .hasMessageContainingAll(messages);
  }

  private OnnxModel open(OnnxFile file) throws IOException {
    return open(file, SCHEMA);
  }

  private OnnxModel open(OnnxFile file, FeatureSchema schema) throws IOException {
    return open(file.bytes(), schema);
  }

  private OnnxModel open(byte[] bytes, FeatureSchema schema) throws IOException {
    return Models.onnx(Files.write(folder.resolve("model.onnx"), bytes), schema);
  }

  private Path write(OnnxFile file) throws IOException {
    return Files.write(folder.resolve("model.onnx"), file.bytes());
  }

  private static double probability(OnnxModel model, double... values) {
    return model.assess(FeatureVector.of(SCHEMA, values)).probability();
  }

  /** A linear graph that lacks its sigmoid. */
  private static OnnxFile scored(long columns) {
    return OnnxGraphs.linear(OnnxGraphs.imputed(columns)).output("score", OnnxFile.FLOAT, -1, 1);
  }

  /** {@code scores}: always 0, and 2 times the first feature less 0.5. */
  private static OnnxFile twoScores() {
    return OnnxGraphs.imputed(3)
        .constant("weights", new float[] {0, 2, 0, 0, 0, 0}, 3, 2)
        .constant("bias", new float[] {0, -0.5f}, 2)
        .node("Gemm", List.of("clipped", "weights", "bias"), List.of("scores"));
  }

  private static double linearScore(double... values) {
    double score = OnnxGraphs.BIAS;
    for (int i = 0; i < values.length; i++) {
      double value = Double.isNaN(values[i]) ? OnnxGraphs.IMPUTED : values[i];
      score +=
          OnnxGraphs.WEIGHTS[i] * Math.max(-OnnxGraphs.LIMIT, Math.min(OnnxGraphs.LIMIT, value));
    }
    return score;
  }

  /** Values that a {@code float} can hold, so that no threshold is rounded past one. */
  private static double[] randomValues(SplittableRandom random, int size) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(8) == 0 ? Double.NaN : (float) random.nextDouble(-12, 12);
    }
    return values;
  }

  /** A model in the text of LightGBM, read by this library. */
  private static TreeEnsemble lightGbm(
      SplittableRandom random, int count, int leaves, int features) {
    StringBuilder text = new StringBuilder("tree\nversion=v4\nnum_class=1\n");
    text.append("num_tree_per_iteration=1\nobjective=binary sigmoid:1\nmax_feature_idx=");
    text.append(features - 1).append("\nfeature_names=");
    List<Feature> all = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      text.append(i == 0 ? "" : " ").append("f_").append(i);
      all.add(Feature.real("f_" + i, "feature " + i, ""));
    }
    text.append("\n\n");
    for (int tree = 0; tree < count; tree++) {
      appendTree(text, tree, random, leaves, features);
    }
    text.append("end of trees\n");
    ModelVersion version = new ModelVersion("test", "1", "", Map.of("data", "made up"));
    return LightGbm.read(text.toString(), "test", FeatureSchema.of(all), version);
  }

  private static void appendTree(
      StringBuilder text, int number, SplittableRandom random, int leaves, int features) {
    int inner = leaves - 1;
    int[] left = new int[inner];
    int[] right = new int[inner];
    for (int node = 0; node < inner; node++) {
      int split = random.nextInt(node + 1);
      for (int parent = 0; parent < node; parent++) {
        left[parent] = left[parent] == ~split ? node : left[parent];
        right[parent] = right[parent] == ~split ? node : right[parent];
      }
      left[node] = ~split;
      right[node] = ~(node + 1);
    }
    text.append("Tree=").append(number).append("\nnum_leaves=").append(leaves);
    line(text, "\nnum_cat=0\nsplit_feature", inner, i -> "" + random.nextInt(features));
    line(text, "threshold", inner, i -> "" + (double) (float) random.nextDouble(-12, 12));
    // Not known: neither as zero, nor always to one side.
    line(text, "decision_type", inner, i -> random.nextBoolean() ? "8" : "10");
    line(text, "left_child", inner, i -> "" + left[i]);
    line(text, "right_child", inner, i -> "" + right[i]);
    line(text, "leaf_value", leaves, i -> "" + random.nextDouble(-0.3, 0.3));
    line(text, "leaf_count", leaves, i -> "10");
    text.append("is_linear=0\n\n");
  }

  private static void line(StringBuilder text, String key, int count, IntFunction<String> value) {
    text.append(key).append('=');
    text.append(IntStream.range(0, count).mapToObj(value).collect(Collectors.joining(" ")));
    text.append('\n');
  }
}
