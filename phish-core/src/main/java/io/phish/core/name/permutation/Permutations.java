package io.phish.core.name.permutation;

import io.phish.core.name.PublicSuffixes;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The names that may be taken for a name: what somebody who imitates it could register, rule by
 * rule. They are made as they are asked for; each comes once, in the same order every time, and the
 * name itself never.
 *
 * <p>A name of 10 letters has some 20,000, one of 20 some 100,000, most of them with two letters
 * replaced by glyphs: a caller that cannot use as many limits the stream or leaves out {@link
 * PermutationRule#HOMOGLYPH}. An iterator keeps 11 to 22 octets for each name that it has tried.
 *
 * <p>Immutable; iterators are not thread-safe.
 */
public final class Permutations implements Iterable<Permutation> {
  private final DomainName name;
  private final List<Split> splits;
  private final PermutationOptions options;

  private Permutations(DomainName name, PermutationOptions options) {
    this.name = name;
    this.splits = Split.of(name, PublicSuffixes.bundled());
    this.options = options;
  }

  /**
   * The permutations of a name by all rules that need no list.
   *
   * @param name in A-labels or Unicode, with its top-level domain; what stands before the
   *     registrable domain is kept as it is
   * @throws io.phish.InvalidSubjectException if it is no name that could be registered
   */
  public static Permutations of(String name) {
    return of(name, PermutationOptions.defaults());
  }

  /**
   * The permutations of a name.
   *
   * @param name as for {@link #of(String)}
   * @throws io.phish.InvalidSubjectException as there
   */
  public static Permutations of(String name, PermutationOptions options) {
    return new Permutations(DomainName.parse(name), options);
  }

  /** The name itself, in A-labels and lower case. */
  public String ascii() {
    return name.ascii();
  }

  /** The name itself, in U-labels and lower case. */
  public String unicode() {
    return name.unicode();
  }

  @Override
  public Iterator<Permutation> iterator() {
    return new PermutationIterator(name, splits, options);
  }

  /** The permutations, one after the other. */
  public Stream<Permutation> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  @Override
  public Spliterator<Permutation> spliterator() {
    return Spliterators.spliteratorUnknownSize(
        iterator(),
        Spliterator.DISTINCT | Spliterator.IMMUTABLE | Spliterator.NONNULL | Spliterator.ORDERED);
  }
}
