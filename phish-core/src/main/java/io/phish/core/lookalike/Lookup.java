package io.phish.core.lookalike;

import io.phish.core.name.resemblance.Affixes;
import io.phish.core.name.resemblance.NameQuery;
import io.phish.core.name.resemblance.ProtectedName;
import io.phish.core.name.resemblance.ProtectedNames;
import io.phish.core.name.resemblance.Resemblance;
import io.phish.core.name.resemblance.ResemblanceIndex;
import java.util.BitSet;
import java.util.List;

/**
 * Finds what a name resembles among some protected names. Safe for any number of threads.
 *
 * <p>Everywhere, {@code candidates} are the numbers of the protected names that it may resemble.
 */
interface Lookup {
  /** What a host resembles, as people see it. */
  List<Resemblance> host(String shown, BitSet candidates);

  /** The same for one in ASCII of which the registrable label is known. */
  List<Resemblance> host(String shown, int nameStart, int nameEnd, BitSet candidates);

  /** What a label or a word resembles. */
  List<Resemblance> label(String label, BitSet candidates);

  /**
   * By one index of all names.
   *
   * @throws io.phish.InvalidSubjectException if a name can be none
   */
  static Lookup ofAll(List<ProtectedName> names) {
    ResemblanceIndex index = ResemblanceIndex.of(names, Affixes.ofDomains(), word -> false);
    return new Lookup() {
      @Override
      public List<Resemblance> host(String shown, BitSet candidates) {
        return index.find(NameQuery.domain(shown));
      }

      @Override
      public List<Resemblance> host(String shown, int nameStart, int nameEnd, BitSet candidates) {
        return index.find(shown, nameStart, nameEnd);
      }

      @Override
      public List<Resemblance> label(String label, BitSet candidates) {
        return index.find(NameQuery.label(label));
      }
    };
  }

  /**
   * By comparing with the candidates: an index of all takes a tenth of a second while the code for
   * it is cold, most of it for names that nobody imitates here.
   */
  static Lookup ofEach(List<ProtectedName> names) {
    ProtectedNames compared = ProtectedNames.of(names, Affixes.ofDomains());
    return new Lookup() {
      @Override
      public List<Resemblance> host(String shown, BitSet candidates) {
        return compared.findHost(shown, candidates);
      }

      @Override
      public List<Resemblance> host(String shown, int nameStart, int nameEnd, BitSet candidates) {
        return compared.findHost(shown, nameStart, nameEnd, candidates);
      }

      @Override
      public List<Resemblance> label(String label, BitSet candidates) {
        return compared.findLabel(label, candidates);
      }
    };
  }
}
