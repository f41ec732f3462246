package io.phish.core.lookalike;

import io.phish.core.name.resemblance.Affixes;
import io.phish.core.name.resemblance.NameQuery;
import io.phish.core.name.resemblance.ProtectedName;
import io.phish.core.name.resemblance.Resemblance;
import io.phish.core.name.resemblance.ResemblanceIndex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Finds what a name resembles among some protected names. Safe for any number of threads. */
@FunctionalInterface
interface Lookup {

  /**
   * What a name resembles.
   *
   * @param candidates numbers of the protected names that it may resemble
   */
  List<Resemblance> find(NameQuery query, BitSet candidates);

  /**
   * By one index of all names.
   *
   * @throws io.phish.InvalidSubjectException if a name can be none
   */
  static Lookup ofAll(List<ProtectedName> names) {
    ResemblanceIndex index = ResemblanceIndex.of(names, Affixes.ofDomains(), word -> false);
    return (query, candidates) -> index.find(query);
  }

  /**
   * By an index of each candidate, made when it is first one: an index of all takes a tenth of a
   * second while the code for it is cold, most of it for names that nobody imitates here.
   */
  static Lookup ofEach(List<ProtectedName> names) {
    Affixes affixes = Affixes.ofDomains();
    AtomicReferenceArray<ResemblanceIndex> indexes = new AtomicReferenceArray<>(names.size());
    return (query, candidates) -> {
      List<Resemblance> found = new ArrayList<>();
      for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
        ResemblanceIndex index = indexes.get(i);
        if (index == null) {
          index = ResemblanceIndex.of(List.of(names.get(i)), affixes, word -> false);
          indexes.set(i, index); // a race makes one that is as good
        }
        found.addAll(index.find(query));
      }
      return found;
    };
  }
}
