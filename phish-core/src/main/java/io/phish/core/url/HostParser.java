package io.phish.core.url;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.util.ICUInputTooLongException;
import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

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

  /** What a host is. */
  enum Kind {
    /** Null: there is no authority. */
    NONE,
    /** The empty string. */
    EMPTY,
    DOMAIN,
    IPV4,
    IPV6,
    /** Of a scheme that is not special; nobody knows what it names. */
    OPAQUE
  }

  private final Source source;
  private final String input;
  private final Ascii out;
  private final int start;

  /** Bits of {@link Oddity}, and {@link HostName#PUNYCODE}. */
  int oddities;

  Kind kind = Kind.DOMAIN;

  /**
   * A parser.
   *
   * @param source where the host stands
   * @param out where it goes
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
  private int plain(int from, int to) {
    out.reserve(to - from);
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
      if (c < 128 && isPlainAscii(input, stop, to)) {
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
    if (IpAddress.hasLeadingZero(input, from, to)) {
      oddities |= Oddity.ODD_IPV6.bit;
    }
    kind = Kind.IPV6;
    out.append("[" + IpAddress.formatV6(pieces) + "]");
    return true;
  }

  private void parseEncoded(int from, int to, int stop) {
    String domain = decode(from, to);
    if (CodePoints.skip(domain, 0, domain.length(), 0) == domain.length()) {
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
    String ascii;
    try {
      ascii = Idna.toAscii(domain, info);
      oddities |= Idna.isMapped(domain) ? Oddity.MAPPED_HOST.bit : 0;
    } catch (ICUInputTooLongException e) {
      // One character may stand for 18, so a short name may have a label too long for Punycode.
      throw invalid(offset, "is longer than any name outside ASCII can be");
    }
    if (Idna.isFatal(info)) {
      throw invalid(offset, "is no internationalised name (" + info.getErrors() + ")");
    }
    oddities |= Idna.hasOddHyphens(info) ? Oddity.ODD_HOST_NAME.bit : 0;
    return ascii;
  }

  /** What is left when the name stands in {@link #out}: IPv4 and the limits of the name system. */
  private void finish(int from) {
    int end = out.length;
    if (end == start) {
      throw invalid(from, "is empty");
    }
    String name = out.string(start, end);
    if (!IpAddress.endsInNumber(out.bytes, start, end)) {
      oddities |= HostName.oddities(name, 0, name.length());
      return;
    }
    long address = IpAddress.parseV4(out.bytes, start, end);
    if (address < 0) {
      throw invalid(from, "ends in a number but is no IPv4 address");
    }
    String canonical = IpAddress.formatV4(address);
    if (!canonical.equals(name) || (oddities & Oddity.UNICODE_HOST.bit) != 0) {
      oddities |= Oddity.ODD_IPV4.bit;
    }
    kind = Kind.IPV4;
    out.length = start;
    out.append(canonical);
  }

  /** Whether a text is ASCII, and is so after percent-decoding. */
  private static boolean isPlainAscii(String text, int from, int to) {
    return CodePoints.skip(text, from, to, CodePoints.PERCENT) == to;
  }

  private InvalidSubjectException forbidden(int offset, char c) {
    return invalid(
        offset, String.format(Locale.ROOT, "holds U+%04X, which no host may have", (int) c));
  }

  private InvalidSubjectException invalid(int offset, String what) {
    return source.invalid(Code.INVALID_HOST, offset, "has a host that " + what);
  }
}
