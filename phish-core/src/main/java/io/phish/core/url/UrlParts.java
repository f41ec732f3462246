package io.phish.core.url;

/**
 * Where the parts of a URL stand that features speak of, as offsets into its {@link
 * ParsedUrl#href}. Words as in {@link UrlSchema}.
 *
 * @param host where the host begins, without {@code www.}
 * @param site where the site begins, which is where the registered name does
 * @param nameEnd where the registered name ends
 * @param hostEnd where the host ends
 */
record UrlParts(ParsedUrl url, int host, int site, int nameEnd, int hostEnd) {

  /** A part by which features are named. */
  enum Part {
    URL,
    HOST,
    SUBDOMAIN,
    NAME,
    SITE,
    SUFFIX,
    TLD,
    AUTHORITY,
    PORT,
    PATH,
    FILE,
    EXTENSION,
    QUERY,
    FRAGMENT,
    /** Path, query and fragment. */
    REST
  }

  int start(Part part) {
    String href = url.href();
    return switch (part) {
      case URL, HOST, SUBDOMAIN -> host;
      case NAME, SITE -> site;
      case SUFFIX -> Math.min(nameEnd + 1, hostEnd);
      case TLD -> Math.max(host, href.lastIndexOf('.', hostEnd - 1) + 1);
      case AUTHORITY -> href.indexOf("//") + 2;
      case PORT -> hostEnd;
      case PATH, REST -> url.pathStart();
      // As the features do, without a slash at the end.
      case FILE ->
          Math.max(url.pathStart(), href.lastIndexOf('/', PathFeatures.endOfPath(url) - 1) + 1);
      case EXTENSION -> {
        int dot = href.lastIndexOf('.', url.queryStart() - 1);
        yield dot < start(Part.FILE) ? url.queryStart() : dot;
      }
      case QUERY -> Math.min(url.queryStart() + 1, url.fragmentStart());
      case FRAGMENT -> Math.min(url.fragmentStart() + 1, href.length());
    };
  }

  int end(Part part) {
    return switch (part) {
      case URL, REST, FRAGMENT -> url.href().length();
      case HOST, SITE, SUFFIX, TLD -> hostEnd;
      case SUBDOMAIN -> Math.max(host, site - 1);
      case NAME -> nameEnd;
      case AUTHORITY -> Math.max(start(Part.AUTHORITY), url.hostStart() - 1);
      case PORT -> url.pathStart();
      case PATH, FILE, EXTENSION -> url.queryStart();
      case QUERY -> url.fragmentStart();
    };
  }
}
