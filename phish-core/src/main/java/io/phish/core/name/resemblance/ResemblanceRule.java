package io.phish.core.name.resemblance;

import java.util.Locale;

/** By which trick a name resembles another; the first that holds names a resemblance. */
public enum ResemblanceRule {
  /** Characters that are not ASCII and look like those of the target (UTS 39 and beyond). */
  SKELETON,
  /** ASCII characters that look alike: {@code rn} and {@code m}, {@code 1} and {@code l}. */
  HOMOGLYPH,
  /** Digits read as letters: {@code 4} for {@code a}, {@code 3} for {@code e}. */
  LEET,
  /** The same letters with other separators, or with none. */
  SEPARATOR,
  /** The same label under another public suffix. */
  TLD_SWAP,
  /** The name without its scope, or with the scope made part of it. */
  SCOPE,
  /** Two neighbours have changed places. */
  TRANSPOSITION,
  /** A character stands twice that stands once, or once that stands twice. */
  REPETITION,
  /** A character is missing. */
  OMISSION,
  /** A plural for a singular, or the other way round. */
  PLURAL,
  /** One vowel for another, any number of times. */
  VOWEL_SWAP,
  /** A key beside the one that was meant. */
  KEYBOARD,
  /** One bit of a character is flipped. */
  BIT_FLIP,
  /** Another number, or a number more or less. */
  NUMBER,
  /** Any other character for one. */
  REPLACEMENT,
  /** Any other character too many. */
  INSERTION,
  /** A character has been moved by some places. */
  MOVE,
  /** Two of these slips in a long name. */
  TWO_EDITS,
  /** A number written in words or in figures: {@code 4} for {@code four}, {@code 1st}. */
  NUMERAL,
  /** Written otherwise and read the same. */
  HOMOPHONE,
  /** The same words in another order. */
  WORD_ORDER,
  /** The target with words added that say nothing: {@code paypal-login}. */
  AFFIX,
  /** A slip in the target, and words added that say nothing: {@code paypa1-login}. */
  AFFIX_SLIP,
  /** One mark of a language for another: {@code libcurl} for {@code pycurl}. */
  AFFIX_SWAP,
  /** The target stands within the name: {@code paypal.com.evil.example}. */
  EMBEDDING;

  /** The rule in lower-case kebab form, as it stands in JSON. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
