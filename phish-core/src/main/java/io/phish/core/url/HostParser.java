package io.phish.core.url;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.util.ICUInputTooLongException;
import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The host parser of the URL Standard (url.spec.whatwg.org, section 3.5) for special schemes. Used
 * for one host.
 */
final class HostParser {
  /**
   * Longest host with characters outside ASCII, in UTF-16 units. The standard has no limit, but
   * Punycode takes quadratic time, and no resolver would be asked for a name of more than 253.
   */
  static final int MAX_UNICODE_LENGTH = 1_024;

  private static final int MAX_NAME_LENGTH = 253;
  private static final int MAX_LABEL_LENGTH = 63;

  /** What a host is. */
  enum Kind {
    DOMAIN,
    IPV4,
    IPV6
  }

  private final Source source;
  private final String input;
  private final Ascii out;
  private final int start;

  /** Bits of {@link Oddity}. */
  int oddities;

  Kind kind = Kind.DOMAIN;

  /**
   * A parser.
   *
   * @param source where the host stands
   * @param out where it goes, with room for all of the source
   */
  HostParser(Source source, Ascii out) {
    this.source = source;
    this.input = source.text;
    this.out = out;
    this.start = out.length;
  }

  /**
   * Reads ASCII up to the first character that no plain host has.
   *
   * @return where that character is
   */
  int plain(int from, int to) {
    byte[] bytes = out.bytes;
    int length = out.length;
    int i = from;
    for (; i < to; i++) {
      char c = input.charAt(i);
      byte b = c < 128 ? CodePoints.host(c) : 0;
      if (b == 0) {
        break;
      }
      bytes[length++] = b;
    }
    out.length = length;
    return i;
  }

  /** Reads a host that is all there is between two offsets. */
  void parse(int from, int to) {
    if (input.charAt(from) == '[') {
      if (input.charAt(to - 1) != ']' || !parseIpv6(from + 1, to - 1)) {
        throw invalid(from, "is no IPv6 address in brackets");
      }
      return;
    }
    int stop = plain(from, to);
    if (stop < to) {
      char c = input.charAt(stop);
      // Outside ASCII the next character may be a combining one that makes another of this.
      if (c < 128 && c != '%' && isAscii(input, stop, to)) {
        throw forbidden(stop, c);
      }
      out.length = start;
      parseEncoded(from, to, stop);
    }
    finish(from);
  }

  /** Reads an IPv6 address without brackets and writes it with them. */
  boolean parseIpv6(int from, int to) {
    int[] pieces = IpAddress.parseV6(input, from, to);
    if (pieces == null) {
      return false;
    }
    kind = Kind.IPV6;
    out.append("[" + IpAddress.formatV6(pieces) + "]");
    return true;
  }

  private void parseEncoded(int from, int to, int stop) {
    String domain = decode(from, to);
    if (isAscii(domain, 0, domain.length())) {
      out.append(domain.toLowerCase(Locale.ROOT));
    } else {
      oddities |= Oddity.UNICODE_HOST.bit;
      oddities |=
          domain.codePoints().anyMatch(CodePoints::isHidden) ? Oddity.HIDDEN_CHARACTER.bit : 0;
      if (to - from > 3 * MAX_UNICODE_LENGTH || domain.length() > MAX_UNICODE_LENGTH) {
        throw invalid(stop, "is longer than any name outside ASCII can be");
      }
      out.append(toAscii(domain, stop));
    }
    for (int i = start; i < out.length; i++) {
      if (CodePoints.host(out.bytes[i]) == 0) {
        throw forbidden(stop, (char) out.bytes[i]);
      }
    }
  }

