package io.phish.core.registration.whois.dialect;

import java.util.ArrayList;
import java.util.List;

/** Cuts replies into lines. */
final class ReplyLines {

  private ReplyLines() {}

  /** The lines of a text, at most so many. */
  static List<Line> of(String text, int max) {
    List<Line> lines = new ArrayList<>();
    boolean rwhois = text.startsWith("%rwhois");
    int from = 0;
    while (from < text.length() && lines.size() < max) {
      int to = from;
      while (to < text.length() && text.charAt(to) != '\n' && text.charAt(to) != '\r') {
        to++;
      }
      lines.add(Line.of(text, rwhois ? afterClass(text, from, to) : from, to));
      from = to + 1;
      if (to + 1 < text.length() && text.charAt(to) == '\r' && text.charAt(to + 1) == '\n') {
        from++;
      }
    }
    return lines;
  }

  /** Behind the class of an attribute (RFC 2167): {@code domain:Created:20040302}. */
  private static int afterClass(String text, int from, int to) {
    if (from == to || text.charAt(from) == '%') {
      return from;
    }
    int colon = text.indexOf(':', from);
    return colon < 0 || colon >= to ? from : colon + 1;
  }
}
