package io.phish.core.registration.whois.dialect;

import org.jspecify.annotations.Nullable;

/** Tells from its words what an unknown key in the part on the domain may mean. */
final class KeyWords {
  /** Behind every known key. */
  private static final int RANK = 6;

  private static final String[] OF_OTHERS = {
    "contact",
    "registrant",
    "admin",
    "tech",
    "billing",
    "owner",
    "holder",
    "database",
    "whois",
    "transfer",
    "query",
    "request",
    "lookup",
    "key",
    "ds ",
    "trademark",
    "valid from",
    "delete",
    "grace",
    "redemption",
    "free",
    "available",
    "person",
    "agreement",
    "by",
    "id",
    "code",
    "price"
  };
  private static final String[] EXPIRES = {
    "expir", "renew", "paid", "valid", "vencim", "venc", "caduc", "vigenc", "scaden", "ablauf"
  };
  private static final String[] UPDATED = {
    "updat", "modif", "chang", "actualiz", "atualiz", "alter", "amend", "revis", "mise a jour"
  };
  private static final String[] CREATED = {
    "creat",
    "creac",
    "cree",
    "criac",
    "registered",
    "registration",
    "registro",
    "registo",
    "activat",
    "delegat",
    "commenc",
    "enregistr",
    "rejestr"
  };
  private static final String[] NAMESERVER = {
    "name server", "nameserver", "nserver", "dns server", "domain server", "servidor", "serveur"
  };

  private KeyWords() {}

  /** What a key may mean if its value is a date or a host, null if nothing. */
  static @Nullable Key guess(String key) {
    if (key.length() < 4 || hasAny(key, OF_OTHERS)) {
      return null;
    }
    Field field = field(key);
    return field == null ? null : new Key(field, RANK, true, false);
  }

  private static @Nullable Field field(String key) {
    if (hasAny(key, NAMESERVER)) {
      return Field.NAMESERVER;
    }
    if (hasAny(key, EXPIRES)) {
      return Field.EXPIRES;
    }
    if (hasAny(key, UPDATED)) {
      return Field.UPDATED;
    }
    return hasAny(key, CREATED) ? Field.CREATED : null;
  }

  /** Whether a word of the key begins so. */
  private static boolean hasAny(String key, String[] beginnings) {
    for (String beginning : beginnings) {
      int at = key.indexOf(beginning);
      if (at == 0 || (at > 0 && key.charAt(at - 1) == ' ')) {
        return true;
      }
    }
    return false;
  }
}