  /** Percent-decodes without a byte order mark, malformed UTF-8 giving U+FFFD. */
  private String decode(int from, int to) {
    if (input.indexOf('%', from) < 0 || input.indexOf('%', from) >= to) {
      return input.substring(from, to);
    }
    byte[] encoded = input.substring(from, to).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%'
          && i + 2 < encoded.length
          && CodePoints.hex(encoded[i + 1] & 0xFF) >= 0
          && CodePoints.hex(encoded[i + 2] & 0xFF) >= 0) {
        oddities |= Oddity.PERCENT_ENCODED_HOST.bit;
        decoded.write(CodePoints.hex(encoded[i + 1]) << 4 | CodePoints.hex(encoded[i + 2]));
        i += 2;
      } else {
        decoded.write(encoded[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  private String toAscii(String domain, int offset) {
    IDNA.Info info = new IDNA.Info();
    StringBuilder ascii = new StringBuilder(domain.length() + 16);
    try {
      Idna.PROCESSOR.nameToASCII(domain, ascii, info);
      if (isMapped(domain)) {
        oddities |= Oddity.MAPPED_HOST.bit;
      }
    } catch (ICUInputTooLongException e) {
      // One character may stand for 18, so a short name may have a label too long for Punycode.
      throw invalid(offset, "is longer than any name outside ASCII can be");
    }
    if (Idna.isFatal(info)) {
      throw invalid(offset, "is no internationalised name (" + info.getErrors() + ")");
    }
    return ascii.toString();
  }

  /** Whether the mapping of UTS 46 does more to a name than to change capital letters. */
  private static boolean isMapped(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    StringBuilder unicode = new StringBuilder(lower.length());
    Idna.PROCESSOR.nameToUnicode(lower, unicode, new IDNA.Info());
    return !unicode.toString().equals(lower);
  }

  /** What is left when the name stands in {@link #out}: IPv4 and the limits of the name system. */
  void finish(int from) {
    int end = out.length;
    byte[] bytes = out.bytes;
    if (end == start) {
      throw invalid(from, "is empty");
    }
    if (IpAddress.endsInNumber(bytes, start, end)) {
      long address = IpAddress.parseV4(bytes, start, end);
      if (address < 0) {
        throw invalid(from, "ends in a number but is no IPv4 address");
      }
      String canonical = IpAddress.formatV4(address);
      if (!canonical.equals(out.string(start, end))) {
        oddities |= Oddity.ODD_IPV4.bit;
      }
      kind = Kind.IPV4;
      out.length = start;
      out.append(canonical);
      return;
    }
    if (bytes[end - 1] == '.') {
      oddities |= Oddity.TRAILING_DOT.bit;
      end--;
    }
    boolean ace = false;
    int label = start;
    for (int i = start; i <= end; i++) {
      if (i == end || bytes[i] == '.') {
        if (i == label) {
          oddities |= Oddity.EMPTY_LABEL.bit;
        } else if (i - label > MAX_LABEL_LENGTH) {
          oddities |= Oddity.LONG_HOST.bit;
        } else if (bytes[label] == 'x' && i - label >= 4) {
          ace |= bytes[label + 1] == 'n' && bytes[label + 2] == '-' && bytes[label + 3] == '-';
        }
        label = i + 1;
      }
    }
    if (end - start > MAX_NAME_LENGTH) {
      oddities |= Oddity.LONG_HOST.bit;
    }
    if (ace && (oddities & (Oddity.LONG_HOST.bit | Oddity.UNICODE_HOST.bit)) == 0) {
      IDNA.Info info = new IDNA.Info();
      Idna.PROCESSOR.nameToUnicode(out.string(start, end), new StringBuilder(), info);
      oddities |= Idna.isFatal(info) ? Oddity.BAD_PUNYCODE.bit : 0;
    }
  }

  private static boolean isAscii(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private InvalidSubjectException forbidden(int offset, char c) {
    return invalid(
        offset, String.format(Locale.ROOT, "holds U+%04X, which no host may have", (int) c));
  }

  private InvalidSubjectException invalid(int offset, String what) {
    return source.invalid(Code.INVALID_HOST, offset, "has a host that " + what);
  }

  /** ICU, loaded by the first host that needs it. */
  private static final class Idna {
    /** "Domain to ASCII" of section 3.3: CheckBidi, CheckJoiners, neither transitional nor STD3. */
    static final IDNA PROCESSOR =
        IDNA.getUTS46Instance(
            IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE);

    /** Of CheckHyphens and VerifyDnsLength, which the standard switches off. */
    private static final Set<IDNA.Error> IGNORED =
        Set.copyOf(
            EnumSet.of(
                IDNA.Error.EMPTY_LABEL,
                IDNA.Error.LABEL_TOO_LONG,
                IDNA.Error.DOMAIN_NAME_TOO_LONG,
                IDNA.Error.LEADING_HYPHEN,
                IDNA.Error.TRAILING_HYPHEN,
                IDNA.Error.HYPHEN_3_4));

    static boolean isFatal(IDNA.Info info) {
      return !IGNORED.containsAll(info.getErrors());
    }
  }
}
