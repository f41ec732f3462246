package io.phish.core.registration.whois.dialect;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks a few lines ahead, to tell headings from empty keys and whom a paragraph is about. */
final class Outlook {
  private static final int AHEAD = 16;

  private final List<Line> lines;
  private final Words words;

  Outlook(List<Line> lines, Words words) {
    this.lines = lines;
    this.words = words;
  }

  boolean namesDomain(int at) {
    for (int i = at; i < Math.min(lines.size(), at + AHEAD); i++) {
      Key key = words.key(lines.get(i).key());
      if (key != null && key.field() == Field.DOMAIN) {
        return true;
      }
      if (lines.get(i).isBlank()) {
        return false;
      }
    }
    return false;
  }

  /** Whether a paragraph has an address or the like, and no expiry. */
  boolean aboutRegistrar(int at) {
    boolean contact = false;
    for (int i = at + 1; i < Math.min(lines.size(), at + AHEAD); i++) {
      Line line = lines.get(i);
      if (line.isBlank()) {
        return contact;
      }
      Key key = words.key(line.key());
      if (key != null && (key.field() == Field.EXPIRES || key.field() == Field.NAMESERVER)) {
        return false;
      }
      Key shared = words.sharedKey(line.key());
      contact |= shared != null || line.key().equals("address") || line.key().equals("street");
    }
    return contact;
  }

  static boolean isHolder(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return lower.startsWith("registrant")
        || lower.startsWith("holder")
        || lower.startsWith("owner");
  }

  private @Nullable Line next(int at) {
    for (int i = at + 1; i < Math.min(lines.size(), at + 4); i++) {
      Line next = lines.get(i);
      if (!next.isBlank() && !next.comment()) {
        return next;
      }
    }
    return null;
  }

  /** Whether what follows a heading may belong to it: it is no other field of the domain. */
  boolean isFollowed(Line line, int at) {
    Line next = next(at);
    if (next == null) {
      return false;
    }
    if (next.indent() > line.indent() || !next.hasKey() || Hosts.first(next.text()) != null) {
      return true;
    }
    Key key = words.key(next.key());
    if (words.sharedKey(next.key()) != null) {
      return true;
    }
    return key == null
        ? !sharesFirstWord(line, next)
        : key.field() == Field.NAMESERVER
            && !next.key().equals(line.key())
            && words.heading(line.key()) == Section.NAMESERVERS;
  }

  /** "Registrant Name" after "Registrant" is a list of keys, not a heading and what is under it. */
  private static boolean sharesFirstWord(Line line, Line next) {
    int blank = line.key().indexOf(' ');
    String first = blank < 0 ? line.key() : line.key().substring(0, blank);
    return next.key().startsWith(first);
  }

  boolean opensBlock(Line line, int at) {
    Line next = next(at);
    return next != null
        && (next.indent() > line.indent()
            || !next.hasKey()
            || words.sharedKey(next.key()) != null
            || Hosts.first(next.text()) != null);
  }
}
