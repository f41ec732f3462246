package io.phish.core.packages;

import io.phish.InvalidSubjectException;
import io.phish.core.name.resemblance.NameKind;
import io.phish.core.name.resemblance.NameQuery;
import io.phish.core.name.resemblance.Resemblance;
import io.phish.core.name.resemblance.ResemblanceIndex;
import io.phish.core.packages.MaliciousPackages.Match;
import io.phish.subject.PackageName;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a name and lists of names say of a package; nobody is asked. */
final class NameJudge {
  private final PackageLists lists;

  NameJudge(PackageLists lists) {
    this.lists = lists;
  }

  /**
   * What is known.
   *
   * @param evidence that counts, and that is told only
   * @param resemblance what it looks like, null if nothing
   * @param combosquat the weight that its resemblance has once metadata support it; 0 if there is
   *     nothing to be supported
   * @param isSettled whether a list decides, so that nothing else matters
   * @param isValid whether the registry can have such a name
   */
  record Judgement(
      List<Evidence> evidence,
      @Nullable Resemblance resemblance,
      double combosquat,
      boolean isSettled,
      boolean isValid) {

    /** Copies the evidence. */
    Judgement {
      evidence = List.copyOf(evidence);
    }

    private static Judgement settled(Evidence evidence, boolean isValid) {
      return new Judgement(List.of(evidence), null, 0, true, isValid);
    }
  }

  /**
   * Judges a name.
   *
   * @throws InvalidSubjectException if it is no text that could be a name at all: empty, too long,
   *     with control characters
   */
  Judgement judge(PackageId id) {
    new PackageName(id.ecosystem().id(), id.name(), id.version()); // length, controls, surrogates
    InvalidSubjectException invalid = null;
    String canonical = id.name();
    try {
      canonical = id.canonicalName();
    } catch (InvalidSubjectException e) {
      invalid = e;
    }
    if (lists.isDenied(id)) {
      return Judgement.settled(
          Evidence.decisive("denied", Weights.DENIED, "the host keeps it out"), invalid == null);
    }
    Optional<Match> malicious = lists.malicious().find(id);
    if (malicious.isPresent() && malicious.get().covers()) {
      return Judgement.settled(
          Evidence.decisive("known-malicious", Weights.KNOWN_MALICIOUS, words(id, malicious.get())),
          invalid == null);
    }
    if (lists.isAllowed(id)) {
      return Judgement.settled(
          Evidence.of("allowed", Weights.ALLOWED, "the host lets it in"), invalid == null);
    }
    List<Evidence> evidence = new ArrayList<>(4);
    malicious.ifPresent(
        match ->
            evidence.add(
                Evidence.of(
                    "compromised-versions",
                    0,
                    "other versions of it are known to be malicious (" + match.source() + ")")));
    if (invalid != null) {
      evidence.add(
          Evidence.of(
              "invalid-name",
              0,
              id.ecosystem().title() + " has no such names: " + invalid.getMessage()));
    }
    return judge(id, canonical, invalid == null, evidence);
  }

  private Judgement judge(PackageId id, String canonical, boolean valid, List<Evidence> evidence) {
    boolean isPrivate = lists.isPrivate(id);
    if (isPrivate) {
      evidence.add(
          Evidence.of("private", 0, "it is the host's own: see that it comes from its registry"));
    }
    if (lists.isHallucinated(id)) {
      evidence.add(
          Evidence.of(
              "known-hallucinated",
              Weights.HALLUCINATED,
              "language models are known to invent this name"));
    }
    PopularPackages popular = lists.popular(id.ecosystem());
    OptionalInt rank = valid ? popular.rank(canonical) : OptionalInt.empty();
    if (rank.isPresent()) {
      evidence.add(
          Evidence.of(
              "popular",
              Weights.POPULAR,
              "it is number " + rank.getAsInt() + " of " + id.ecosystem().title()));
      return new Judgement(evidence, null, 0, false, valid);
    }
    if (isPrivate) {
      return new Judgement(evidence, null, 0, false, valid);
    }
    if (isOfSeveralScripts(id.name())) {
      evidence.add(
          Evidence.of(
              "mixed-scripts",
              Weights.MIXED_SCRIPTS,
              "it has letters of several scripts, some of which look like others"));
    }
    Resemblance hit = resemblance(id, canonical, popular);
    if (hit == null) {
      return new Judgement(evidence, null, 0, false, valid);
    }
    double weight = Weights.of(hit);
    boolean combosquat = isCombosquat(hit);
    String message = hit.explanation() + ", number " + hit.rank() + " of " + id.ecosystem().title();
    evidence.add(Evidence.of("resemblance", combosquat ? 0 : weight, message));
    return new Judgement(evidence, hit, combosquat ? weight : 0, false, valid);
  }

  /** Other packages are named after those that they extend, so this alone says nothing. */
  private static boolean isCombosquat(Resemblance hit) {
    return switch (hit.rule()) {
      case AFFIX, EMBEDDING -> true;
      default -> false;
    };
  }

  /** The strongest; what counts by itself before what does not. */
  private @Nullable Resemblance resemblance(
      PackageId id, String canonical, PopularPackages popular) {
    String name = PopularPackages.shown(id.ecosystem(), id.name(), canonical);
    NameQuery query =
        new NameQuery(name, NameKind.PACKAGE, null, NameRules.owner(id.ecosystem(), canonical));
    Resemblance best = strongest(popular.index(), query);
    ResemblanceIndex own = lists.ownIndex(id.ecosystem());
    return own == null ? best : stronger(best, strongest(own, query));
  }

  private static @Nullable Resemblance strongest(ResemblanceIndex index, NameQuery query) {
    Resemblance best = null;
    for (Resemblance hit : index.find(query)) {
      if (hit.score() >= Weights.TOLD) {
        best = stronger(best, hit);
      }
    }
    return best;
  }

  private static @Nullable Resemblance stronger(
      @Nullable Resemblance first, @Nullable Resemblance next) {
    if (first == null || next == null) {
      return first == null ? next : first;
    }
    if (isCombosquat(first) != isCombosquat(next)) {
      return isCombosquat(first) ? next : first;
    }
    return next.score() > first.score() ? next : first;
  }

  private static String words(PackageId id, Match match) {
    return match.whole()
        ? "it is known to be malicious (" + match.source() + ")"
        : "version " + id.version() + " is known to be malicious (" + match.source() + ")";
  }

  /**
   * Letters that look Latin beside Latin ones: no registry's rules and no honest name has them, but
   * registries without such rules have had campaigns of them.
   */
  private static boolean isOfSeveralScripts(String name) {
    boolean latin = false;
    boolean alike = false;
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      i += Character.charCount(c);
      if (c < 0x80) {
        latin |= (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      } else if (Character.isLetter(c)) {
        UnicodeScript script = UnicodeScript.of(c);
        alike |=
            script == UnicodeScript.CYRILLIC
                || script == UnicodeScript.GREEK
                || script == UnicodeScript.ARMENIAN
                || script == UnicodeScript.CHEROKEE;
      }
    }
    return latin && alike;
  }
}
