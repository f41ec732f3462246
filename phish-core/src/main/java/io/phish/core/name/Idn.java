package io.phish.core.name;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.util.ICUInputTooLongException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Internationalised domain names by UTS 46, as the URL Standard asks for them (section 3.3):
 * CheckBidi and CheckJoiners, neither transitional nor STD3, and neither CheckHyphens nor
 * VerifyDnsLength. ICU is loaded by the first name that needs it.
 */
public final class Idn {
  /**
   * Longest name that is converted, in UTF-16 units: Punycode takes quadratic time, and no resolver
   * would be asked for a name of more than 253.
   */
  public static final int MAX_LENGTH = 1_024;

  private Idn() {}

  /**
   * A name in A-labels and lower case.
   *
   * @return null if it is no internationalised name, or longer than {@link #MAX_LENGTH}; never for
   *     ASCII, of which labels that begin with {@code xn--} are not looked into
   */
  public static @Nullable String toAscii(String name) {
    if (isAscii(name)) {
      return lowerCase(name);
    }
    if (name.length() > MAX_LENGTH) {
      return null;
    }
    IDNA.Info info = new IDNA.Info();
    StringBuilder ascii = new StringBuilder(name.length() + 16);
    try {
      Icu.IDNA_PROCESSOR.nameToASCII(name, ascii, info);
    } catch (ICUInputTooLongException e) {
      // One character may stand for 18, so a short name may have a label too long for Punycode.
      return null;
    }
    return Icu.isFatal(info) ? null : ascii.toString();
  }

  /**
   * A name as people may be shown it: its A-labels in Unicode, but for those that encode nothing
   * that IDNA allows, and none of them if they break the rules on right-to-left names.
   *
   * @param name in A-labels or Unicode; one longer than {@link #MAX_LENGTH} stays as it is
   */
  public static String toUnicode(String name) {
    if (name.length() > MAX_LENGTH || (isAscii(name) && !hasALabel(name))) {
      return name;
    }
    IDNA.Info info = new IDNA.Info();
    String unicode = Icu.IDNA_PROCESSOR.nameToUnicode(name, new StringBuilder(), info).toString();
    if (!Icu.isFatal(info)) {
      return unicode;
    }
    return info.getErrors().contains(IDNA.Error.BIDI) ? name : labelsToUnicode(name);
  }

  private static String labelsToUnicode(String name) {
    StringBuilder out = new StringBuilder(name.length());
    StringBuilder unicode = new StringBuilder();
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '.') {
        String label = name.substring(start, i);
        IDNA.Info info = new IDNA.Info();
        unicode.setLength(0);
        Icu.IDNA_PROCESSOR.labelToUnicode(label, unicode, info);
        out.append(Icu.isFatal(info) ? label : unicode).append(i == name.length() ? "" : ".");
        start = i + 1;
      }
    }
    return out.toString();
  }

  /** Whether all A-labels of a name in ASCII encode what IDNA allows. */
  static boolean isValid(String ascii) {
    IDNA.Info info = new IDNA.Info();
    Icu.IDNA_PROCESSOR.nameToUnicode(ascii, new StringBuilder(ascii.length()), info);
    return !Icu.isFatal(info);
  }

  /** Whether a label is written in Punycode. */
  static boolean hasALabel(String name) {
    for (int i = name.indexOf('-'); i >= 0; i = name.indexOf('-', i + 1)) {
      if (i >= 2
          && (i == 2 || name.charAt(i - 3) == '.')
          && name.regionMatches(true, i - 2, "xn--", 0, 4)) {
        return true;
      }
    }
    return false;
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String lowerCase(String ascii) {
    return ascii.toLowerCase(Locale.ROOT);
  }

  private static final class Icu {
    static final IDNA IDNA_PROCESSOR =
        IDNA.getUTS46Instance(
            IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE);

    /** Of CheckHyphens and VerifyDnsLength. */
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
