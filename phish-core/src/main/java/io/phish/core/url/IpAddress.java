package io.phish.core.url;

import org.jspecify.annotations.Nullable;

/** The IPv4 and IPv6 parsers and serialisers of the URL Standard, section 3.5. */
final class IpAddress {
  private static final long INVALID = -1;

  private IpAddress() {}

  /** The "ends in a number" checker: whether a lower-case host can only be an IPv4 address. */
  static boolean endsInNumber(byte[] host, int from, int to) {
    int end = to > from && host[to - 1] == '.' ? to - 1 : to;
    int start = end;
    while (start > from && host[start - 1] != '.') {
      start--;
    }
    if (start == end || host[start] < '0' || host[start] > '9') {
      return false;
    }
    int i = start;
    if (host[start] == '0' && end - start >= 2 && host[start + 1] == 'x') {
      i += 2;
      while (i < end && CodePoints.hex(host[i]) >= 0) {
        i++;
      }
    } else {
      while (i < end && host[i] >= '0' && host[i] <= '9') {
        i++;
      }
    }
    return i == end;
  }

  /** The address that a host is, -1 if it is none. */
  static long parseV4(byte[] host, int from, int to) {
    int end = to > from && host[to - 1] == '.' ? to - 1 : to;
    long address = 0;
    int parts = 0;
    for (int start = from; start <= end; ) {
      int dot = start;
      while (dot < end && host[dot] != '.') {
        dot++;
      }
      long number = parseNumber(host, start, dot);
      boolean last = dot == end;
      if (number == INVALID
          || parts == 4
          || (last ? number >= 1L << (8 * (4 - parts)) : number > 255)) {
        return INVALID;
      }
      address |= last ? number : number << (8 * (3 - parts));
      parts++;
      start = dot + 1;
    }
    return address;
  }

  /** Whether a host is an address as {@link #formatV4} writes it. */
  static boolean isDottedQuad(String text, int from, int to) {
    int parts = 1;
    int number = -1;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '.' && number >= 0) {
        parts++;
        number = -1;
      } else if (CodePoints.isDigit(c) && number != 0 && number < 26) {
        number = Math.max(number, 0) * 10 + c - '0';
      } else {
        return false;
      }
      if (number > 255 || parts > 4) {
        return false;
      }
    }
    return parts == 4 && number >= 0;
  }

  private static long parseNumber(byte[] host, int from, int to) {
    int start = from;
    int radix = 10;
    if (to - from >= 2 && host[from] == '0') {
      boolean hex = host[from + 1] == 'x';
      radix = hex ? 16 : 8;
      start += hex ? 2 : 1;
    } else if (to == from) {
      return INVALID;
    }
    long number = 0;
    for (int i = start; i < to; i++) {
      int digit = CodePoints.hex(host[i]);
      if (digit < 0 || digit >= radix) {
        return INVALID;
      }
      number = Math.min(number * radix + digit, 1L << 32);
    }
    return number;
  }

  static String formatV4(long address) {
    return (address >> 24)
        + "."
        + ((address >> 16) & 255)
        + "."
        + ((address >> 8) & 255)
        + "."
        + (address & 255);
  }

  /** The eight pieces of an address without brackets, null if it is none. */
  static int @Nullable [] parseV6(String text, int from, int to) {
    int[] pieces = new int[8];
    int piece = 0;
    int compress = -1;
    int i = from;
    if (i < to && text.charAt(i) == ':') {
      if (i + 1 >= to || text.charAt(i + 1) != ':') {
        return null;
      }
      i += 2;
      compress = ++piece;
    }
    while (i < to) {
      if (piece == 8) {
        return null;
      }
      if (text.charAt(i) == ':') {
        if (compress >= 0) {
          return null;
        }
        i++;
        compress = ++piece;
        continue;
      }
      int value = 0;
      int start = i;
      while (i < to && i - start < 4 && CodePoints.hex(text.charAt(i)) >= 0) {
        value = value << 4 | CodePoints.hex(text.charAt(i++));
      }
      if (i < to && text.charAt(i) == '.') {
        if (i == start || piece > 6 || !parseEmbeddedV4(text, start, to, pieces, piece)) {
          return null;
        }
        piece += 2;
        break;
      }
      if (i < to && text.charAt(i) == ':') {
        i++;
        if (i == to) {
          return null;
        }
      } else if (i < to) {
        return null;
      }
      pieces[piece++] = value;
    }
    if (compress >= 0) {
      int moved = piece - compress;
      for (int k = 1; k <= moved; k++) {
        pieces[8 - k] = pieces[piece - k];
        if (8 - k != piece - k) {
          pieces[piece - k] = 0;
        }
      }
    } else if (piece != 8) {
      return null;
    }
    return pieces;
  }

  /** Whether a piece of an address has a zero more than it needs. */
  static boolean hasLeadingZero(String text, int from, int to) {
    for (int i = from; i + 1 < to; i++) {
      boolean first = i == from || text.charAt(i - 1) == ':';
      if (first && text.charAt(i) == '0' && CodePoints.hex(text.charAt(i + 1)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Four decimal numbers without leading zeros, to the end. */
  private static boolean parseEmbeddedV4(String text, int from, int to, int[] pieces, int piece) {
    int i = from;
    for (int seen = 0; seen < 4; seen++) {
      if (seen > 0) {
        if (i >= to || text.charAt(i++) != '.') {
          return false;
        }
      }
      int value = -1;
      while (i < to && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
        if (value == 0) {
          return false;
        }
        value = Math.max(value, 0) * 10 + text.charAt(i++) - '0';
        if (value > 255) {
          return false;
        }
      }
      if (value < 0) {
        return false;
      }
      int at = piece + seen / 2;
      pieces[at] = pieces[at] << 8 | value;
    }
    return i == to;
  }

  /** Hexadecimal pieces, the first longest run of two or more zeros compressed; no brackets. */
  static String formatV6(int[] pieces) {
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int run = i;
      while (run < 8 && pieces[run] == 0) {
        run++;
      }
      if (run - i > bestLength) {
        best = i;
        bestLength = run - i;
      }
      i = Math.max(i, run - 1);
    }
    StringBuilder text = new StringBuilder(40);
    for (int i = 0; i < 8; i++) {
      if (i == best) {
        text.append(i == 0 ? "::" : ":");
        i += bestLength - 1;
        continue;
      }
      text.append(Integer.toHexString(pieces[i]));
      if (i < 7) {
        text.append(':');
      }
    }
    return text.toString();
  }
}
