package io.phish.core.dns;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/** What TXT records say of mail: SPF (RFC 7208), DMARC (RFC 7489) and DKIM (RFC 6376). */
final class MailPolicy {
  private static final String SPF = "v=spf1";
  private static final String DMARC = "v=DMARC1";

  private MailPolicy() {}

  /** The texts of an answer, the strings of each record put together, octets as characters. */
  static List<String> texts(@Nullable DnsAnswer answer) {
    List<String> texts = new ArrayList<>();
    if (answer != null) {
      for (Record each : answer.records()) {
        if (each instanceof TXTRecord txt) {
          StringBuilder text = new StringBuilder();
          for (byte[] string : txt.getStringsAsByteArrays()) {
            text.append(new String(string, StandardCharsets.ISO_8859_1));
          }
          texts.add(text.toString());
        }
      }
    }
    return texts;
  }

  /** The first SPF record; null if there is none (RFC 7208, section 4.5). */
  static @Nullable String spf(List<String> texts) {
    for (String text : texts) {
      if (startsWith(text, SPF) && (text.length() == SPF.length() || text.charAt(6) == ' ')) {
        return text;
      }
    }
    return null;
  }

  /**
   * What an SPF record says of senders that it does not name: 0 pass, 1 neutral, 2 softfail, 3
   * fail; NaN if another record has to be asked. Without {@code all} it is neutral (section 4.7).
   */
  static double spfAll(String spf) {
    boolean redirects = false;
    for (int start = SPF.length(); start < spf.length(); ) {
      int end = spf.indexOf(' ', start);
      end = end < 0 ? spf.length() : end;
      int qualifier = end - start == 4 ? "+?~-".indexOf(spf.charAt(start)) : -1;
      int all = qualifier >= 0 ? start + 1 : start;
      if (end - all == 3 && spf.regionMatches(true, all, "all", 0, 3)) {
        return Math.max(0, qualifier);
      }
      redirects |= spf.regionMatches(true, start, "redirect=", 0, 9);
      start = end + 1;
    }
    return redirects ? Double.NaN : 1;
  }

  /** The DMARC record; null if there is none, or several (RFC 7489, section 6.6.3). */
  static @Nullable String dmarc(List<String> texts) {
    String found = null;
    for (String text : texts) {
      String end = text.length() > DMARC.length() ? text.substring(DMARC.length()).strip() : "";
      if (text.startsWith(DMARC) && (end.isEmpty() || end.charAt(0) == ';')) {
        if (found != null) {
          return null;
        }
        found = text;
      }
    }
    return found;
  }

  /** The policy of a DMARC record as it stands in it, in lower case; null without one. */
  static @Nullable String dmarcPolicy(String dmarc) {
    String policy = tag(dmarc, "p");
    return policy == null
        ? null
        : switch (policy.toLowerCase(Locale.ROOT)) {
          case "none" -> "none";
          case "quarantine" -> "quarantine";
          case "reject" -> "reject";
          default -> null;
        };
  }

  /** Whether a text is a DKIM key that has not been revoked (RFC 6376, section 3.6.1). */
  static boolean isDkimKey(String text) {
    String version = tag(text, "v");
    String key = tag(text, "p");
    return key != null && !key.isEmpty() && (version == null || version.equals("DKIM1"));
  }

  /** The value of a tag in a list of tags (RFC 6376, section 3.2); null if it is not there. */
  private static @Nullable String tag(String list, String name) {
    for (int start = 0; start < list.length(); ) {
      int end = list.indexOf(';', start);
      end = end < 0 ? list.length() : end;
      int equals = list.indexOf('=', start);
      if (equals >= 0 && equals < end && list.substring(start, equals).strip().equals(name)) {
        return list.substring(equals + 1, end).strip();
      }
      start = end + 1;
    }
    return null;
  }

  private static boolean startsWith(String text, String start) {
    return text.regionMatches(true, 0, start, 0, start.length());
  }
}
