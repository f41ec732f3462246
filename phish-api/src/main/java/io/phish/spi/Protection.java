package io.phish.spi;

import io.phish.Brand;
import java.util.List;
import java.util.Set;

/**
 * Which names matter to a host, for every extractor that can tell an imitation. Immutable.
 *
 * @param brands that are to be protected from imitation; unmodifiable
 * @param allowed domains that imitate nothing, with all that is below them: partners, sites of
 *     other countries, the shop of a dealer. In Unicode or ASCII as the host wrote them;
 *     unmodifiable
 * @param denied domains that are attacks for certain, with all that is below them, even if they are
 *     allowed as well; unmodifiable
 */
public record Protection(List<Brand> brands, Set<String> allowed, Set<String> denied) {
  /** Nothing is protected, allowed or denied. */
  public static final Protection NONE = new Protection(List.of(), Set.of(), Set.of());

  /** Most brands, and most domains of either list. */
  public static final int MAX_NAMES = 100_000;

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if one has more than {@link #MAX_NAMES}
   */
  public Protection {
    brands = List.copyOf(brands);
    allowed = Set.copyOf(allowed);
    denied = Set.copyOf(denied);
    requireFew("brands", brands.size());
    requireFew("allowed domains", allowed.size());
    requireFew("denied domains", denied.size());
  }

  private static void requireFew(String what, int count) {
    if (count > MAX_NAMES) {
      throw new IllegalArgumentException(count + " " + what + ", " + MAX_NAMES + " can be had");
    }
  }

  /** Whether the host named nothing at all. */
  public boolean isEmpty() {
    return brands.isEmpty() && allowed.isEmpty() && denied.isEmpty();
  }
}
