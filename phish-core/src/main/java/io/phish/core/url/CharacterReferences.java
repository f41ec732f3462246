package io.phish.core.url;

import java.util.Arrays;
import java.util.Map;

/**
 * Text of a page with its character references decoded (HTML Standard, section 13.5), and where
 * each character of it stands in the source.
 *
 * <p>Named references are those for the signs a URL is made of, for spaces and for quotes; any
 * other is left as it is, since it is nothing that a URL could hold.
 */
final class CharacterReferences {
  private static final int MAX_NAME = 10;

  private static final Map<String, Character> NAMES =
      Map.ofEntries(
          Map.entry("amp", '&'),
          Map.entry("AMP", '&'),
          Map.entry("lt", '<'),
          Map.entry("LT", '<'),
          Map.entry("gt", '>'),
          Map.entry("GT", '>'),
          Map.entry("quot", '"'),
          Map.entry("QUOT", '"'),
          Map.entry("apos", '\''),
          Map.entry("nbsp", '\u00A0'),
          Map.entry("Tab", '\t'),
          Map.entry("NewLine", '\n'),
          Map.entry("excl", '!'),
          Map.entry("num", '#'),
          Map.entry("dollar", '$'),
          Map.entry("percnt", '%'),
          Map.entry("lpar", '('),
          Map.entry("rpar", ')'),
          Map.entry("ast", '*'),
          Map.entry("midast", '*'),
          Map.entry("plus", '+'),
          Map.entry("comma", ','),
          Map.entry("period", '.'),
          Map.entry("sol", '/'),
          Map.entry("colon", ':'),
          Map.entry("semi", ';'),
          Map.entry("equals", '='),
          Map.entry("quest", '?'),
          Map.entry("commat", '@'),
          Map.entry("lsqb", '['),
          Map.entry("lbrack", '['),
          Map.entry("bsol", '\\'),
          Map.entry("rsqb", ']'),
          Map.entry("rbrack", ']'),
          Map.entry("Hat", '^'),
          Map.entry("lowbar", '_'),
          Map.entry("UnderBar", '_'),
          Map.entry("grave", '`'),
          Map.entry("lcub", '{'),
          Map.entry("lbrace", '{'),
          Map.entry("verbar", '|'),
          Map.entry("vert", '|'),
          Map.entry("rcub", '}'),
          Map.entry("rbrace", '}'),
          Map.entry("shy", '\u00AD'),
          Map.entry("ensp", '\u2002'),
          Map.entry("emsp", '\u2003'),
          Map.entry("thinsp", '\u2009'),
          Map.entry("zwnj", '\u200C'),
          Map.entry("zwj", '\u200D'),
          Map.entry("lrm", '\u200E'),
          Map.entry("rlm", '\u200F'),
          Map.entry("ndash", '\u2013'),
          Map.entry("mdash", '\u2014'),
          Map.entry("lsquo", '\u2018'),
          Map.entry("rsquo", '\u2019'),
          Map.entry("ldquo", '\u201C'),
          Map.entry("rdquo", '\u201D'),
          Map.entry("laquo", '\u00AB'),
          Map.entry("raquo", '\u00BB'),
          Map.entry("bull", '\u2022'),
          Map.entry("hellip", '\u2026'));

  /** What browsers decode without a semicolon, too. */
  private static final Map<String, Character> LEGACY =
      Map.of("amp", '&', "lt", '<', "gt", '>', "quot", '"', "nbsp", '\u00A0', "shy", '\u00AD');

  private final String source;
  private final int to;
  private final boolean attribute;
  private final StringBuilder text;
  private int[] offsets;

  /** Of the character reference looked at: what it stands for, and where it ends. */
  private int point;

  private int end;

  private CharacterReferences(String source, int from, int to, boolean attribute) {
    this.source = source;
    this.to = to;
    this.attribute = attribute;
    this.text = new StringBuilder(to - from);
    this.offsets = new int[to - from + 2];
    for (int i = from; i < to; ) {
      if (source.charAt(i) == '&' && read(i)) {
        for (char unit : Character.toChars(point)) {
          put(unit, i);
        }
        i = end;
      } else {
        put(source.charAt(i), i);
        i++;
      }
    }
    offsets[text.length()] = to;
  }

  /** Decodes a part of a source. */
  static CharacterReferences decode(String source, int from, int to, boolean attribute) {
    return new CharacterReferences(source, from, to, attribute);
  }

  /** The decoded text. */
  String text() {
    return text.toString();
  }

  /** Where a character of the text, or its end, stands in the source. */
  int offset(int at) {
    return offsets[at];
  }

  private void put(char unit, int at) {
    if (text.length() + 1 >= offsets.length) {
      offsets = Arrays.copyOf(offsets, offsets.length * 2);
    }
    offsets[text.length()] = at;
    text.append(unit);
  }

  private boolean read(int at) {
    int i = at + 1;
    return i < to && (source.charAt(i) == '#' ? number(i + 1) : name(i));
  }

  private boolean number(int from) {
    boolean hexadecimal = from < to && (source.charAt(from) | 0x20) == 'x';
    int start = hexadecimal ? from + 1 : from;
    int i = start;
    int value = 0;
    for (; i < to; i++) {
      int digit = CodePoints.hex(source.charAt(i));
      if (digit < 0 || (!hexadecimal && digit > 9)) {
        break;
      }
      value = Math.min(value * (hexadecimal ? 16 : 10) + digit, 0x110000);
    }
    if (i == start) {
      return false;
    }
    boolean invalid = value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF);
    point = invalid ? 0xFFFD : value;
    end = i < to && source.charAt(i) == ';' ? i + 1 : i;
    return true;
  }

  private boolean name(int from) {
    int i = from;
    while (i < to && i - from < MAX_NAME && LinkChars.isLetter(source.charAt(i))) {
      i++;
    }
    String name = source.substring(from, i);
    Character sign = NAMES.get(name);
    if (sign != null && i < to && source.charAt(i) == ';') {
      point = sign;
      end = i + 1;
      return true;
    }
    for (int length = Math.min(4, name.length()); length >= 2; length--) {
      sign = LEGACY.get(name.substring(0, length));
      if (sign != null) {
        // "?a=1&lt=2" is a parameter of a URL.
        int next = from + length;
        char after = next < to ? source.charAt(next) : ' ';
        if (attribute && (after == '=' || LinkChars.is(after, LinkChars.ALPHANUMERIC))) {
          return false;
        }
        point = sign;
        end = next;
        return true;
      }
    }
    return false;
  }
}
