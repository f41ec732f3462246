package io.phish.examples.training;

import java.util.Set;

/**
 * Who is learnt from and who is measured on: phishing by time, benign by registrable domain, so
 * that nothing measured on was there to be learnt.
 */
final class Split {
  private static final String TIMED = "openphish";
  private static final String CALIBRATION_FROM = "2025-08-01";
  private static final String TEST_FROM = "2025-09-01";
  private static final String END = "2025-11-01";

  /** Of twenty parts of the benign domains: the first calibrates, the next four are measured on. */
  private static final int DOMAIN_PARTS = 20;

  private static final int TEST_PARTS = 5;

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

  private static final double OLD_WEIGHT = 0.3;
  private static final double MODERN_BENIGN_WEIGHT = 2;

  private Split() {}

  static boolean isOld(String source) {
    return OLD.contains(source);
  }

  static Part partOf(Example row) {
    if (!row.phishing()) {
      int part = Math.floorMod(hash(row.domain()), DOMAIN_PARTS);
      return part == 0 ? Part.CALIBRATION : part < TEST_PARTS ? Part.TEST : Part.TRAINING;
    }
    if (!row.source().equals(TIMED) || row.date().compareTo(CALIBRATION_FROM) < 0) {
      return Part.TRAINING;
    }
    if (row.date().compareTo(END) >= 0) {
      return Part.NONE;
    }
    return row.date().compareTo(TEST_FROM) < 0 ? Part.CALIBRATION : Part.TEST;
  }

  static double weightOf(Example row) {
    if (isOld(row.source())) {
      return OLD_WEIGHT;
    }
    return row.phishing() ? 1 : MODERN_BENIGN_WEIGHT;
  }

  /** Of how many folds the one of a benign row; rows of one domain share it. */
  static int foldOf(Example benign, int folds) {
    return Math.floorMod(hash(benign.domain()) / DOMAIN_PARTS, folds);
  }

  /**
   * Spreads names evenly; {@link String#hashCode} is the same everywhere, but its low bits are
   * poor.
   */
  private static int hash(String domain) {
    return (domain.hashCode() * 0x9E3779B9) >>> 4;
  }
}
