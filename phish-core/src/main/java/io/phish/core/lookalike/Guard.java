package io.phish.core.lookalike;

import io.phish.core.name.PublicSuffixes;
import io.phish.core.name.Skeleton;
import io.phish.core.name.resemblance.Difference;
import io.phish.core.name.resemblance.NameKind;
import io.phish.core.name.resemblance.ProtectedName;
import io.phish.core.name.resemblance.Resemblance;
import io.phish.core.name.resemblance.ResemblanceRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for one set of protected names in a URL. Immutable. */
final class Guard {
  private static final int MAX_PATH_WORDS = 32;

  private static final int MIN_HOMOGRAPH = 4;

  /** In characters: names that the index has too few rules for, and those that nobody can tell. */
  private static final int MAX_SHORT = 4;

  private static final int MIN_SHORT = 3;
  private static final double HOMOGRAPH = Weights.HOMOGRAPH_FLOOR;

  private final List<ProtectedName> names;

  private final Lookup lookup;

  /** By their label. */
  private final Map<String, ProtectedName> targets = new HashMap<>();

  private final Sieve sieve;

  /** Of the host's own names, if they can be told so. */
  private final @Nullable Suspicion suspicion;

  private final DomainSet owned;
  private final Set<String> everyday;
  private final boolean own;

  /**
   * A guard.
   *
   * @param names that are protected
   * @param owned domains of their owners
   * @param everyday labels of names that are words as well
   * @param own whether they are the host's own: then everything that the index claims is told, and
   *     for that everything is looked up
   * @throws io.phish.InvalidSubjectException if a name can be none
   */
  Guard(List<ProtectedName> names, DomainSet owned, Set<String> everyday, boolean own) {
    this.names = names;
    this.lookup = own ? Lookup.ofAll(names) : Lookup.ofEach(names);
    List<String> labels = new ArrayList<>(names.size());
    for (ProtectedName name : names) {
      targets.putIfAbsent(label(name), name);
      labels.add(label(name));
    }
    this.sieve = new Sieve(labels);
    this.suspicion = own ? Suspicion.of(labels, sieve) : null;
    this.owned = owned;
    this.everyday = everyday;
    this.own = own;
  }

  /** Whether a site is the owner's of one of the names. */
  boolean isOwned(String site) {
    return owned.contains(site);
  }

  /** The strongest resemblance; null for none, and of hosts that are owners' themselves. */
  @Nullable Sighting look(Watched url) {
    boolean host =
        url.isInternational()
            || mayBeInHost(url)
            || (own && (suspicion == null || suspicion.mayBeIn(url)));
    boolean path = url.path.length() > 4 && mayBeInPath(url.path);
    if ((!host && !path) || isOwned(url.site)) {
      return null;
    }
    Sighting strongest = host ? inHost(url) : null;
    return path ? stronger(strongest, inPath(url)) : strongest;
  }

  private static @Nullable Sighting stronger(@Nullable Sighting one, @Nullable Sighting other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.isStrongerThan(one) ? other : one;
  }

  private boolean mayBeInHost(Watched url) {
    String host = url.host;
    if (sieve.mayContain(host, 0, url.nameEnd)) {
      return true;
    }
    int start = 0;
    boolean hyphens = false;
    for (int i = 0; i <= url.nameEnd; i++) {
      char c = i == url.nameEnd ? '.' : host.charAt(i);
      if (c == '-') {
        hyphens = true;
      } else if (c == '.') {
        boolean www = i - start == 3 && host.startsWith("www", start);
        if (!www && (hyphens ? mayBeInWords(host, start, i) : sieve.mayBe(host, start, i))) {
          return true;
        }
        start = i + 1;
        hyphens = false;
      }
    }
    return false;
  }

