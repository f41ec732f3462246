package io.phish.core.url;

import org.jspecify.annotations.Nullable;

/**
 * IP addresses as Safe Browsing reads them. Its reference, Google's client in Go, takes more for
 * IPv4 addresses than browsers do.
 */
final class SafeBrowsingIp {
  private static final int MAX_PARTS = 4;

  /** With rubbish behind it, so much of it as Windows once resolved. */
  private static final int MAX_LENGTH_WITH_RUBBISH = 15;

  private static final int NAT64_PREFIX = 0x64;
  private static final int NAT64_PREFIX_2 = 0xFF9B;

  private SafeBrowsingIp() {}

  /**
   * The four decimal numbers of an IPv4 address of up to four numbers, each decimal, octal or
   * hexadecimal, of which octets too many are dropped.
   *
   * @param host in lower case
   * @return null if it is none
   */
  static @Nullable String parse(String host) {
    int end = addressEnd(host);
    long address = 0;
    int parts = 0;
    for (int start = 0; start <= end; ) {
      int dot = host.indexOf('.', start);
      boolean last = dot < 0 || dot > end;
      long number = number(host, start, last ? end : dot);
      if (number < 0 || ++parts > MAX_PARTS) {
        return null;
      }
      int octets = last ? MAX_PARTS + 1 - parts : 1;
      int bits = 8 * octets;
      address = (address << bits) | (number & ((1L << bits) - 1));
      start = (last ? end : dot) + 1;
    }
    return IpAddress.formatV4(address);
  }

  /** Where the address ends: {@code 10.192.95.89 xy} has rubbish behind it. */
  private static int addressEnd(String host) {
    int space = host.indexOf(' ');
    if (space < 0 || host.length() > MAX_LENGTH_WITH_RUBBISH) {
      return host.length();
    }
    int dots = 0;
    int digits = 0;
    for (int i = 0; i < space; i++) {
      boolean dot = host.charAt(i) == '.';
      boolean digit = host.charAt(i) >= '0' && host.charAt(i) <= '9';
      if (dot ? digits == 0 : !digit || digits == 3) {
        return host.length();
      }
      digits = dot ? 0 : digits + 1;
      dots += dot ? 1 : 0;
    }
    return dots == MAX_PARTS - 1 && digits > 0 ? space : host.length();
  }

  /** A number of 32 bits in C's notation or {@code 0x}, which is 0 for browsers; -1 for none. */
  private static long number(String host, int from, int to) {
    boolean hex = to - from > 1 && host.startsWith("0x", from);
    boolean octal = !hex && to - from > 1 && host.charAt(from) == '0';
    int start = from + (hex ? 2 : octal ? 1 : 0);
    int radix = hex ? 16 : octal ? 8 : 10;
    long number = from < to ? 0 : -1;
    for (int i = start; i < to && number >= 0; i++) {
      int digit = CodePoints.hex(host.charAt(i));
      number = digit < 0 || digit >= radix ? -1 : number * radix + digit;
      number = number >> 32 == 0 ? number : -1;
    }
    return number;
  }

  /**
   * An IPv6 address in brackets in its shortest form, or the IPv4 address that is mapped into it or
   * translated to it (RFC 6052, section 2.1); anything else as it is.
   */
  static String normalizeV6(String host) {
    int[] pieces = host.endsWith("]") ? IpAddress.parseV6(host, 1, host.length() - 1) : null;
    if (pieces == null) {
      return host;
    }
    boolean zeros = true;
    for (int i = 2; i < 5; i++) {
      zeros &= pieces[i] == 0;
    }
    boolean mapped = zeros && pieces[0] == 0 && pieces[1] == 0 && pieces[5] == 0xFFFF;
    boolean nat64 =
        zeros && pieces[0] == NAT64_PREFIX && pieces[1] == NAT64_PREFIX_2 && pieces[5] == 0;
    if (mapped || nat64) {
      return IpAddress.formatV4((long) pieces[6] << 16 | pieces[7]);
    }
    return "[" + IpAddress.formatV6(pieces) + "]";
  }
}
