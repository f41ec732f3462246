package io.phish.core.name.resemblance;

import io.phish.core.name.NameFilter;
import io.phish.core.name.NameHash;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What tells most names that are read aloud like no protected one, by a filter: it may say yes of
 * any, and says it of all that are. For hosts and labels. Immutable.
 */
public final class NameTraces {
  private static final NameFilter AFFIXES = NameFilter.of(Affixes.domainWords());

  /** Numbers, sounds and rotations of the letters. */
  private final NameFilter traces;

  private NameTraces(NameFilter traces) {
    this.traces = traces;
  }

  /** Of names in letters and figures of ASCII, without anything between them. */
  public static NameTraces of(Collection<String> letters) {
    Set<String> all = new HashSet<>();
    for (String name : letters) {
      all.add(Folds.numerals(name));
      all.add(Folds.sound(name));
      all.add(Folds.rotation(name));
    }
    return new NameTraces(NameFilter.of(all));
  }

  /** Whether a name may sound like one, have its number in words, or its parts in other order. */
  public boolean mayRead(String letters) {
    return traces.contains(NameHash.of(Folds.numerals(letters)))
        || traces.contains(NameHash.of(Folds.sound(letters)))
        || traces.contains(NameHash.of(Folds.rotation(letters)));
  }

  /** How many letters may be an affix at either end of a name without a separator: the most. */
  public static int longestAffix(int length) {
    return Stems.longestCut(length);
  }

  /** Whether a part of a name may be one of {@link Affixes#ofDomains}. */
  public static boolean mayBeAffix(String letters, int from, int to) {
    return AFFIXES.contains(NameHash.of(letters, from, to));
  }
}
