package io.phish.core.lookalike;

import io.phish.core.name.resemblance.ProtectedName;
import io.phish.spi.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that looks like a protected name.
 *
 * @param code of the finding
 * @param message for people
 * @param seen what looks so
 * @param target what it looks like
 * @param place where it stands
 * @param own whether the target is a brand of the host's own
 * @param weight how far it moves the log-odds of phishing, at least 0
 * @param floor the least probability that remains with it; 0 for none
 */
record Sighting(
    String code,
    String message,
    String seen,
    ProtectedName target,
    Place place,
    boolean own,
    double weight,
    double floor) {
  /**
   * Acquire Infrastructure: Domains, which has look-alikes among its examples (attack.mitre.org).
   */
  private static final String DOMAIN_TECHNIQUE = "T1583.001";

  /** Spearphishing Link, which has the notations that hide where a link leads. */
  private static final String LINK_TECHNIQUE = "T1566.002";

  boolean isStrongerThan(Sighting other) {
    if (floor != other.floor) {
      return floor > other.floor;
    }
    return weight != other.weight ? weight > other.weight : own && !other.own;
  }

  Finding finding() {
    return new Finding(
        code,
        weight,
        floor,
        message + tail(),
        List.of(seen),
        place == Place.NAME || place == Place.WORD ? DOMAIN_TECHNIQUE : LINK_TECHNIQUE);
  }

  private String tail() {
    if (own) {
      return target.owner() == null ? "" : "; " + target.owner() + " is a protected brand";
    }
    return target.rank() >= Brands.NO_RANK
        ? ""
        : "; `"
            + target.name()
            + "` is among the "
            + grouped(target.rank())
            + " most popular sites";
  }

  /** With commas: {@code 5,000}. By hand, as a formatter takes longer than the look-up. */
  private static String grouped(int rank) {
    StringBuilder digits = new StringBuilder().append(rank);
    for (int at = digits.length() - 3; at > 0; at -= 3) {
      digits.insert(at, ',');
    }
    return digits.toString();
  }

  /** For people who look closer. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("looks-like", target.name());
    facts.put("place", place.name().toLowerCase(Locale.ROOT));
    if (target.rank() < Brands.NO_RANK) {
      facts.put("rank", String.valueOf(target.rank()));
    }
    return facts;
  }
}
