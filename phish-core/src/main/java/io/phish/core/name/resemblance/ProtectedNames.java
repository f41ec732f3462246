package io.phish.core.name.resemblance;

import io.phish.InvalidSubjectException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Protected hosts and labels of which a few are compared with a name, one after the other: for who
 * knows by other means which of them it may imitate. Finds of those what {@link ResemblanceIndex}
 * finds. Nothing is made of a name before it is compared with for the first time.
 *
 * <p>Immutable and safe for any number of threads.
 */
public final class ProtectedNames {
  private final List<ProtectedName> names;
  private final Affixes affixes;
  private final AtomicReferenceArray<Target> targets;

  private ProtectedNames(List<ProtectedName> names, Affixes affixes) {
    this.names = List.copyOf(names);
    this.affixes = affixes;
    this.targets = new AtomicReferenceArray<>(names.size());
  }

  /**
   * Names of hosts and labels, numbered in this order.
   *
   * @param affixes what may be put around them
   * @throws InvalidSubjectException if a name is none: empty, too long, with control characters
   */
  public static ProtectedNames of(List<ProtectedName> names, Affixes affixes) {
    names.forEach(ProtectedName::requireNames);
    return new ProtectedNames(names, affixes);
  }

  /**
   * The names that a host resembles, in the order of their numbers.
   *
   * @param host as people see it
   * @param candidates numbers of those that are compared
   * @throws InvalidSubjectException if it is no name: empty, too long, with control characters
   */
  public List<Resemblance> findHost(String host, BitSet candidates) {
    NameChecks.require(host, NameKind.DOMAIN);
    return find(Form.of(host, NameKind.DOMAIN), candidates);
  }

  /**
   * The same for a host that has been parsed.
   *
   * @param host in ASCII, without A-labels and empty labels
   * @param from where the registrable label starts
   * @param to where it ends; a public suffix follows
   * @throws InvalidSubjectException as there
   */
  public List<Resemblance> findHost(String host, int from, int to, BitSet candidates) {
    NameChecks.require(host, NameKind.DOMAIN);
    return find(Form.ofHost(host, from, to), candidates);
  }

  /**
   * The names that one label of a host, or a word of it, resembles, in the order of their numbers.
   *
   * @param candidates numbers of those that are compared
   * @throws InvalidSubjectException if it is no name: empty, too long, with control characters
   */
  public List<Resemblance> findLabel(String label, BitSet candidates) {
    NameChecks.require(label, NameKind.LABEL);
    return find(Form.of(label, NameKind.LABEL), candidates);
  }

  private List<Resemblance> find(Form form, BitSet candidates) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    List<Resemblance> found = new ArrayList<>();
    Comparison comparison = new Comparison(form, affixes, null);
    String identity = form.identity();
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      Target target = target(i);
      if (target.isSame(form, identity)) {
        continue;
      }
      Match match = comparison.with(target.form, Comparison.ALL_TESTS);
      if (match != null) {
        found.add(target.resemblance(form, match));
      }
    }
    return found;
  }

  private Target target(int number) {
    Target known = targets.get(number);
    if (known == null) {
      known = Target.of(names.get(number));
      targets.set(number, known); // a race makes one that is as good
    }
    return known;
  }

  /**
   * A protected name, ready to be compared with.
   *
   * @param canonicals of it and its aliases
   * @param identities of it and its aliases
   */
  private record Target(
      ProtectedName name, Form form, Set<String> canonicals, Set<String> identities) {
    static Target of(ProtectedName name) {
      Form form = Form.of(name.name(), name.kind());
      Set<String> canonicals = new HashSet<>(Set.of(form.canonical));
      Set<String> identities = new HashSet<>(Set.of(form.identity()));
      for (String alias : name.aliases()) {
        Form other = Form.of(alias, name.kind());
        identities.add(other.identity());
        if (other.letters.equals(form.letters)) {
          canonicals.add(other.canonical); // others are names of it with their suffix only
        }
      }
      return new Target(name, form, canonicals, identities);
    }

    boolean isSame(Form other, String identity) {
      return form.kind == other.kind
          ? identities.contains(identity)
          : canonicals.contains(other.canonical);
    }

    Resemblance resemblance(Form other, Match match) {
      Traits.Facts facts = new Traits.Facts(name.rank(), isMadeOfSame(other));
      double score = Scores.of(match, other, form, facts);
      return new Resemblance(
          other.shown, name, match.rule(), match.cost(), score, match.differences());
    }

    /** Whether all words of a name are words of this one. */
    private boolean isMadeOfSame(Form other) {
      Set<String> words = new HashSet<>();
      for (int word = 0; word < form.wordCount(); word++) {
        words.add(form.word(word));
      }
      for (int word = 0; word < other.wordCount(); word++) {
        if (!words.contains(other.word(word))) {
          return false;
        }
      }
      return other.wordCount() > 0;
    }
  }
}