  /** In the words of a label, or in all of them together. */
  private boolean mayBeInWords(String host, int from, int to) {
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || host.charAt(i) == '-') {
        if (sieve.mayBe(host, start, i)) {
          return true;
        }
        start = i + 1;
      }
    }
    String letters = host.substring(from, to).replace("-", "");
    return sieve.mayBe(letters, 0, letters.length());
  }

  private @Nullable Sighting inHost(Watched url) {
    String shown = url.shownHost();
    int dots = url.dotsAfterName();
    String name = Watched.nameOf(shown, dots);
    BitSet candidates = new BitSet();
    sieve.collectContained(url.host, 0, url.nameEnd, candidates);
    boolean other = url.isInternational();
    String look = other ? Skeleton.of(name.toLowerCase(Locale.ROOT)) : url.name();
    List<String> words = Watched.words(url.name());
    collectAlike(look, candidates);
    words.forEach(word -> collectAlike(word, candidates));
    Sighting strongest = null;
    for (Resemblance hit : findHost(url, shown, candidates)) {
      strongest = stronger(strongest, sighting(hit, place(hit, dots), name));
    }
    for (String word : words) {
      strongest = stronger(strongest, inPart(word, Place.WORD));
    }
    for (String label : url.subdomains()) {
      strongest = stronger(strongest, inPart(label, Place.SUBDOMAIN));
      for (String word : Watched.words(label)) {
        strongest = stronger(strongest, inPart(word, Place.SUBDOMAIN));
      }
    }
    return strongest == null ? shortName(url, shown, name, look) : strongest;
  }

  /** A name that is too short for the rules of the index: a homograph, or one of the words. */
  private @Nullable Sighting shortName(Watched url, String shown, String name, String look) {
    String letters = Sieve.letters(look);
    if (letters.length() <= 2 * MAX_SHORT && sieve.mayLookLike(letters, 0, letters.length())) {
      BitSet candidates = new BitSet();
      sieve.collectAlike(letters, candidates);
      for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
        ProtectedName target = names.get(i);
        String label = label(target);
        if (label.length() >= MIN_SHORT && Glyphs.isHomograph(name, label)) {
          return shortSighting(
              target, shown, "homoglyph", "characters that look the same", 2, HOMOGRAPH);
        }
      }
    }
    if (own) {
      for (String word : Watched.words(url.name())) {
        ProtectedName target = targets.get(word);
        if (target != null && word.length() >= MIN_SHORT) {
          return shortSighting(
              target, shown, "embedding", "a word of it is “" + word + '”', 1.2, 0);
        }
      }
    }
    return null;
  }

  private Sighting shortSighting(
      ProtectedName target, String shown, String code, String how, double weight, double floor) {
    return new Sighting(
        code,
        '`' + shown + "` looks like `" + target.name() + "`: " + how,
        shown,
        target,
        Place.NAME,
        own,
        weight,
        floor);
  }

  private void collectAlike(String label, BitSet candidates) {
    String letters = Sieve.letters(label);
    if (!own && !sieve.isOne(letters)) {
      sieve.collectAlike(letters, candidates);
    }
  }

  /** In a label before the name, or a word of it. What is a name as it is was seen in the host. */
  private @Nullable Sighting inPart(String part, Place place) {
    String letters = Sieve.letters(part);
    boolean contained = sieve.mayContain(part, 0, part.length());
    boolean alike = !sieve.isOne(letters) && sieve.mayBe(letters, 0, letters.length());
    if (!contained && !alike) {
      return null;
    }
    BitSet candidates = new BitSet();
    sieve.collectContained(part, 0, part.length(), candidates);
    collectAlike(part, candidates);
    Sighting strongest = null;
    for (Resemblance hit : findLabel(part, candidates)) {
      strongest = stronger(strongest, sighting(hit, place, part));
    }
    return strongest;
  }

  /** In front of the registrable label if all differences are. */
  private static Place place(Resemblance hit, int dotsAfterName) {
    if (hit.rule() != ResemblanceRule.EMBEDDING || hit.differences().isEmpty()) {
      return Place.NAME;
    }
    String name = Watched.nameOf(hit.name(), dotsAfterName);
    int start = hit.name().length();
    for (int i = 0; i < dotsAfterName; i++) {
      start = hit.name().lastIndexOf('.', start - 1);
    }
    start -= name.length();
    for (Difference difference : hit.differences()) {
      if (difference.to() > start) {
        return Place.NAME;
      }
    }
    return Place.SUBDOMAIN;
  }

  /**
   * What a resemblance is worth.
   *
   * @param label in which it was seen, as it is shown
   * @return null if it is not worth to be told
   */
  private @Nullable Sighting sighting(Resemblance hit, Place place, String label) {
    String target = label(hit.target());
    double weight = Weights.of(hit, place, target.length(), everyday.contains(target), own);
    boolean homograph =
        place == Place.NAME
            && target.length() >= MIN_HOMOGRAPH
            && Glyphs.isHomograph(label, target);
    if (weight < Weights.LEAST && !homograph && !own) {
      return null;
    }
    return new Sighting(
        hit.rule().id(),
        hit.explanation(),
        hit.name(),
        hit.target(),
        place,
        own,
        weight,
        homograph ? Weights.HOMOGRAPH_FLOOR : 0);
  }

  private static String label(ProtectedName target) {
    String name = target.name().toLowerCase(Locale.ROOT);
    int dot = target.kind() == NameKind.DOMAIN ? name.indexOf('.') : -1;
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Nothing for what can be no name. */
  private List<Resemblance> findHost(Watched url, String shown, BitSet candidates) {
    if (shown.isBlank() || shown.length() > NameKind.DOMAIN.maxLength()) {
      return List.of();
    }
    return url.isRegistered && !url.isInternational()
        ? lookup.host(shown, url.nameStart, url.nameEnd, candidates)
        : lookup.host(shown, candidates);
  }

  /** Nothing for what can be no name. */
  private List<Resemblance> findLabel(String label, BitSet candidates) {
    return label.isBlank() || label.length() > NameKind.LABEL.maxLength()
        ? List.of()
        : lookup.label(label, candidates);
  }

  private boolean mayBeInPath(String path) {
    return sieve.mayContain(path, 0, path.length()) || mayBeDisguisedIn(path);
  }

  /** Whether a word with letters and figures looks like a name. */
  private boolean mayBeDisguisedIn(String path) {
    int start = 0;
    boolean letters = false;
    boolean digits = false;
    for (int i = 0; i <= path.length(); i++) {
      char c = i == path.length() ? '/' : path.charAt(i);
      if (c >= '0' && c <= '9') {
        digits = true;
      } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
        letters = true;
      } else {
        if (letters && digits && sieve.mayLookLike(path, start, i)) {
          return true;
        }
        start = i + 1;
        letters = false;
        digits = false;
      }
    }
    return false;
  }

  private @Nullable Sighting inPath(Watched url) {
    String path = url.smallPath();
    Sighting strongest = null;
    int start = 0;
    int words = 0;
    for (int i = 0; i <= path.length() && words < MAX_PATH_WORDS; i++) {
      if (i == path.length() || !isOfName(path.charAt(i))) {
        if (i - start >= MIN_HOMOGRAPH) {
          words++;
          strongest = stronger(strongest, inSegment(path.substring(start, i), url.host));
        }
        start = i + 1;
      }
    }
    return strongest;
  }

  private static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
  }

  /** A word of a path, or several with dots between them. */
  private @Nullable Sighting inSegment(String segment, String host) {
    int dot = segment.indexOf('.');
    if (dot < 0) {
      return inPathWord(segment);
    }
    String domain = PublicSuffixes.bundled().registrableDomain(segment);
    if (domain != null && owned.contains(domain)) {
      ProtectedName target = targets.get(domain.substring(0, domain.indexOf('.')));
      if (target != null) {
        return new Sighting(
            "address-in-path",
            "the path shows `" + domain + "`, but the address leads to `" + host + "`",
            domain,
            target,
            Place.PATH,
            own,
            Weights.ADDRESS_IN_PATH,
            0);
      }
    }
    return inPathWord(segment.substring(0, dot));
  }

  private @Nullable Sighting inPathWord(String word) {
    if (word.length() < MIN_HOMOGRAPH
        || !(sieve.mayContain(word, 0, word.length())
            || sieve.mayLookLike(word, 0, word.length()))) {
      return null;
    }
    BitSet candidates = new BitSet();
    sieve.collectContained(word, 0, word.length(), candidates);
    collectAlike(word, candidates);
    Sighting strongest = null;
    for (Resemblance hit : findLabel(word, candidates)) {
      boolean added =
          hit.rule() == ResemblanceRule.AFFIX && !everyday.contains(label(hit.target()));
      if (added || Glyphs.isDisguise(hit)) {
        strongest = stronger(strongest, sighting(hit, Place.PATH, word));
      }
    }
    return strongest;
  }
}
