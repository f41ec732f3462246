package io.phish.core.name.permutation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a name, in the order in which it is tried: a name that two rules give belongs to
 * the first. Up to {@link #VARIOUS} the rules are those of dnstwist, with its names and in its
 * order, so that its results can be compared and replaced.
 *
 * <p>"The label" is the one below the public suffix.
 */
public enum PermutationRule {
  /** A letter or digit after the label, or after a part of it that ends in a hyphen. */
  ADDITION,
  /** One bit of a character the other way: errors of memory ask for such names (Dinaburg, 2011). */
  BITSQUATTING,
  /** Every letter as the Cyrillic letter of its shape. */
  CYRILLIC,
  /** One or two letters as others of like shape, {@code m} as {@code rn} or {@code o} as ö. */
  HOMOGLYPH,
  /** A hyphen between two characters. */
  HYPHENATION,
  /** Beside a character one of its neighbours on a keyboard. */
  INSERTION,
  /** A character left out. */
  OMISSION,
  /** An {@code s}, or {@code es}, within the label. */
  PLURAL,
  /** A character twice. */
  REPETITION,
  /** A character as one of its neighbours on a keyboard. */
  REPLACEMENT,
  /** A dot between two characters: the name of a host below a shorter name. */
  SUBDOMAIN,
  /** Two neighbours in the other order. */
  TRANSPOSITION,
  /** A vowel as another. */
  VOWEL_SWAP,
  /** A word of the dictionary before or after the label, or for one of its parts. */
  DICTIONARY,
  /** Another top-level domain of the list. */
  TLD_SWAP,
  /** Labels run together, a suffix cut short or drawn into the label, {@code www} as a part. */
  VARIOUS,
  /** One letter as a character that Unicode lists as confusable with it, of any script. */
  CONFUSABLE,
  /** Digits for letters and for the words that sound like them, and the reverse. */
  NUMERAL,
  /** The parts between hyphens in another order, or without hyphens. */
  WORD_ORDER,
  /** Any letter or digit before a character or in its place. */
  SINGLE_EDIT;

  /** The rule in lower-case kebab form, as it stands in JSON. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The rule of an {@link #id}, null if there is none. */
  public static @Nullable PermutationRule of(String id) {
    for (PermutationRule rule : values()) {
      if (rule.id().equals(id)) {
        return rule;
      }
    }
    return null;
  }
}
