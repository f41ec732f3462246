package io.phish.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.phish.core.model.CalibratedStack.Weights;
import io.phish.spi.Combiner;
import io.phish.spi.Combiner.Component;
import io.phish.spi.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibratedStackTest {
  private static final double PRIOR = 0.1;
  private static final ModelVersion VERSION =
      new ModelVersion("test.stack", "1", "", Map.of("purpose", "a test"));
  private static final List<String> KNOWN = List.of("phish.dns", "phish.registration", "phish.url");

  private final CalibratedStack stack =
      new CalibratedStack(
          VERSION,
          List.of(
              new Weights(List.of("a", "b"), List.of(0.5, 1.0), 0.25),
              new Weights(List.of("b", "c"), List.of(1.5, 0.0), -1)));

  private static Component component(String id, double probability, double weight) {
    return new Component(id, probability, weight, PRIOR);
  }

  private static double logOdds(double p) {
    return Math.log(p / (1 - p));
  }

  private static double sigmoid(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  @Test
  void what_members_found_out_is_weighed_by_their_set() {
    double base = logOdds(PRIOR);
    double expected = sigmoid(base + 0.25 + 0.5 * (logOdds(0.7) - base) + (logOdds(0.3) - base));

    assertThat(stack.combine(List.of(component("a", 0.7, 0.9), component("b", 0.3, 0.1))))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void evidence_is_the_same_for_any_prior() {
    double shift = logOdds(0.01) - logOdds(PRIOR);
    double common = stack.combine(List.of(component("a", 0.7, 0.5), component("b", 0.3, 0.5)));
    double rare =
        stack.combine(
            List.of(
                new Component("a", sigmoid(logOdds(0.7) + shift), 0.5, 0.01),
                new Component("b", sigmoid(logOdds(0.3) + shift), 0.5, 0.01)));

    assertThat(logOdds(rare)).isCloseTo(logOdds(common) + shift, within(1e-9));
  }

  @Test
  void one_component_stands_as_it_is() {
    for (double p : new double[] {0, 1e-12, 0.1, 0.3472695641807702, 1}) {
      assertThat(stack.combine(List.of(component("a", p, 1)))).isEqualTo(p);
      assertThat(CalibratedStack.bundled().combine(List.of(component("phish.url", p, 1))))
          .isEqualTo(p);
    }
  }

  @Test
  void members_count_beside_strangers_with_the_sum_of_their_weights() {
    double together = stack.combine(List.of(component("a", 0.7, 0.5), component("b", 0.3, 0.5)));

    assertThat(
            stack.combine(
                List.of(
                    component("a", 0.7, 0.2), component("x", 0.9, 0.6), component("b", 0.3, 0.2))))
        .isCloseTo(0.4 * together + 0.6 * 0.9, within(1e-12));
  }

  @Test
  void a_set_that_was_not_learnt_is_a_weighted_mean() {
    List<Component> strangers = List.of(component("x", 0.9, 0.25), component("y", 0.1, 0.75));
    List<Component> oneMember = List.of(component("a", 0.9, 0.25), component("y", 0.1, 0.75));
    List<Component> unknownSet = List.of(component("a", 0.9, 0.25), component("c", 0.1, 0.75));

    for (List<Component> components : List.of(strangers, oneMember, unknownSet)) {
      assertThat(stack.combine(components)).isEqualTo(Combiner.weightedMean().combine(components));
    }
  }

  @Test
  void certainty_does_not_silence_the_others() {
    double both = stack.combine(List.of(component("a", 0, 0.5), component("b", 1, 0.5)));

    assertThat(both).isBetween(0.5, 1 - 1e-9);
  }

  @Test
  void shipped_stack_never_falls_when_a_component_rises() {
    SplittableRandom random = new SplittableRandom(42);
    CalibratedStack shipped = CalibratedStack.bundled();
    for (int i = 0; i < 20_000; i++) {
      List<Component> components = components(random);
      int at = random.nextInt(components.size());
      Component raised = components.get(at);
      List<Component> higher = new ArrayList<>(components);
      higher.set(
          at,
          new Component(
              raised.extractor(),
              raised.probability() + random.nextDouble() * (1 - raised.probability()),
              raised.weight(),
              raised.prior()));

      assertThat(shipped.combine(higher))
          .isBetween(0.0, 1.0)
          .isGreaterThanOrEqualTo(shipped.combine(components) - 1e-12);
    }
  }

  @Test
  void order_of_components_does_not_matter() {
    SplittableRandom random = new SplittableRandom(43);
    CalibratedStack shipped = CalibratedStack.bundled();
    for (int i = 0; i < 5_000; i++) {
      List<Component> components = components(random);
      List<Component> shuffled = new ArrayList<>(components);
      Collections.shuffle(shuffled, new Random(i));

      assertThat(shipped.combine(shuffled)).isCloseTo(shipped.combine(components), within(1e-12));
    }
  }

  /** Some of the built-in components and perhaps strangers, with shares that sum to 1. */
  private static List<Component> components(SplittableRandom random) {
    List<String> ids = new ArrayList<>();
    for (String id : KNOWN) {
      if (random.nextInt(3) > 0) {
        ids.add(id);
      }
    }
    while (ids.isEmpty() || random.nextInt(4) == 0) {
      ids.add("test.stranger" + ids.size());
    }
    double prior = random.nextBoolean() ? PRIOR : 0.001 + 0.9 * random.nextDouble();
    double[] weights = random.doubles(ids.size(), 0.01, 1).toArray();
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      components.add(new Component(ids.get(i), random.nextDouble(), weights[i] / sum, prior));
    }
    return components;
  }

  @Test
  void shipped_stack_knows_every_set_of_the_built_in_models() {
    assertThat(CalibratedStack.bundled().sets())
        .extracting(Weights::members)
        .containsExactlyInAnyOrder(
            List.of("phish.dns", "phish.registration"),
            List.of("phish.dns", "phish.url"),
            List.of("phish.registration", "phish.url"),
            KNOWN);
    assertThat(CalibratedStack.bundled().version().id()).isEqualTo("phish.stack");
  }

  @Test
  void is_read_as_it_was_written() throws IOException {
    CalibratedStack read = reread(stack);

    assertThat(read.sets()).containsExactlyInAnyOrderElementsOf(stack.sets());
    assertThat(read.version().card()).isEqualTo(VERSION.card());
    assertThat(read.version().sha256()).hasSize(64);
    assertThat(bytes(read)).isEqualTo(bytes(stack));
  }

  @Test
  void a_file_that_is_cut_or_altered_is_refused() throws IOException {
    byte[] file = bytes(stack);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(file, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(ModelFormatException.class);
    }
    for (int at = 0; at < file.length; at++) {
      byte[] altered = file.clone();
      altered[at] ^= 0x40;
      assertThatThrownBy(() -> read(altered)).isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void weights_that_cannot_be_are_refused() {
    assertThatThrownBy(() -> new Weights(List.of("a", "b"), List.of(1.0, -0.1), 0))
        .hasMessageContaining("weight -0.1");
    assertThatThrownBy(() -> new Weights(List.of("a", "b"), List.of(1.0), 0))
        .hasMessageContaining("1 weights of [a, b]");
    assertThatThrownBy(() -> new Weights(List.of("a", "a"), List.of(1.0, 1.0), 0))
        .hasMessageContaining("are not two members");
    assertThatThrownBy(() -> new Weights(List.of("a", "b"), List.of(1.0, 1.0), Double.NaN))
        .hasMessageContaining("bias");
    Weights set = new Weights(List.of("a", "b"), List.of(1.0, 1.0), 0);
    assertThatThrownBy(() -> new CalibratedStack(VERSION, List.of(set, set)))
        .hasMessageContaining("twice");
  }

  private static CalibratedStack reread(CalibratedStack stack) throws IOException {
    return read(bytes(stack));
  }

  private static CalibratedStack read(byte[] file) throws IOException {
    return CalibratedStack.read(new ByteArrayInputStream(file), "a test");
  }

  private static byte[] bytes(CalibratedStack stack) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    stack.writeTo(file);
    return file.toByteArray();
  }
}
