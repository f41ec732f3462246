package io.phish.core.model;

import io.phish.spi.FeatureSchema;
import java.util.List;
import java.util.function.Function;

/** Finds the features of a foreign model in a schema. */
final class FeatureNames {
  private FeatureNames() {}

  /**
   * The index in the schema of each feature of the model.
   *
   * @param names as the model tells them; may be empty
   * @param count how many features the model has
   * @param unnamed what a library calls features that were given no name, before their number
   * @param problem makes an error of what is wrong
   */
  static int[] resolve(
      List<String> names,
      int count,
      String unnamed,
      FeatureSchema schema,
      Function<String, ModelFormatException> problem) {
    int[] indices = new int[count];
    if (areMadeUp(names, unnamed)) {
      if (count != schema.size()) {
        throw problem.apply(
            "trained on "
                + count
                + " features without names, the schema has "
                + schema.size()
                + ": train on all in its order, or give them the names of the schema");
      }
      for (int i = 0; i < count; i++) {
        indices[i] = i;
      }
      return indices;
    }
    if (names.size() != count) {
      throw problem.apply(names.size() + " names of " + count + " features");
    }
    for (int i = 0; i < count; i++) {
      indices[i] = schema.indexOf(names.get(i));
      if (indices[i] < 0) {
        throw problem.apply(
            "feature " + i + " is '" + brief(names.get(i)) + "', which the schema does not have");
      }
    }
    return indices;
  }

  private static boolean areMadeUp(List<String> names, String unnamed) {
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).equals(unnamed + i)) {
        return false;
      }
    }
    return true;
  }

  private static String brief(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + '…';
  }
}
