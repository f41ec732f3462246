package io.phish.core.url;

import io.phish.core.name.Idn;
import io.phish.core.name.PublicSuffixes;

/** A host in a text, read from left to right. Reused for one after another. */
final class HostRun {
  /** Of a host name in the name system (RFC 1035 section 2.3.4), without the dot at its end. */
  private static final int MAX_LENGTH = 253;

  private static final int MAX_LABEL_LENGTH = 63;

  /** A certain form of a dot stands for any suffix of so many letters and more. */
  private static final int MIN_UNLISTED = 2;

  private static final String[] COMMON_SUFFIXES = {"com", "net", "org", "edu", "gov"};

  private final String source;
  private final char[] text;
  private final int to;

  int start;

  /** Where it ends; behind a dot at its end only if more of the URL follows that. */
  int end;

  int labels;

  /** The forms of its dots, see {@link Defanged}. */
  int forms;

  /** Where the last label starts, and where it and with it the name ends. */
  int lastLabel;

  int nameEnd;

  /** Whether there is nothing in it but ASCII letters in lower case, digits, hyphens and dots. */
  boolean plain;

  /** Whether a label starts or ends with a hyphen or underscore. */
  boolean ragged;

  boolean underscore;
  boolean wide;
  boolean percent;

  /** How many characters were looked at. */
  int visited;

  private boolean inScheme;

  /** What is in its labels. */
  private int kinds;

  /** Where it ends if what follows, in another script, is no part of it; -1 for none. */
  private int cut;

  private int cutLabel;
  private int cutLabels;

  HostRun(String source, char[] text, int to) {
    this.source = source;
    this.text = text;
    this.to = to;
  }

  /**
   * Reads a host.
   *
   * @param scheme whether a scheme stands before it
   * @param commas whether commas may stand for its dots
   * @return whether there is one
   */
  boolean read(int from, boolean scheme, boolean commas) {
    start = from;
    labels = 0;
    forms = 0;
    kinds = 0;
    plain = true;
    ragged = false;
    wide = false;
    percent = false;
    cut = -1;
    inScheme = scheme;
    int i = from;
    while (true) {
      int labelEnd = label(i);
      if (labelEnd == i) {
        break;
      }
      lastLabel = i;
      nameEnd = labelEnd;
      labels++;
      i = labelEnd;
      if (i + 1 < to && text[i] == '.' && forms <= Defanged.PLAIN && isAsciiWord(text[i + 1])) {
        forms = Defanged.PLAIN;
        i++;
        continue;
      }
      int dot = i < to ? Defanged.dot(text, i, to, scheme) : 0;
      int form = Defanged.form(dot);
      boolean comma = form == Defanged.COMMA;
      if (dot == 0
          || (comma && (!commas || (forms & ~Defanged.COMMA) != 0))
          || (!comma && forms == Defanged.COMMA)) {
        break;
      }
      int next = i + Defanged.length(dot);
      if (!isLabelAt(next)) {
        break;
      }
      forms |= form;
      plain &= form == Defanged.PLAIN && text[i] == '.';
      i = next;
    }
    visited = Math.max(0, i - from) + 1;
    plain &= (kinds & LinkChars.UPPER) == 0;
    underscore = (kinds & LinkChars.UNDERSCORE) != 0;
    if (labels == 0) {
      return false;
    }
    trim();
    settle();
    end = nameEnd;
    if (end + 1 < to && text[end] == '.' && "/:?#".indexOf(text[end + 1]) >= 0) {
      end++;
    }
    return nameEnd > start;
  }

  /** Reads a label; where it ends. */
  private int label(int from) {
    int i = from;
    while (i < to) {
      char c = text[i];
      if (c < 128) {
        int kind = LinkChars.kind(c);
        if ((kind & LinkChars.LABEL) != 0) {
          kinds |= kind;
          i++;
        } else if (c == '%' && isEscape(i) && Defanged.dot(text, i, to, false) == 0) {
          percent = true;
          i += 3;
        } else {
          break;
        }
      } else {
        int point = Character.codePointAt(text, i);
        if (!LinkChars.isWideLabel(point) || i + Character.charCount(point) > to) {
          break;
        }
        if (LinkChars.isUnspaced(point) && i > from && isAsciiWord(text[i - 1])) {
          if (isCut(from, i)) {
            break;
          }
        }
        wide = true;
        i += Character.charCount(point);
      }
    }
    if (i > from) {
      ragged |= isJoiner(text[from]);
      ragged |= labels > 0 && isJoiner(text[nameEnd - 1]);
    }
    return i;
  }

