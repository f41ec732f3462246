package io.phish.core.packages;

import io.phish.Thresholds;
import io.phish.core.packages.registry.RegistryAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a verdict of what a name, lists and a registry say. The engine's extractors hand on the
 * same pieces of evidence, so that a detector comes to the same end.
 */
final class PackageJudge {
  private static final Comparator<Evidence> STRONGEST_FIRST =
      Comparator.comparingDouble(Evidence::floor)
          .thenComparingDouble(evidence -> Math.abs(evidence.weight()))
          .reversed();

  private final PackageLists lists;
  private final NameJudge names;
  private final Thresholds thresholds;

  PackageJudge(PackageLists lists, Thresholds thresholds) {
    this.lists = lists;
    this.names = new NameJudge(lists);
    this.thresholds = thresholds;
  }

  /**
   * What the name says.
   *
   * @throws io.phish.InvalidSubjectException if it is no text that could be a name at all
   */
  NameJudge.Judgement name(PackageId id) {
    return names.judge(id);
  }

  /** What a registry adds to what the name says. */
  List<Evidence> registry(NameJudge.Judgement name, RegistryAnswer answer, Instant now) {
    if (name.isSettled()) {
      return List.of();
    }
    List<Evidence> evidence = new ArrayList<>();
    if (answer instanceof RegistryAnswer.Found found) {
      MetadataJudge.Findings findings =
          MetadataJudge.judge(found.metadata(), has(name.evidence(), "popular"), now);
      if (name.combosquat() > 0 && findings.supportsCombosquat()) {
        evidence.add(
            Evidence.of(
                "combosquat",
                name.combosquat(),
                "it puts words around a popular name and is new or hardly used"));
      }
      evidence.addAll(findings.evidence());
    } else if (answer instanceof RegistryAnswer.Absent absent) {
      evidence.add(
          absent.takenDown()
              ? Evidence.of("tombstone", Weights.TOMBSTONE, "it was there and was taken down")
              : Evidence.of("not-found", 0, "the registry has no such package"));
    } else if (answer instanceof RegistryAnswer.Unknown unknown) {
      evidence.add(
          Evidence.of("registry-unknown", 0, "the registry did not tell: " + unknown.reason()));
    }
    return isUndecided(name.evidence(), evidence)
        ? evidence.stream().map(Evidence::withoutWeight).toList()
        : List.copyOf(evidence);
  }

  /** Something small speaks against it and nothing for it: that is neither safe nor suspicious. */
  private boolean isUndecided(List<Evidence> name, List<Evidence> registry) {
    double sum = Weights.logOdds(Weights.PRIOR);
    for (List<Evidence> part : List.of(name, registry)) {
      for (Evidence evidence : part) {
        if (evidence.weight() < 0 || evidence.floor() > 0) {
          return false;
        }
        sum += evidence.weight();
      }
    }
    return Weights.probability(sum) < thresholds.suspicious();
  }

  /**
   * The verdict.
   *
   * @param answer of the registry, null if none was asked
   */
  PackageVerdict verdict(
      PackageId id, NameJudge.Judgement name, @Nullable RegistryAnswer answer, Instant now) {
    List<Evidence> all = new ArrayList<>(name.evidence());
    if (answer != null) {
      all.addAll(registry(name, answer, now));
    }
    double sum = Weights.logOdds(Weights.PRIOR);
    double floor = 0;
    boolean counts = false;
    for (Evidence evidence : all) {
      sum += evidence.weight();
      floor = Math.max(floor, evidence.floor());
      counts |= evidence.counts();
    }
    double withoutFloor = Weights.probability(sum);
    double score = counts ? Math.max(withoutFloor, floor) : Double.NaN;
    Missing missing =
        answer instanceof RegistryAnswer.Absent absent && !name.isSettled()
            ? missing(id, name, absent)
            : null;
    Recommendation recommendation =
        missing != null ? Recommendation.NOT_FOUND : recommendation(score);
    all.sort(STRONGEST_FIRST);
    return new PackageVerdict(
        id,
        recommendation,
        missing,
        score,
        name.resemblance(),
        all.stream().map(evidence -> reason(evidence, withoutFloor)).toList());
  }

  private Recommendation recommendation(double score) {
    return switch (thresholds.label(score)) {
      case PHISHING -> Recommendation.HIGH_RISK;
      case SUSPICIOUS -> Recommendation.SUSPICIOUS;
      case BENIGN -> Recommendation.SAFE;
      case UNKNOWN -> Recommendation.UNKNOWN;
    };
  }

  /** Why it matters that a package is missing. */
  Missing missing(PackageId id, NameJudge.Judgement name, RegistryAnswer.Absent absent) {
    if (lists.isPrivate(id)) {
      return Missing.PRIVATE_SCOPE;
    }
    if (absent.takenDown()) {
      return Missing.TOMBSTONE;
    }
    if (lists.isHallucinated(id)) {
      return Missing.KNOWN_HALLUCINATED;
    }
    return name.resemblance() != null ? Missing.NEAR_POPULAR : Missing.UNREGISTERED;
  }

  /** A floor weighs as much as it raises what was below it. */
  private static PackageReason reason(Evidence evidence, double withoutFloor) {
    double lift =
        evidence.floor() > withoutFloor
            ? Weights.logOdds(evidence.floor()) - Weights.logOdds(withoutFloor)
            : 0;
    return new PackageReason(evidence.code(), evidence.weight() + lift, evidence.message());
  }

  /** What is said of a text that is no name at all. */
  static PackageVerdict noName(PackageId id, String why) {
    return new PackageVerdict(
        id,
        Recommendation.UNKNOWN,
        null,
        Double.NaN,
        null,
        List.of(new PackageReason("invalid-name", 0, why)));
  }

  private static boolean has(List<Evidence> evidence, String code) {
    return evidence.stream().anyMatch(one -> one.code().equals(code));
  }
}
