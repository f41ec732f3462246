package io.phish.core.registration.whois.dialect;

import org.jspecify.annotations.Nullable;

/** Tells from its words what an unknown heading is about. */
final class HeadingWords {

  private HeadingWords() {}

  /** What the lines under it are about, null if the words do not tell. */
  static @Nullable Section guess(String heading) {
    if (has(heading, "contact")
        || has(heading, "administra")
        || has(heading, "technical")
        || has(heading, "billing")) {
      return startsLikeHolder(heading) ? Section.HOLDER : Section.CONTACT;
    }
    if (has(heading, "nameserver")
        || has(heading, "name server")
        || has(heading, "domain server")
        || has(heading, "dns server")
        || has(heading, "servidores")
        || has(heading, "네임서버")) {
      return Section.NAMESERVERS;
    }
    if (heading.startsWith("registrar")) {
      return Section.REGISTRAR;
    }
    return startsLikeHolder(heading) ? Section.HOLDER : null;
  }

  private static boolean startsLikeHolder(String heading) {
    return heading.startsWith("registrant")
        || heading.startsWith("holder")
        || heading.startsWith("owner")
        || heading.startsWith("domain holder")
        || heading.startsWith("domain owner")
        || heading.startsWith("titular");
  }

  private static boolean has(String heading, String word) {
    return heading.indexOf(word) >= 0;
  }
}