  /**
   * Whether the host ends where a script without spaces begins. Behind a scheme it may also go on;
   * then the place is kept.
   */
  private boolean isCut(int from, int at) {
    if (labels == 0 || !isListed(from, at)) {
      return false;
    }
    cut = at;
    cutLabel = from;
    cutLabels = labels + 1;
    return !inScheme;
  }

  /** Leaves out hyphens and underscores at the end, which belong to the text. */
  private void trim() {
    int i = nameEnd;
    while (i > lastLabel && isJoiner(text[i - 1])) {
      i--;
    }
    if (i > lastLabel) {
      nameEnd = i;
    } else if (labels > 1) {
      ragged = true;
    }
  }

  /** Ends the host at the cut unless all of it has a suffix that is listed. */
  private void settle() {
    if (cut >= 0 && cut < nameEnd && !isListed(lastLabel, nameEnd)) {
      nameEnd = cut;
      lastLabel = cutLabel;
      labels = cutLabels;
      wide = false;
      plain = false;
      for (int i = start; i < nameEnd; i++) {
        wide |= text[i] >= 128;
      }
    }
  }

  /** Whether a label may be an internationalised one in its ASCII form, right or wrong. */
  boolean hasALabel() {
    if ((kinds & LinkChars.HYPHEN) == 0) {
      return false;
    }
    for (int i = start; i + 4 < nameEnd; i++) {
      if (LinkChars.isAt(text, i, nameEnd, "xn--")) {
        return true;
      }
    }
    return false;
  }

  /** Whether the host can be reached at all: lengths and the edges of its labels. */
  boolean isSound() {
    return !ragged && nameEnd - start <= (percent || forms > 1 ? 3 * MAX_LENGTH : MAX_LENGTH);
  }

  /** Whether it is four decimal numbers up to 255, without zeros before them. */
  boolean isIpv4() {
    if (labels != 4 || !LinkChars.isDigit(text[start]) || !endsInNumber()) {
      return false;
    }
    String name = plain ? source.substring(start, nameEnd) : name();
    int number = -1;
    for (int i = 0; i <= name.length(); i++) {
      char c = i < name.length() ? name.charAt(i) : '.';
      if (LinkChars.isDigit(c) && number != 0) {
        number = Math.max(number, 0) * 10 + c - '0';
      } else if (c != '.' || number < 0) {
        return false;
      } else {
        number = -1;
      }
      if (number > 255) {
        return false;
      }
    }
    return true;
  }

  /** Whether the last label is a number, so that browsers take the host for an IPv4 address. */
  boolean endsInNumber() {
    return lastLabel < nameEnd && LinkChars.isDigit(text[lastLabel]) && isNumber();
  }

  private boolean isNumber() {
    boolean hexadecimal =
        nameEnd - lastLabel > 1 && text[lastLabel] == '0' && (text[lastLabel + 1] | 0x20) == 'x';
    for (int i = hexadecimal ? lastLabel + 2 : lastLabel; i < nameEnd; i++) {
      char c = text[i];
      if (hexadecimal ? CodePoints.hex(c) < 0 : !LinkChars.isDigit(c)) {
        return false;
      }
    }
    return true;
  }

  /** Whether its suffix is one below which there is none but of private platforms. */
  boolean hasCommonSuffix() {
    return endsInOneOf(COMMON_SUFFIXES);
  }

