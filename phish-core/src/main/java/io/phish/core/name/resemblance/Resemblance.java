package io.phish.core.name.resemblance;

import java.util.List;

/**
 * That a name looks like a protected one. It says what people may see in it, not that anybody means
 * harm.
 *
 * @param name the name as people see it: A-labels in Unicode, letters in the case they were written
 * @param target the name it resembles
 * @param rule by which trick
 * @param cost how many characters were changed, added, left out or moved; 0 if it looks the same
 * @param score from 0 to 1, how much it counts: that a name of which nothing else is known imitates
 *     its target, where imitations and other names are equally frequent
 * @param differences where the two differ, from the left; empty if a word is missing
 */
public record Resemblance(
    String name,
    ProtectedName target,
    ResemblanceRule rule,
    int cost,
    double score,
    List<Difference> differences) {

  /** Copies the differences. */
  public Resemblance {
    differences = List.copyOf(differences);
  }

  /** How popular the target is, 1 for the most popular. */
  public int rank() {
    return target.rank();
  }

  /** A sentence for people: {@code `paypaI.com` looks like `paypal.com`: capital I for l}. */
  public String explanation() {
    return Explanation.of(this);
  }
}
