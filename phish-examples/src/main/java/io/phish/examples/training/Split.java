package io.phish.examples.training;

/**
 * Which rows are learnt from: phishing by time, and by registrable domain so that nothing that is
 * measured on was there to be learnt.
 *
 * @param until the timed feed is learnt from up to this day, exclusive
 * @param benignParts how many of the twenty parts of the domains benign rows are kept back of
 * @param phishingParts the same for phishing
 */
record Split(String until, int benignParts, int phishingParts) {
  /** Phishing from here on calibrates. */
  static final String CALIBRATION_FROM = "2025-08-01";

  /** Phishing from here on is measured on. */
  static final String TEST_FROM = "2025-09-01";

  /** And up to here, exclusive. */
  static final String TEST_UNTIL = "2025-11-01";

  /**
   * Into how many parts domains are spread. The first is never learnt from, not even by the model
   * that is shipped.
   */
  static final int PARTS = 20;

  /** A fourth of the benign domains is measured on. */
  static final Split MEASURED = new Split(CALIBRATION_FROM, 5, 0);

  /** The same where no phishing is split by time: a fourth of its domains is kept back, too. */
  static final Split MEASURED_BY_DOMAIN = new Split(CALIBRATION_FROM, 5, 5);

  /** All that there is, but for the first part of the domains. */
  static final Split SHIPPED = new Split("9999", 1, 1);

  /** As when it is measured, with a feed that ends earlier or later. */
  Split withUntil(String day) {
    return new Split(day, benignParts, phishingParts);
  }

  boolean learnsFrom(Example row) {
    if (!row.phishing()) {
      return partOf(row.domain()) >= benignParts;
    }
    return partOf(row.domain()) >= phishingParts
        && (!row.source().equals(Sources.TIMED) || row.date().compareTo(until) < 0);
  }

  /** Phishing of the timed feed from a day to another, exclusive. */
  static boolean isTimed(Example row, String from, String until) {
    return row.phishing()
        && row.source().equals(Sources.TIMED)
        && row.date().compareTo(from) >= 0
        && row.date().compareTo(until) < 0;
  }

  /** Of how many folds the one of a benign row; rows of one domain share it. */
  static int foldOf(Example benign, int folds) {
    return hash(benign.domain()) / PARTS % folds;
  }

  /** From 0, exclusive {@link #PARTS}. */
  static int partOf(String domain) {
    return hash(domain) % PARTS;
  }

  /**
   * Spreads names evenly; {@link String#hashCode} is the same everywhere, but its low bits are
   * poor.
   */
  private static int hash(String domain) {
    return (domain.hashCode() * 0x9E3779B9) >>> 4;
  }
}