  /** Whether the last label is one of these, each of three characters at most. */
  boolean endsInOneOf(String[] suffixes) {
    int length = nameEnd - lastLabel;
    if (length > 3) {
      return false;
    }
    for (String suffix : suffixes) {
      if (suffix.length() == length && LinkChars.isAt(text, lastLabel, nameEnd, suffix)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a name that somebody can register, under a public suffix that is listed. */
  boolean isRegistrable() {
    if (labels < 2 || !isSound()) {
      return false;
    }
    if (!underscore && !percent && hasCommonSuffix()) {
      return true;
    }
    if (!plain || wide || percent || nameEnd - start > MAX_LENGTH) {
      String name = name();
      return name.length() <= MAX_LENGTH && isRegistrable(name, 0, name.length());
    }
    return isRegistrable(source, start, nameEnd);
  }

  private boolean isRegistrable(String name, int from, int until) {
    int found = PublicSuffixes.bundled().find(name, from, until);
    boolean certain = (forms & Defanged.CERTAIN) != 0;
    if (!PublicSuffixes.isListed(found) && !(certain && isUnlistedSuffix())) {
      return false;
    }
    int suffix = PublicSuffixes.start(found);
    if (suffix == from) {
      return PublicSuffixes.isPrivate(found);
    }
    return !underscore || !hasUnderscore(name, from, suffix);
  }

  /** Whether an underscore stands in the label that was registered, where no registry allows it. */
  boolean hasBadUnderscore() {
    if (!underscore || labels < 2) {
      return false;
    }
    String name = name();
    int found = PublicSuffixes.bundled().find(name, 0, name.length());
    return hasUnderscore(name, 0, PublicSuffixes.start(found));
  }

  private static boolean hasUnderscore(String name, int from, int suffix) {
    int registered = PublicSuffixes.registrableStart(name, from, suffix);
    return registered >= 0 && name.substring(registered, suffix).indexOf('_') >= 0;
  }

  private boolean isUnlistedSuffix() {
    for (int i = lastLabel; i < nameEnd; i++) {
      if (!LinkChars.isLetter(text[i])) {
        return false;
      }
    }
    return nameEnd - lastLabel >= MIN_UNLISTED;
  }

  /** Writes the host with plain dots, otherwise as it stands. */
  void writeTo(StringBuilder out) {
    for (int i = start; i < nameEnd; ) {
      int dot = dotAt(i);
      out.append(dot == 0 ? text[i] : '.');
      i += Math.max(1, Defanged.length(dot));
    }
    out.append(source, nameEnd, end);
  }

  private int dotAt(int at) {
    return LinkChars.is(text[at], LinkChars.LABEL) ? 0 : Defanged.dot(text, at, to, inScheme);
  }

  /** The host with plain dots, its ASCII letters in lower case and its last label in ASCII. */
  private String name() {
    StringBuilder name = new StringBuilder(nameEnd - start + 8);
    int label = 0;
    for (int i = start; i < nameEnd; ) {
      char c = text[i];
      int dot = dotAt(i);
      if (dot != 0) {
        name.append('.');
        label = name.length();
        i += Defanged.length(dot);
      } else if (c == '%' && isEscape(i)) {
        name.append((char) (CodePoints.hex(text[i + 1]) << 4 | CodePoints.hex(text[i + 2])));
        i += 3;
      } else {
        name.append(c);
        i++;
      }
    }
    lowerCase(name);
    for (int i = label; i < name.length(); i++) {
      if (name.charAt(i) >= 128) {
        return name.substring(0, label) + toAscii(name.substring(label));
      }
    }
    return name.toString();
  }

  private static void lowerCase(StringBuilder name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        name.setCharAt(i, (char) (c | 0x20));
      }
    }
  }

  /** Whether a label at the end of a name is a public suffix. */
  private boolean isListed(int from, int until) {
    if (until - from > MAX_LABEL_LENGTH || isJoiner(text[until - 1])) {
      return false;
    }
    StringBuilder name = new StringBuilder("a.").append(source, from, until);
    lowerCase(name);
    String last = name.substring(2);
    for (int i = 0; i < last.length(); i++) {
      if (last.charAt(i) >= 128) {
        last = toAscii(last);
        break;
      }
    }
    return PublicSuffixes.isListed(
        PublicSuffixes.bundled().find("a." + last, 0, last.length() + 2));
  }

  private static String toAscii(String label) {
    String ascii = label.length() > MAX_LABEL_LENGTH ? null : Idn.toAscii(label);
    return ascii == null ? label : ascii;
  }

  private boolean isLabelAt(int at) {
    if (at >= to) {
      return false;
    }
    char c = text[at];
    return c < 128
        ? LinkChars.is(c, LinkChars.LABEL) || (c == '%' && isEscape(at))
        : LinkChars.isWideLabel(Character.codePointAt(text, at));
  }

  private boolean isEscape(int at) {
    return at + 2 < to && CodePoints.hex(text[at + 1]) >= 0 && CodePoints.hex(text[at + 2]) >= 0;
  }

  private static boolean isJoiner(char c) {
    return c == '-' || c == '_';
  }

  private static boolean isAsciiWord(char c) {
    return LinkChars.is(c, LinkChars.ALPHANUMERIC);
  }
}
