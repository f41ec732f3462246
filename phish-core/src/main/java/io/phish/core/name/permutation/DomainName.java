package io.phish.core.name.permutation;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterDirection;
import com.ibm.icu.text.IDNA;
import com.ibm.icu.util.ICUInputTooLongException;
import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.core.name.Idn;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A name that could be registered: at least two labels, valid by UTS 46 with all its checks.
 *
 * @param ascii in A-labels and lower case, without a trailing dot
 * @param unicode the same in U-labels
 */
record DomainName(String ascii, String unicode) {
  private static final String KIND = "domain";

  /** Longest name in the DNS in octets, without the root (RFC 1035, section 2.3.4). */
  static final int MAX_LENGTH = 253;

  private static final Set<IDNA.Error> HYPHENS =
      Set.copyOf(EnumSet.of(IDNA.Error.LEADING_HYPHEN, IDNA.Error.TRAILING_HYPHEN));

  private static final IDNA STRICT =
      IDNA.getUTS46Instance(
          IDNA.USE_STD3_RULES
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.CHECK_CONTEXTO
              | IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE);

  /**
   * Reads a name.
   *
   * @throws InvalidSubjectException if it is none, or an address, or a single label
   */
  static DomainName parse(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (name.isEmpty()) {
      throw new InvalidSubjectException(KIND, Code.EMPTY, 0, "domain is empty");
    }
    if (name.length() > Idn.MAX_LENGTH) {
      throw new InvalidSubjectException(
          KIND,
          Code.TOO_LONG,
          Idn.MAX_LENGTH,
          "domain has " + name.length() + " characters; names have up to " + MAX_LENGTH);
    }
    DomainName parsed = convert(name);
    int lastLabel = parsed.ascii.lastIndexOf('.') + 1;
    if (lastLabel == 0) {
      throw invalid(0, "domain has one label only; give it with its top-level domain");
    }
    if (isNumber(parsed.ascii, lastLabel)) {
      throw invalid(
          Math.min(lastLabel, text.length()),
          "domain ends in a number, as addresses do; give a name");
    }
    return parsed;
  }

  private static DomainName convert(String name) {
    IDNA.Info info = new IDNA.Info();
    StringBuilder ascii = new StringBuilder();
    try {
      STRICT.nameToASCII(name, ascii, info);
    } catch (ICUInputTooLongException e) {
      throw new InvalidSubjectException(
          KIND, Code.TOO_LONG, 0, "domain has a label too long for Punycode");
    }
    if (info.hasErrors()) {
      throw invalid(offset(name), "domain is no valid name: " + errors(info.getErrors()));
    }
    String unicode = STRICT.nameToUnicode(ascii, new StringBuilder(), new IDNA.Info()).toString();
    return new DomainName(ascii.toString(), unicode);
  }

  private static InvalidSubjectException invalid(int offset, String message) {
    return new InvalidSubjectException(KIND, Code.INVALID_HOST, offset, message);
  }

  /** Where the first label that is wrong by itself starts. */
  private static int offset(String name) {
    int start = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
      if (partToUnicode(name.substring(start, dot)) == null) {
        break;
      }
      start = dot + 1;
    }
    return start;
  }

  private static String errors(Set<IDNA.Error> errors) {
    Set<String> names = new TreeSet<>();
    errors.forEach(error -> names.add(error.name().toLowerCase(Locale.ROOT)));
    return String.join(", ", names).replace('_', ' ');
  }

  /**
   * A part of a name in U-labels and lower case.
   *
   * @return null if it cannot be part of a name; hyphens may begin and end it
   */
  static @Nullable String partToUnicode(String part) {
    IDNA.Info info = new IDNA.Info();
    try {
      String unicode = STRICT.nameToUnicode(part, new StringBuilder(), info).toString();
      return HYPHENS.containsAll(info.getErrors()) ? unicode : null;
    } catch (ICUInputTooLongException e) {
      return null;
    }
  }

  /** Valid labels of a name in A-labels; dots at either end stay. */
  static String partToAscii(String part) {
    return STRICT.nameToASCII(part, new StringBuilder(), new IDNA.Info()).toString();
  }

  /** Whether a name is valid and stays as it is; asked only where characters depend on others. */
  static boolean isValid(String unicode, String ascii) {
    IDNA.Info info = new IDNA.Info();
    try {
      StringBuilder converted = STRICT.nameToASCII(unicode, new StringBuilder(), info);
      return !info.hasErrors() && ascii.contentEquals(converted);
    } catch (ICUInputTooLongException e) {
      return false;
    }
  }

  /**
   * Whether any order of these characters, each valid by itself, is valid: letters written from
   * left to right that neither combine nor ask for a context (RFC 5892, appendix A).
   */
  static boolean isPlain(String text) {
    return text.codePoints().allMatch(DomainName::isPlain);
  }

  private static boolean isPlain(int c) {
    if (c < 0x80) {
      return true;
    }
    int type = UCharacter.getType(c);
    return (type == UCharacter.LOWERCASE_LETTER || type == UCharacter.OTHER_LETTER)
        && UCharacter.getDirection(c) == UCharacterDirection.LEFT_TO_RIGHT;
  }

  private static boolean isNumber(String name, int from) {
    for (int i = from; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
