package io.phish.examples.training;

import io.phish.spi.CanonicalForm;
import org.jspecify.annotations.Nullable;

/**
 * A labelled URL, parsed.
 *
 * @param source the file it came from, without prefix and suffix
 * @param date as the file says: a day, a month or a year
 * @param phishing its label
 * @param origin whether somebody labelled it or it was made to learn from
 * @param form the parsed URL
 * @param hostStart where its host begins in the text of the form
 * @param hostEnd where its host ends, exclusive
 * @param pathStart where its path begins
 * @param pathEnd where its query ends, exclusive
 * @param ending the public suffix or the platform that its site is under; empty if there is none
 */
record Example(
    String source,
    String date,
    boolean phishing,
    Origin origin,
    CanonicalForm form,
    int hostStart,
    int hostEnd,
    int pathStart,
    int pathEnd,
    String ending) {

  /** Where a row comes from; only what was seen is measured on. */
  enum Origin {
    /** Labelled by its source. */
    SEEN,
    /** The front page of a site of which the source has another page. */
    FRONT_PAGE,
    /** The front page of a bank. */
    BANK,
    /** The name of one site under the domain of a platform where anybody can publish. */
    TENANT,
    /** An account page of one site on another. */
    ACCOUNT
  }

  static Example of(
      String source,
      String date,
      boolean phishing,
      CanonicalForm form,
      Origin origin,
      String ending) {
    String href = form.text();
    int authority = href.indexOf("://") + 3;
    int pathStart = href.indexOf('/', authority);
    int hostStart = Math.max(authority, href.lastIndexOf('@', pathStart) + 1);
    // A host in brackets has colons of its own.
    int port = href.indexOf(':', Math.max(hostStart, href.lastIndexOf(']', pathStart)));
    int hostEnd = port < 0 || port > pathStart ? pathStart : port;
    if (href.charAt(hostEnd - 1) == '.') {
      hostEnd--;
    }
    int fragment = href.indexOf('#', pathStart);
    return new Example(
        source,
        date,
        phishing,
        origin,
        form,
        hostStart,
        hostEnd,
        pathStart,
        fragment < 0 ? href.length() : fragment,
        ending);
  }

  String href() {
    return form.text();
  }

  String host() {
    return href().substring(hostStart, hostEnd);
  }

  boolean isFrontPage() {
    return pathEnd - pathStart <= 1;
  }

  boolean isSeen() {
    return origin == Origin.SEEN;
  }

  /** The registrable domain, or the host where there is none. */
  String domain() {
    return domain(form);
  }

  static String domain(CanonicalForm form) {
    @Nullable String domain = form.registrableDomain();
    if (domain == null) {
      domain = form.host();
    }
    return domain == null ? "" : domain;
  }
}
