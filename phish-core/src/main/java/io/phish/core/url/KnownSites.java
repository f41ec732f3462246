package io.phish.core.url;

import io.phish.core.name.NameHash;
import io.phish.core.name.PublicSuffixes;

/**
 * Which sites are popular, by the lists that come with the library; {@code tables.md} beside them
 * says which. Immutable and safe for any number of threads; a question allocates nothing.
 */
public final class KnownSites {
  private final Tables tables;

  private KnownSites(Tables tables) {
    this.tables = tables;
  }

  /** By the lists that come with the library. */
  public static KnownSites bundled() {
    return Bundled.INSTANCE;
  }

  private static final class Bundled {
    static final KnownSites INSTANCE = new KnownSites(Tables.bundled());
  }

  /**
   * Whether a URL is of one of the hundred thousand most popular sites, and of its owner: not of
   * somebody to whom a platform or a provider of dynamic DNS gave a name below its own, or who
   * publishes on a host that is for all.
   */
  public boolean isPopular(ParsedUrl url) {
    int registrable = url.registrableStart();
    if (registrable < 0) {
      return false;
    }
    String href = url.href();
    int end = url.nameEnd();
    long site = NameHash.of(href, registrable, end);
    if (!tables.popular100k().contains(site) && !tables.popular10k().contains(site)) {
      return false;
    }
    return !isTenant(url, site)
        && !tables.userContentHosts().contains(NameHash.of(href, url.hostStart(), end));
  }

  /**
   * Whether the registrable domain of a URL is that of a platform or a provider of dynamic DNS, and
   * the host has a name below it: somebody else's, that the public suffix list does not know.
   */
  public boolean isTenant(ParsedUrl url) {
    int registrable = url.registrableStart();
    return registrable > url.hostStart()
        && isTenant(url, NameHash.of(url.href(), registrable, url.nameEnd()));
  }

  private boolean isTenant(ParsedUrl url, long site) {
    int before = url.registrableStart() - url.hostStart();
    boolean www = before == 4 && url.href().startsWith("www.", url.hostStart());
    return before > 0
        && !www
        && !PublicSuffixes.isPrivate(url.suffix())
        && (tables.platforms().contains(site) || tables.dynamicDns().contains(site));
  }
}
