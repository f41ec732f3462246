package io.phish.core.model;

import io.phish.spi.Combiner;
import io.phish.spi.ModelVersion;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Weighs components against each other as was learnt from labels: a logistic regression over what
 * each has found out, with numbers of its own for every set of components that answered.
 *
 * <p>What a component has found out is the log-odds of its probability less those of the prior it
 * holds for, so the stack is right for any prior. Of the members that answered, at least two, each
 * counts by its weight in their set; together they are one component with the sum of their shares,
 * and beside components that the stack does not know it counts by that share. Where fewer than two
 * members answered, or their set was not learnt, this is {@link Combiner#weightedMean}: one
 * component alone stands as it is, to the last bit.
 *
 * <p>No weight is below 0, so the probability never falls when that of a component rises.
 * Immutable; combining allocates nothing.
 */
public final class CalibratedStack implements Combiner {
  /** Most members that there may be. */
  public static final int MAX_MEMBERS = 8;

  private static final double SURE = 1e-7;
  private static final Combiner MEAN = Combiner.weightedMean();

  private final ModelVersion version;
  private final List<String> members;

  /** By the bits of the members that answered; null where nothing was learnt. */
  private final @Nullable Weights[] learnt;

  /**
   * What was learnt for a set of members.
   *
   * @param members the ids of their extractors, at least two
   * @param weights of each, in their order, at least 0
   * @param bias added to the weighted sum of what they have found out
   */
  public record Weights(List<String> members, List<Double> weights, double bias) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there is no weight for each member or one is out of range
     */
    public Weights {
      members = List.copyOf(members);
      weights = List.copyOf(weights);
      if (members.size() < 2 || new HashSet<>(members).size() != members.size()) {
        throw new IllegalArgumentException(members + " are not two members or more");
      }
      if (weights.size() != members.size()) {
        throw new IllegalArgumentException(weights.size() + " weights of " + members);
      }
      for (double weight : weights) {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException("weight " + weight + " is not 0 or above");
        }
      }
      if (!Double.isFinite(bias)) {
        throw new IllegalArgumentException("bias is " + bias);
      }
    }
  }

  /**
   * A stack.
   *
   * @param version its hash is of no account: it becomes known when the stack is read
   * @param weights of each set of members, each set once
   * @throws IllegalArgumentException if there are more than {@value #MAX_MEMBERS} members or a set
   *     is there twice
   */
  public CalibratedStack(ModelVersion version, List<Weights> weights) {
    this.version = Objects.requireNonNull(version, "version");
    this.members = weights.stream().flatMap(set -> set.members().stream()).distinct().toList();
    if (members.size() > MAX_MEMBERS) {
      throw new IllegalArgumentException(
          members.size() + " members, " + MAX_MEMBERS + " are allowed");
    }
    this.learnt = new Weights[1 << members.size()];
    for (Weights set : weights) {
      int bits = set.members().stream().mapToInt(member -> 1 << members.indexOf(member)).sum();
      if (learnt[bits] != null) {
        throw new IllegalArgumentException(set.members() + " are there twice");
      }
      learnt[bits] = set;
    }
  }

  /** The stack that comes with the library; {@code stack-model.md} beside it is its card. */
  public static CalibratedStack bundled() {
    String file = "stack.phm";
    try (InputStream in = CalibratedStack.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new FileNotFoundException(
            file + " is missing beside " + CalibratedStack.class.getName());
      }
      return read(in, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a model file to its end; the stream stays open.
   *
   * @param source what to call it in an error
   * @throws ModelFormatException if it is no sound stack
   * @throws IOException if the stream fails
   */
  public static CalibratedStack read(InputStream in, String source) throws IOException {
    ModelFile.Opened file = ModelFile.open(in, source, ModelFile.KIND_STACK);
    ModelCursor body = file.body();
    int sets = body.within("number of sets", body.u16(), 0, 1 << MAX_MEMBERS);
    List<Weights> weights = new ArrayList<>();
    int at = body.position();
    try {
      for (int i = 0; i < sets; i++) {
        at = body.position();
        weights.add(weights(body));
      }
      body.end();
      return new CalibratedStack(file.version(), weights);
    } catch (IllegalArgumentException e) {
      throw body.problemAt(at, "stack: " + e.getMessage());
    }
  }

  private static Weights weights(ModelCursor body) {
    int size = body.within("number of members", body.u8(), 2, MAX_MEMBERS);
    List<String> members = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      members.add(body.string());
      weights.add(body.finite("weight"));
    }
    return new Weights(members, weights, body.finite("bias"));
  }

  /** Writes a model file; the stream stays open. */
  public void writeTo(OutputStream out) throws IOException {
    List<Weights> sets = sets();
    out.write(
        ModelFile.encode(
            ModelFile.KIND_STACK,
            version,
            body -> {
              body.writeShort(sets.size());
              for (Weights set : sets) {
                body.writeByte(set.members().size());
                for (int i = 0; i < set.members().size(); i++) {
                  ModelFile.writeString(body, set.members().get(i));
                  body.writeDouble(set.weights().get(i));
                }
                body.writeDouble(set.bias());
              }
            }));
  }

  /** Which stack this is. */
  public ModelVersion version() {
    return version;
  }

  /** The same numbers under another name or with another card. */
  public CalibratedStack withVersion(ModelVersion newVersion) {
    return new CalibratedStack(newVersion, sets());
  }

  /** What was learnt, set by set; unmodifiable. */
  public List<Weights> sets() {
    List<Weights> sets = new ArrayList<>();
    for (Weights set : learnt) {
      if (set != null) {
        sets.add(set);
      }
    }
    return List.copyOf(sets);
  }

  @Override
  public double combine(List<Component> components) {
    if (components.size() < 2) {
      return MEAN.combine(components);
    }
    int bits = 0;
    for (Component component : components) {
      int member = members.indexOf(component.extractor());
      bits |= member < 0 ? 0 : 1 << member;
    }
    Weights set = learnt[bits];
    return set == null ? MEAN.combine(components) : combine(set, components);
  }

  private static double combine(Weights set, List<Component> components) {
    double logOdds = set.bias();
    double prior = 0;
    double share = 0;
    // In the order of the members, so that the order of the components makes no difference.
    for (int i = 0; i < set.members().size(); i++) {
      Component component = find(components, set.members().get(i));
      double base = logOdds(component.prior());
      logOdds += set.weights().get(i) * (logOdds(component.probability()) - base);
      prior += component.weight() * base;
      share += component.weight();
    }
    double together = Calibration.sigmoid(prior / share + logOdds);
    double sum = share * together;
    for (Component component : components) {
      if (!set.members().contains(component.extractor())) {
        sum += component.weight() * component.probability();
      }
    }
    return Math.min(1, sum);
  }

  private static Component find(List<Component> components, String extractor) {
    for (Component component : components) {
      if (component.extractor().equals(extractor)) {
        return component;
      }
    }
    throw new IllegalArgumentException("no component " + extractor);
  }

  /** Bounded, so that no certainty takes the others' say away. */
  private static double logOdds(double probability) {
    double bounded = Math.min(Math.max(probability, SURE), 1 - SURE);
    return Math.log(bounded / (1 - bounded));
  }
}
