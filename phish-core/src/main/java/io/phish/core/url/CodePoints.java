package io.phish.core.url;

import java.util.Arrays;

/** The sets of ASCII characters of the URL Standard (url.spec.whatwg.org), and what is hidden. */
final class CodePoints {
  /** Percent-encode sets, section 1.3. */
  static final int FRAGMENT = 1;

  static final int SPECIAL_QUERY = 2;
  static final int PATH = 4;
  static final int USERINFO = 8;

  /** Not a URL code point, section 4.3; in every component a validation error. */
  static final int UNUSUAL = 16;

  /** Needs a look whatever the component: the percent sign. */
  static final int PERCENT = 32;

  /** Ends a segment of the path. */
  static final int DELIMITER = 64;

  /** The query percent-encode set, for schemes that are not special. */
  static final int QUERY = 128;

  /** The C0 control percent-encode set. */
  static final int C0_CONTROL = 256;

  /** A forbidden host code point, section 3.2. */
  static final int FORBIDDEN_HOST = 512;

  /** Needs a look in a path: the dot. */
  static final int DOT = 1024;

  /** Outside ASCII. */
  private static final int OUTSIDE = 2048;

  /** Kinds of ASCII characters, each a bit. */
  static final int DIGIT = 1;

  static final int LOWER = 2;
  static final int UPPER = 4;
  static final int VOWEL = 8;
  static final int ALPHANUMERIC = DIGIT | LOWER | UPPER;

  private static final byte[] KINDS = kinds();
  private static final short[] FLAGS = flags();
  private static final byte[] HOST = host();
  private static final byte[] HEX = hex();

  private CodePoints() {}

  /** The sets that an ASCII character is in. */
  static int flags(int c) {
    return FLAGS[c];
  }

  /** The kind of an ASCII character. A table, as branches would be guessed wrong. */
  static int kind(char c) {
    return KINDS[c & 0x7F];
  }

  /** An ASCII character as it stands in a host; 0 if it is a forbidden domain code point. */
  static byte host(int c) {
    return HOST[c];
  }

  /** The value of a hexadecimal digit, -1 if it is none. */
  static int hex(int c) {
    return c < 128 ? HEX[c] : -1;
  }

  /** Where the first character stands that is not ASCII or in one of the sets; the end if none. */
  static int skip(String text, int from, int to, int sets) {
    int i = from;
    for (; i < to; i++) {
      char c = text.charAt(i);
      if (c >= FLAGS.length || (FLAGS[c] & (sets | OUTSIDE)) != 0) {
        break;
      }
    }
    return i;
  }

  /** Whether a percent sign at an offset encodes something. */
  static boolean isTriple(String text, int percent, int to) {
    return percent + 2 < to
        && hex(text.charAt(percent + 1)) >= 0
        && hex(text.charAt(percent + 2)) >= 0;
  }

  /** Whether a code point outside ASCII is no URL code point, section 4.3. */
  static boolean isUnusual(int c) {
    return c < 0xA0
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
        || (c >= 0xFDD0 && c <= 0xFDEF)
        || (c & 0xFFFE) == 0xFFFE;
  }

  static boolean isLetter(int c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Whether a character is invisible or changes the direction of writing. */
  static boolean isHidden(int c) {
    return c >= 0xAD
        && (c == 0xAD
            || c == 0x34F
            || c == 0x61C
            || c == 0x115F
            || c == 0x1160
            || (c >= 0x17B4 && c <= 0x17B5)
            || (c >= 0x180B && c <= 0x180E)
            || (c >= 0x200B && c <= 0x200F)
            || (c >= 0x202A && c <= 0x202E)
            || (c >= 0x2060 && c <= 0x206F)
            || c == 0x3164
            || c == 0xFEFF
            || c == 0xFFA0
            || (c >= 0xE0000 && c <= 0xE007F));
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[128];
    for (int c = '0'; c <= '9'; c++) {
      kinds[c] = DIGIT;
    }
    for (int c = 'a'; c <= 'z'; c++) {
      kinds[c] = (byte) ("aeiouy".indexOf(c) < 0 ? LOWER : LOWER | VOWEL);
      kinds[c & ~0x20] = UPPER;
    }
    return kinds;
  }

  private static short[] flags() {
    // One comparison less than with 128: no character of a compact string is beyond this table.
    short[] flags = new short[256];
    Arrays.fill(flags, (short) OUTSIDE);
    for (int c = 0; c < 128; c++) {
      int set =
          c < 0x20 || c == 0x7F
              ? C0_CONTROL | FRAGMENT | QUERY | SPECIAL_QUERY | PATH | USERINFO | UNUSUAL
              : 0;
      set |= " \"<>`".indexOf(c) >= 0 ? FRAGMENT : 0;
      set |= " \"#<>".indexOf(c) >= 0 ? QUERY : 0;
      set |= " \"#<>'".indexOf(c) >= 0 ? SPECIAL_QUERY : 0;
      set |= " \"#<>?^`{}".indexOf(c) >= 0 ? PATH | USERINFO : 0;
      set |= "/:;=@[\\]|".indexOf(c) >= 0 ? USERINFO : 0;
      set |= " \"#<>[\\]^`{|}".indexOf(c) >= 0 ? UNUSUAL : 0;
      set |= "\0\t\n\r #/:<>?@[\\]^|".indexOf(c) >= 0 ? FORBIDDEN_HOST : 0;
      set |= "/\\?#".indexOf(c) >= 0 ? DELIMITER : 0;
      set |= c == '%' ? PERCENT : 0;
      set |= c == '.' ? DOT : 0;
      flags[c] = (short) set;
    }
    return flags;
  }

  private static byte[] host() {
    byte[] host = new byte[128];
    for (int c = 0x21; c < 0x7F; c++) {
      if ("#/:<>?@[\\]^|%".indexOf(c) < 0) {
        host[c] = (byte) (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
      }
    }
    return host;
  }

  private static byte[] hex() {
    byte[] hex = new byte[128];
    for (int c = 0; c < 128; c++) {
      hex[c] = (byte) Character.digit(c, 16);
    }
    return hex;
  }
}
