package io.phish.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.phish.spi.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NgramModelTest {
  private static final NgramShape SHAPE = new NgramShape(12, 10);

  @Test
  void score_is_the_sum_of_the_weights_of_the_buckets_over_the_root_of_their_number() {
    SplittableRandom random = new SplittableRandom(1);
    float[] host = randomSteps(1 << 12, random);
    float[] path = randomSteps(1 << 10, random);
    NgramModel model = NgramModel.of(version(), SHAPE, -0.5, host, path);
    int[] buckets = new int[NgramShape.MAX_BUCKETS];

    for (int round = 0; round < 1000; round++) {
      String text = randomText(random, random.nextInt(400));
      int from = random.nextInt(text.length() + 1);
      int hosts = SHAPE.hostBuckets(text, from, text.length(), buckets);
      double expected = -0.5 + sum(host, buckets, hosts) / Math.sqrt(hosts);
      assertThat(model.host(text, from, text.length())).isCloseTo(expected, within(1e-9));

      int paths = SHAPE.pathBuckets(text, from, text.length(), buckets);
      expected = sum(path, buckets, paths) / Math.sqrt(paths);
      assertThat(model.path(text, from, text.length())).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void looks_at_the_given_part_of_the_text_only() {
    NgramModel model = random(2);

    assertThat(model.host("https://login.example.com/a", 8, 25))
        .isEqualTo(model.host("login.example.com", 0, 17));
    assertThat(model.path("https://x.com/a?b=c#d", 13, 19)).isEqualTo(model.path("/a?b=c", 0, 6));
  }

  @Test
  void host_counts_without_www_and_without_case() {
    NgramModel model = random(3);

    assertThat(model.host("WWW.Example.COM", 0, 15)).isEqualTo(model.host("example.com", 0, 11));
    assertThat(model.host("www.", 0, 4)).isNotEqualTo(model.host("", 0, 0));
    assertThat(model.host("wwwexample.com", 0, 14)).isNotEqualTo(model.host("example.com", 0, 11));
  }

  @Test
  void only_the_end_of_a_long_host_and_the_beginning_of_a_long_path_count() {
    NgramModel model = random(4);
    String end = "b".repeat(NgramShape.MAX_HOST);
    String beginning = "/" + "c".repeat(NgramShape.MAX_PATH - 1);

    assertThat(model.host("a".repeat(1000) + end, 0, 1000 + end.length()))
        .isEqualTo(model.host(end, 0, end.length()));
    assertThat(model.path(beginning + "d".repeat(1000), 0, beginning.length() + 1000))
        .isEqualTo(model.path(beginning, 0, beginning.length()));
  }

  @Test
  void weights_are_rounded_to_half_a_step_at_most() {
    float[] host = new float[1 << 12];
    float[] path = new float[1 << 10];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < host.length; i++) {
      host[i] = (float) random.nextDouble(-2, 2);
    }
    NgramModel model = NgramModel.of(version(), SHAPE, 0, host, path);
    int[] buckets = new int[NgramShape.MAX_BUCKETS];

    int n = SHAPE.hostBuckets("a.example", 0, 9, buckets);
    double exact = sum(host, buckets, n) / Math.sqrt(n);
    assertThat(model.host("a.example", 0, 9))
        .isCloseTo(exact, within(Math.sqrt(n) * 2.0 / 127 / 2 + 1e-9));
  }

  @Test
  void a_model_survives_its_file() throws IOException {
    NgramModel model = random(6);

    NgramModel read = NgramModel.read(new ByteArrayInputStream(bytes(model)), "test");

    assertThat(read.version().id()).isEqualTo("test.ngrams");
    assertThat(read.version().card()).isEqualTo(model.version().card());
    assertThat(read.version().sha256()).hasSize(64);
    assertThat(read.shape()).isEqualTo(SHAPE);
    assertThat(read.host("example.com", 0, 11)).isEqualTo(model.host("example.com", 0, 11));
    assertThat(read.path("/a/b?c=d", 0, 8)).isEqualTo(model.path("/a/b?c=d", 0, 8));
    assertThat(bytes(read)).isEqualTo(bytes(model));
  }

  @Test
  void the_pieces_that_it_tells_of_sum_to_the_score() {
    NgramModel model = random(7);
    SplittableRandom random = new SplittableRandom(8);
    for (int round = 0; round < 300; round++) {
      String text = randomText(random, random.nextInt(330));
      int length = text.length();
      double[] sums = new double[2];
      model.forEachHostNgram(
          text,
          0,
          length,
          (start, end, weight) -> {
            assertThat(start).isBetween(0, end);
            assertThat(end).isLessThanOrEqualTo(length);
            sums[0] += weight;
          });
      model.forEachPathNgram(text, 0, length, (start, end, weight) -> sums[1] += weight);

      assertThat(model.bias() + sums[0]).isCloseTo(model.host(text, 0, length), within(1e-9));
      assertThat(sums[1]).isCloseTo(model.path(text, 0, length), within(1e-9));
    }
  }

  @Test
  void runs_words_and_endings_are_its_pieces() {
    List<String> pieces = new ArrayList<>();
    String host = "log-in.abc.dev";
    random(9)
        .forEachHostNgram(
            host, 0, host.length(), (start, end, weight) -> pieces.add(host.substring(start, end)));

    assertThat(pieces)
        .contains("l", "lo", "log", "log-", "log-i", "abc", "dev", ".dev", "c.dev")
        .contains("abc.dev", "log-in.abc.dev")
        .doesNotContain("log-in");
    // Four runs end at each character and at the end; words of three and more; three endings.
    assertThat(pieces).hasSize(4 * (host.length() + 1) + 3 + 3);
  }

  @Test
  void neighbours_of_one_run_are_in_one_block_of_buckets() {
    int[] buckets = new int[NgramShape.MAX_BUCKETS];
    int n = new NgramShape(16, 16).pathBuckets("/a-very.long/path_of-1", 0, 22, buckets);

    assertThat(buckets[0] >> 6).isEqualTo(buckets[1] >> 6);
    assertThat(buckets[2] >> 6).isEqualTo(buckets[3] >> 6);
    assertThat(n).isLessThanOrEqualTo(NgramShape.MAX_BUCKETS);
  }

  @Test
  void no_text_falls_into_more_buckets_than_it_says() {
    int[] buckets = new int[NgramShape.MAX_BUCKETS];
    for (String text : new String[] {"abc.".repeat(200), "a.b.c".repeat(200), "x".repeat(900)}) {
      assertThat(SHAPE.hostBuckets(text, 0, text.length(), buckets)).isPositive();
      assertThat(SHAPE.pathBuckets(text, 0, text.length(), buckets)).isPositive();
    }
  }

  @Test
  void a_model_that_cuts_text_in_another_way_is_refused() throws IOException {
    byte[] file = bytes(random(10));
    // The way to cut stands where the body begins: after the version and the card.
    int at = new String(file, StandardCharsets.ISO_8859_1).indexOf("\2\14\n");
    assertThat(at).isPositive();
    file[at] = 12;
    byte[] hash = sha256(file);
    System.arraycopy(hash, 0, file, file.length - hash.length, hash.length);

    assertThatThrownBy(() -> NgramModel.read(new ByteArrayInputStream(file), "old.phm"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("old.phm")
        .hasMessageContaining("way to cut the text");
  }

  private static byte[] sha256(byte[] file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(file, 0, file.length - 32);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void refuses_weights_that_do_not_fit() {
    assertThatThrownBy(
            () -> NgramModel.of(version(), SHAPE, 0, new float[1 << 11], new float[1 << 10]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2048 host weights for 4096 buckets");
    float[] infinite = new float[1 << 12];
    infinite[7] = Float.POSITIVE_INFINITY;
    assertThatThrownBy(() -> NgramModel.of(version(), SHAPE, 0, infinite, new float[1 << 10]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not finite");
    assertThatThrownBy(() -> new NgramShape(7, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hostBits is 7, must be 8 to 22");
  }

  static NgramModel random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return NgramModel.of(
        version(), SHAPE, 0.25, randomSteps(1 << 12, random), randomSteps(1 << 10, random));
  }

  static byte[] bytes(NgramModel model) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    model.writeTo(out);
    return out.toByteArray();
  }

  private static ModelVersion version() {
    return new ModelVersion("test.ngrams", "1", "", Map.of("data", "made up – «none»"));
  }

  /** Weights that rounding to a byte leaves as they are. */
  private static float[] randomSteps(int size, SplittableRandom random) {
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      weights[i] = random.nextInt(-127, 128) / 64f;
    }
    weights[0] = 127 / 64f;
    return weights;
  }

  private static double sum(float[] weights, int[] buckets, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += weights[buckets[i]];
    }
    return sum;
  }

  private static String randomText(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(
          (char) (random.nextInt(20) == 0 ? random.nextInt(0xD800) : random.nextInt(32, 127)));
    }
    return text.toString();
  }
}
