package io.phish.core.name.resemblance;

import io.phish.InvalidSubjectException;
import io.phish.core.name.NameFilter;
import io.phish.core.name.NameHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which protected names a name imitates. Built once; a question takes microseconds whatever
 * the number of protected names, as it looks up what is left of the name when characters are taken
 * away (Mor and Fraenkel, 1982), how it looks, how it sounds and what words it has, and compares it
 * with the few names found.
 *
 * <p>Protected names imitate nothing: not themselves, not their aliases, not each other. Immutable
 * and safe for any number of threads.
 */
public final class ResemblanceIndex {
  /** A target that is so many times more popular than a name may be imitated by it. */
  public static final int ASYMMETRY = 10;

  private static final Comparator<Resemblance> STRONGEST_FIRST =
      Comparator.comparingDouble(Resemblance::score)
          .reversed()
          .thenComparingInt(Resemblance::rank)
          .thenComparing(hit -> hit.target().name());

  private final ProtectedName[] names;

  /** Of the names, in their order. */
  private final String[] letters;

  /** All words of all names. */
  private final NameFilter words;

  private final Keys keys;
  private final Affixes domainAffixes;
  private final Affixes packageAffixes;

  private ResemblanceIndex(
      Collection<ProtectedName> protectedNames, Affixes domainAffixes, Affixes packageAffixes) {
    // The most popular first: where too many names are alike, they are the ones that are found.
    names =
        protectedNames.stream()
            .sorted(Comparator.comparingInt(ProtectedName::rank))
            .toArray(ProtectedName[]::new);
    this.domainAffixes = domainAffixes;
    this.packageAffixes = packageAffixes;
    letters = new String[names.length];
    Form[] forms = new Form[names.length];
    Set<String> known = new HashSet<>();
    for (int i = 0; i < names.length; i++) {
      names[i].requireNames();
      forms[i] = Form.of(names[i].name(), names[i].kind());
      letters[i] = forms[i].letters;
      for (int word = 0; word < forms[i].wordCount(); word++) {
        known.add(forms[i].word(word));
      }
    }
    words = NameFilter.of(known);
    keys = Keys.of(names, forms);
  }

  /**
   * An index with the bundled affixes.
   *
   * @throws InvalidSubjectException if a name is none: empty, too long, with control characters
   */
  public static ResemblanceIndex of(Collection<ProtectedName> names) {
    return of(names, Affixes.ofDomains(), Affixes.ofPackages());
  }

  /**
   * An index.
   *
   * @param domainAffixes what may be put around the names of hosts
   * @param packageAffixes what may be put around the names of packages
   * @throws InvalidSubjectException if a name is none: empty, too long, with control characters
   */
  public static ResemblanceIndex of(
      Collection<ProtectedName> names, Affixes domainAffixes, Affixes packageAffixes) {
    return new ResemblanceIndex(names, domainAffixes, packageAffixes);
  }

  /** How many names are protected. */
  public int size() {
    return names.length;
  }

  /**
   * The protected name that a name resembles most; empty if there is none, and if the name is
   * protected itself.
   *
   * @throws InvalidSubjectException if it is no name: empty, too long, with control characters
   */
  public Optional<Resemblance> strongest(NameQuery query) {
    List<Resemblance> all = find(query);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  /**
   * The protected names that a name resembles, strongest first.
   *
   * @throws InvalidSubjectException if it is no name: empty, too long, with control characters
   */
  public List<Resemblance> find(NameQuery query) {
    query.requireName();
    return find(query, Form.of(query.name(), query.kind()));
  }

  /**
   * The same for a host that has been parsed.
   *
   * @param host in ASCII, without A-labels and empty labels
   * @param from where the registrable label starts
   * @param to where it ends; a public suffix follows
   * @throws InvalidSubjectException as there
   */
  public List<Resemblance> find(String host, int from, int to) {
    NameQuery query = NameQuery.domain(host);
    query.requireName();
    return find(query, Form.ofHost(host, from, to));
  }

  private List<Resemblance> find(NameQuery query, Form form) {
    Candidates candidates = new Candidates();
    keys.collectSame(form, candidates);
    for (int i = 0; i < candidates.size(); i++) {
      if (isSame(form, names[candidates.number(i)])) {
        return List.of();
      }
    }
    Affixes affixes = query.kind() == NameKind.PACKAGE ? packageAffixes : domainAffixes;
    Stems stems = new Stems(form, affixes);
    keys.collect(form, affixes, stems, candidates);
    return compare(query, form, new Comparison(form, affixes, stems), candidates);
  }

  private List<Resemblance> compare(
      NameQuery query, Form form, Comparison comparison, Candidates candidates) {
    boolean known = isKnown(form);
    List<Resemblance> found = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      int number = candidates.number(i);
      int tests = candidates.tests(i);
      ProtectedName target = names[number];
      if ((tests == Candidates.Test.SLIPS.bit && !comparison.mayHaveSlipped(letters[number]))
          || !isImitable(target, query)) {
        continue;
      }
      add(form, comparison, target, tests, known, found);
    }
    found.sort(STRONGEST_FIRST);
    return List.copyOf(found);
  }

  /**
   * The same by comparing with every name, one after the other: what the look-ups are measured
   * against.
   */
  List<Resemblance> scan(NameQuery query) {
    Form form = Form.of(query.name(), query.kind());
    Affixes affixes = query.kind() == NameKind.PACKAGE ? packageAffixes : domainAffixes;
    Comparison comparison = new Comparison(form, affixes, null);
    boolean known = isKnown(form);
    List<Resemblance> found = new ArrayList<>();
    for (ProtectedName target : names) {
      if (isSame(form, target)) {
        return List.of();
      }
      if (isImitable(target, query)) {
        add(form, comparison, target, Comparison.ALL_TESTS, known, found);
      }
    }
    found.sort(STRONGEST_FIRST);
    return found;
  }

  private static void add(
      Form form,
      Comparison comparison,
      ProtectedName target,
      int tests,
      boolean known,
      List<Resemblance> found) {
    Form targetForm = Form.of(target.name(), target.kind());
    Match match = comparison.with(targetForm, tests);
    if (match != null) {
      double score = Scores.of(match, form, targetForm, new Traits.Facts(target.rank(), known));
      found.add(
          new Resemblance(
              form.shown, target, match.rule(), match.cost(), score, match.differences()));
    }
  }

  /** Whether all words of the name are words of names that are protected. */
  boolean isKnown(Form form) {
    for (int word = 0; word < form.wordCount(); word++) {
      if (!words.contains(NameHash.of(form.letters, form.wordStart(word), form.wordEnd(word)))) {
        return false;
      }
    }
    return form.wordCount() > 0;
  }

  private static boolean isImitable(ProtectedName target, NameQuery query) {
    Integer rank = query.rank();
    return target.kind().meets(query.kind())
        && (rank == null || rank / ASYMMETRY >= target.rank())
        && (query.owner() == null || !query.owner().equals(target.owner()));
  }

  /** Whether the name is the protected one, or an alias of it. */
  private static boolean isSame(Form form, ProtectedName target) {
    if (!target.kind().meets(form.kind)) {
      return false;
    }
    if (isSame(form, target.name(), target.kind())) {
      return true;
    }
    for (String alias : target.aliases()) {
      if (isSame(form, alias, target.kind())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Form form, String name, NameKind kind) {
    Form other = Form.of(name, kind);
    return form.canonical.equals(other.canonical)
        && (form.kind != kind || form.suffix.equals(other.suffix));
  }
}
