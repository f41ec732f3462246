package io.phish.core.name.permutation;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is made of a name. Immutable.
 *
 * @param rules the rules to use, in any order
 * @param words for {@link PermutationRule#DICTIONARY}, in lower case; none unless given
 * @param suffixes for {@link PermutationRule#TLD_SWAP}, in Unicode and lower case; none unless
 *     given
 */
public record PermutationOptions(
    Set<PermutationRule> rules, List<String> words, List<String> suffixes) {
  private static final PermutationOptions DEFAULTS =
      new PermutationOptions(EnumSet.allOf(PermutationRule.class), List.of(), List.of());

  /**
   * Checks the words and suffixes and brings them into their form.
   *
   * @throws IllegalArgumentException if a word is no part of a label, or a suffix no name; the
   *     message has it and its place in the list
   */
  public PermutationOptions {
    rules = Set.copyOf(rules);
    words = normalised("word", words);
    suffixes = normalised("suffix", suffixes);
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).indexOf('.') >= 0) {
        throw refusal("word", i, words.get(i), "has a dot");
      }
    }
  }

  /** All rules, without words and suffixes: those two rules then give nothing. */
  public static PermutationOptions defaults() {
    return DEFAULTS;
  }

  /**
   * All rules, with the words that phishing puts to names, and with the top-level domains that are
   * the most common or that phishing is fond of. Some 400 words and suffixes for each name.
   */
  public static PermutationOptions common() {
    return new PermutationOptions(DEFAULTS.rules, CommonParts.words(), CommonParts.suffixes());
  }

  /** The same with these rules. */
  public PermutationOptions withRules(Collection<PermutationRule> rules) {
    return new PermutationOptions(Set.copyOf(rules), words, suffixes);
  }

  /**
   * The same with these words.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public PermutationOptions withWords(Collection<String> words) {
    return new PermutationOptions(rules, List.copyOf(words), suffixes);
  }

  /**
   * The same with these top-level domains or longer suffixes, with or without a dot before them.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public PermutationOptions withSuffixes(Collection<String> suffixes) {
    return new PermutationOptions(rules, words, List.copyOf(suffixes));
  }

  private static List<String> normalised(String kind, List<String> texts) {
    Set<String> distinct = new LinkedHashSet<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i).strip();
      String bare = text.startsWith(".") ? text.substring(1) : text;
      String unicode =
          bare.isEmpty() || bare.length() > DomainName.MAX_LENGTH
              ? null
              : DomainName.partToUnicode(bare);
      if (unicode == null) {
        throw refusal(kind, i, texts.get(i), "cannot stand in a name");
      }
      distinct.add(unicode);
    }
    return List.copyOf(distinct);
  }

  private static IllegalArgumentException refusal(
      String kind, int index, String text, String error) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    return new IllegalArgumentException(kind + ' ' + index + " (" + shown + ") " + error);
  }
}
