package io.phish.core.name.resemblance;

import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import java.util.Locale;

/**
 * What can be no name at all. Emoji and mixed scripts can: they are what imitations are made of.
 */
final class NameChecks {

  private NameChecks() {}

  static void require(String name, NameKind kind) {
    if (name.length() > kind.maxLength()) {
      throw refusal(
          kind,
          Code.TOO_LONG,
          kind.maxLength(),
          "name has " + name.length() + " characters, " + kind.maxLength() + " are allowed");
    }
    boolean visible = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c)) {
        throw refusal(
            kind,
            Code.CONTROL_CHARACTER,
            i,
            String.format(Locale.ROOT, "name has the control character U+%04X at %d", (int) c, i));
      }
      if (Character.isSurrogate(c)) {
        if (!isPair(name, i)) {
          throw refusal(
              kind,
              Code.UNPAIRED_SURROGATE,
              i,
              String.format(
                  Locale.ROOT, "name has an unpaired surrogate U+%04X at %d", (int) c, i));
        }
        i++;
      }
      visible |= !Character.isWhitespace(c) && !Character.isSpaceChar(c);
    }
    if (!visible) {
      throw refusal(kind, Code.EMPTY, 0, "name is empty");
    }
  }

  private static boolean isPair(String name, int i) {
    return Character.isHighSurrogate(name.charAt(i))
        && i + 1 < name.length()
        && Character.isLowSurrogate(name.charAt(i + 1));
  }

  private static InvalidSubjectException refusal(
      NameKind kind, Code code, int offset, String message) {
    return new InvalidSubjectException(kind.subject(), code, offset, message);
  }
}
