package io.phish.examples.training;

import io.phish.spi.CanonicalForm;
import org.jspecify.annotations.Nullable;

/**
 * A labelled URL, parsed.
 *
 * @param source the file it came from, without prefix and suffix
 * @param date as the file says: a day, a month or a year
 * @param phishing its label
 * @param form the parsed URL
 * @param hostStart where its host begins in the text of the form
 * @param hostEnd where its host ends, exclusive
 * @param pathStart where its path begins
 * @param pathEnd where its query ends, exclusive
 */
record Example(
    String source,
    String date,
    boolean phishing,
    CanonicalForm form,
    int hostStart,
    int hostEnd,
    int pathStart,
    int pathEnd) {

  static Example of(String source, String date, boolean phishing, CanonicalForm form) {
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
        form,
        hostStart,
        hostEnd,
        pathStart,
        fragment < 0 ? href.length() : fragment);
  }

  String href() {
    return form.text();
  }

  /** The registrable domain, or the host where there is none. */
  String domain() {
    @Nullable String domain = form.registrableDomain();
    if (domain == null) {
      domain = form.host();
    }
    return domain == null ? "" : domain;
  }
}
