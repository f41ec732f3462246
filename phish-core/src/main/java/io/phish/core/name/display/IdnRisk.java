package io.phish.core.name.display;

import java.util.Locale;

/** Why a name is better shown in A-labels. In the order in which they are looked for. */
public enum IdnRisk {
  /** It is no name by UTS 46, or an A-label encodes something else than it should. */
  INVALID("is no valid internationalised name"),
  /** A character that UTS 39 does not recommend in identifiers, or that looks like punctuation. */
  CHARACTER("has a character that names do without"),
  /** A character that is invisible or was another in IDNA2003: ZWJ, ZWNJ, ß, ς. */
  DEVIATION("has a character that cannot be seen or that older software takes for another"),
  /** Digits of two systems. */
  MIXED_DIGITS("has digits of more than one numbering system"),
  /** Scripts that are not written together (UTS 39, Highly Restrictive). */
  MIXED_SCRIPTS("mixes scripts that are not written together"),
  /** A mark on a letter that has no such mark, or where it cannot be seen. */
  COMBINING_MARK("has a combining mark where readers do not see it"),
  /** A Kana or a CJK character that passes for a slash, a dash or a Latin letter where it is. */
  EAST_ASIAN_SHAPE("has an East Asian character that passes for another where it stands"),
  /** A middle dot elsewhere than between two l of Catalan. */
  MIDDLE_DOT("has a middle dot outside Catalan"),
  /** þ, ð or ə outside the top-level domain of the language that writes them. */
  FOREIGN_LETTER("has a letter that is taken for another outside its country"),
  /** Digits and what passes for a digit. */
  DIGIT_LOOKALIKE("passes for a number"),
  /** All letters of another script, each with the shape of a Latin one. */
  WHOLE_SCRIPT("is written in another script that passes for Latin"),
  /** What it looks like is a name that is protected. */
  PROTECTED_NAME("looks like a protected name");

  private final String description;

  IdnRisk(String description) {
    this.description = description;
  }

  /** The risk in lower-case kebab form, as it stands in JSON. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is said of the name, after the name itself. */
  public String description() {
    return description;
  }
}
