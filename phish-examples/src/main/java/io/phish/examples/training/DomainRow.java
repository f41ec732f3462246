package io.phish.examples.training;

import io.phish.spi.FeatureVector;

/**
 * What somebody's look-ups say of a name, as the features of the extractors.
 *
 * @param name that was looked up
 * @param label {@code benign}, {@code phishing}, {@code malware} or {@code dga}
 * @param domain its registrable domain, tenants of platforms having their own
 * @param owner the domain that was registered at a registry, which tenants of a platform share, and
 *     with it all that a registry says
 * @param url the features of the front page's address, without what lists of popular sites say; all
 *     unknown if the URL model has learnt from the host
 * @param urlLogOdds what the URL model says of them, NaN if it has learnt from the host
 * @param dns by {@link io.phish.core.dns.DnsModel#SCHEMA}; all unknown if nothing was answered
 * @param registration in the order of {@link io.phish.core.registration.RegistrationModel#SCHEMA};
 *     all unknown if nothing was answered
 * @param columns all that was collected, also what no extractor here gives
 */
record DomainRow(
    String name,
    String label,
    String domain,
    String owner,
    FeatureVector url,
    double urlLogOdds,
    FeatureVector dns,
    FeatureVector registration,
    FeatureVector columns) {

  boolean phishing() {
    return label.equals("phishing");
  }

  /** Whether it counts in training and measuring: the others are no phishing and not benign. */
  boolean counts() {
    return phishing() || label.equals("benign");
  }
}
