package io.phish.core.url;

import com.ibm.icu.text.IDNA;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Unicode ToASCII and ToUnicode (UTS 46) with the parameters of the URL Standard (section 3.3) by
 * ICU, which is loaded by the first host that needs it.
 */
final class Idna {
  /** CheckBidi, CheckJoiners, neither transitional nor UseSTD3ASCIIRules. */
  private static final IDNA PROCESSOR =
      IDNA.getUTS46Instance(
          IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE);

  /** Of CheckHyphens, which the standard switches off. */
  private static final Set<IDNA.Error> HYPHENS =
      EnumSet.of(IDNA.Error.LEADING_HYPHEN, IDNA.Error.TRAILING_HYPHEN, IDNA.Error.HYPHEN_3_4);

  /** The same, and of VerifyDnsLength, which it switches off, too. */
  private static final Set<IDNA.Error> IGNORED = ignored();

  private Idna() {}

  private static Set<IDNA.Error> ignored() {
    Set<IDNA.Error> ignored =
        EnumSet.of(
            IDNA.Error.EMPTY_LABEL, IDNA.Error.LABEL_TOO_LONG, IDNA.Error.DOMAIN_NAME_TOO_LONG);
    ignored.addAll(HYPHENS);
    return ignored;
  }

  /**
   * The A-labels of a name.
   *
   * @param info takes what is wrong with it
   * @throws com.ibm.icu.util.ICUInputTooLongException if a label is too long for Punycode
   */
  static String toAscii(String domain, IDNA.Info info) {
    StringBuilder ascii = new StringBuilder(domain.length() + 16);
    PROCESSOR.nameToASCII(domain, ascii, info);
    return ascii.toString();
  }

  /** Whether the standard fails for what is wrong. */
  static boolean isFatal(IDNA.Info info) {
    return !IGNORED.containsAll(info.getErrors());
  }

  /** Whether hyphens stand where they should not. */
  static boolean hasOddHyphens(IDNA.Info info) {
    return info.getErrors().stream().anyMatch(HYPHENS::contains);
  }

  /** Whether the mapping does more to a name than to change capital letters. */
  static boolean isMapped(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    StringBuilder unicode = new StringBuilder(lower.length());
    PROCESSOR.nameToUnicode(lower, unicode, new IDNA.Info());
    return !unicode.toString().equals(lower);
  }

  /** Whether all A-labels of an ASCII name decode to what is valid. */
  static boolean isValid(String ascii) {
    IDNA.Info info = new IDNA.Info();
    PROCESSOR.nameToUnicode(ascii, new StringBuilder(ascii.length()), info);
    return !isFatal(info);
  }
}
