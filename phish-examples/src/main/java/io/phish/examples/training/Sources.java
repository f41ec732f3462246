package io.phish.examples.training;

import java.util.Map;
import java.util.Set;

/** What is known of the sources by their names; one that is not known is a modern one by itself. */
final class Sources {
  /** The feed that is split by time. */
  static final String TIMED = "openphish";

  /** So many hosts made by machine that a sample is plenty; it would outweigh the others. */
  static final String SAMPLED = "jpcert";

  /** Pages where one logs in, changes a password or deletes an account. */
  static final String ACCOUNTS = "jdm";

  /** Sources from before 2022: another web, of http mostly. They count less. */
  private static final Set<String> OLD =
      Set.of(
          "esd_imbal_0",
          "esd_imbal_1",
          "hannousse_0",
          "hannousse_1",
          "iscx_benign",
          "iscx_phish",
          "pdd_legit",
          "pdd_phish",
          "phishstorm_phish",
          "phishstorm_valid",
          "phishtank_1720");

  /** Sources that were collected alike: to leave one out is to leave out all of them. */
  private static final Map<String, String> GROUPS =
      Map.ofEntries(
          Map.entry("iscx_benign", "before-2020"),
          Map.entry("pdd_legit", "before-2020"),
          Map.entry("phishstorm_valid", "before-2020"),
          Map.entry("esd_imbal_0", "2020-21"),
          Map.entry("hannousse_0", "2020-21"),
          Map.entry("fpb", "articles"),
          Map.entry("rss_bookmarks", "articles"),
          Map.entry("smallweb", "articles"),
          Map.entry("awesome-go", "tools"),
          Map.entry("awesome-python", "tools"),
          Map.entry("awesome-public-datasets", "tools"),
          Map.entry("awesome_selfhosted", "tools"),
          Map.entry("Best-websites-a-programmer-should-visit", "tools"),
          Map.entry("free-for-dev", "tools"),
          Map.entry("public-apis", "tools"));

  private Sources() {}

  static boolean isOld(String source) {
    return OLD.contains(source);
  }

  static String groupOf(String source) {
    return GROUPS.getOrDefault(source, source);
  }
}
