package io.phish.core.packages;

import io.phish.core.packages.registry.PackageMetadata;
import io.phish.core.packages.registry.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of a package say of it. What is not known says nothing. The limits are those in
 * use since the first tools of this kind: 30 days, 3 releases, 1,000 downloads a month, 5 releases
 * a day.
 */
final class MetadataJudge {
  private static final Duration YOUNG = Duration.ofDays(30);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int FEW_RELEASES = 3;
  private static final int SEVERAL_RELEASES = 5;
  private static final int SPIKE = 5;
  private static final long FEW_DOWNLOADS = 1_000;
  private static final long MANY_DOWNLOADS = 10_000;
  private static final long VERY_MANY_DOWNLOADS = 100_000;
  private static final int SHORT_DESCRIPTION = 10;

  private final PackageMetadata metadata;
  private final Instant now;

  /** Oldest first, those that are known. */
  private final List<Instant> times;

  private final List<Evidence> evidence = new ArrayList<>();
  private double thin;
  private boolean isUnused;

  private MetadataJudge(PackageMetadata metadata, Instant now) {
    this.metadata = metadata;
    this.now = now;
    this.times =
        metadata.releases().stream()
            .map(Release::published)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .sorted()
            .toList();
  }

  /**
   * What was found.
   *
   * @param supportsCombosquat whether the package is so new or so little used that words around a
   *     popular name count
   */
  record Findings(List<Evidence> evidence, boolean supportsCombosquat) {}

  /**
   * Judges.
   *
   * @param popular whether the package is known to be popular: it has no need of a long description
   */
  static Findings judge(PackageMetadata metadata, boolean popular, Instant now) {
    MetadataJudge judge = new MetadataJudge(metadata, now);
    if (!popular) {
      judge.thinness();
      judge.standing();
    }
    judge.conduct();
    return new Findings(judge.evidence, judge.isUnused && judge.thin >= Weights.SUPPORT);
  }

  private @Nullable Duration age() {
    return times.isEmpty() ? null : Duration.between(times.get(0), now);
  }

  /** Null if it is not known whether the oldest release is among those that are. */
  private @Nullable Duration wholeAge() {
    Integer count = metadata.releaseCount();
    boolean whole = count == null || count <= metadata.releases().size();
    boolean timed = metadata.releases().stream().allMatch(release -> release.published() != null);
    return whole && timed ? age() : null;
  }

  private boolean isYoung() {
    Duration age = wholeAge();
    return age != null && age.compareTo(YOUNG) < 0;
  }

  private @Nullable Integer count() {
    Integer count = metadata.releaseCount();
    if (count != null || metadata.releases().isEmpty()) {
      return count;
    }
    return metadata.releases().size();
  }

  private void thinness() {
    Duration age = wholeAge();
    Integer count = count();
    Long downloads = metadata.monthlyDownloads();
    if (age != null && age.compareTo(YOUNG) < 0) {
      thin("young", Weights.YOUNG, "it was first released " + days(age) + " ago");
      isUnused = true;
    }
    if (count != null && count < FEW_RELEASES) {
      thin(
          "few-releases",
          Weights.FEW_RELEASES,
          count == 1 ? "it has one release" : "it has " + count + " releases");
    }
    if (downloads != null && downloads < FEW_DOWNLOADS) {
      thin(
          "few-downloads",
          Weights.FEW_DOWNLOADS,
          "it is downloaded " + downloads + " times a month");
      isUnused = true;
    }
    if (metadata.repository() == null && metadata.homepage() == null) {
      thin("no-repository", Weights.NO_REPOSITORY, "it names neither a repository nor a home page");
    }
    String description = metadata.description();
    if (description == null || description.strip().length() < SHORT_DESCRIPTION) {
      thin("no-description", Weights.NO_DESCRIPTION, "it has hardly any description");
    }
    List<String> maintainers = metadata.maintainers();
    if (maintainers != null && maintainers.isEmpty()) {
      thin("no-maintainers", Weights.NO_MAINTAINERS, "nobody is named who may publish it");
    }
  }

  /** Counts up to what all of them together may. */
  private void thin(String code, double weight, String message) {
    double counted = Math.max(0, Math.min(weight, Weights.MOST_THIN - thin));
    thin += counted;
    evidence.add(Evidence.of(code, counted, message));
  }

  private void standing() {
    Duration age = age();
    Integer count = count();
    Long downloads = metadata.monthlyDownloads();
    if (isYoung()) {
      if (downloads != null && downloads >= VERY_MANY_DOWNLOADS) {
        evidence.add(
            Evidence.of(
                "download-inflation",
                Weights.DOWNLOAD_INFLATION,
                "it is "
                    + days(Objects.requireNonNull(age))
                    + " old and downloaded "
                    + downloads
                    + " times a month"));
      }
      return;
    }
    if (age != null && age.compareTo(YEAR) >= 0 && count != null && count >= SEVERAL_RELEASES) {
      evidence.add(
          Evidence.of(
              "long-history",
              Weights.LONG_HISTORY,
              "it has " + count + " releases since " + years(age) + " ago"));
    }
    if (downloads != null && downloads >= MANY_DOWNLOADS) {
      evidence.add(
          Evidence.of(
              "many-downloads",
              downloads >= VERY_MANY_DOWNLOADS
                  ? Weights.VERY_MANY_DOWNLOADS
                  : Weights.MANY_DOWNLOADS,
              "it is downloaded " + downloads + " times a month"));
    }
  }

  private void conduct() {
    if (Boolean.TRUE.equals(metadata.installScript())) {
      evidence.add(
          Evidence.of(
              "install-script",
              Weights.INSTALL_SCRIPT,
              "it runs code of its own while it is installed"));
    }
    if (Boolean.TRUE.equals(metadata.publisherChanged())) {
      evidence.add(
          Evidence.of(
              "publisher-changed",
              Weights.PUBLISHER_CHANGED,
              "its latest release is by somebody who had published none before"));
    }
    int last = times.size() - 1;
    if (last > 0) {
      Duration pause = Duration.between(times.get(last - 1), times.get(last));
      if (pause.compareTo(YEAR) >= 0 && isRecent(times.get(last))) {
        evidence.add(
            Evidence.of(
                "dormant-then-release",
                Weights.DORMANT,
                "its latest release came after a pause of " + days(pause)));
      }
    }
    int spike = mostInADay();
    if (spike >= SPIKE) {
      evidence.add(
          Evidence.of(
              "version-spike",
              Weights.VERSION_SPIKE,
              spike + " of its releases came within 24 hours"));
    }
  }

  private boolean isRecent(Instant time) {
    return Duration.between(time, now).compareTo(YOUNG) < 0;
  }

  /** Of the releases of the last days. */
  private int mostInADay() {
    int most = 0;
    int first = 0;
    for (int i = 0; i < times.size(); i++) {
      while (Duration.between(times.get(first), times.get(i)).compareTo(DAY) > 0) {
        first++;
      }
      if (isRecent(times.get(i))) {
        most = Math.max(most, i - first + 1);
      }
    }
    return most;
  }

  private static String days(Duration duration) {
    long days = Math.max(0, duration.toDays());
    return days == 1 ? "1 day" : days + " days";
  }

  private static String years(Duration duration) {
    long years = duration.toDays() / 365;
    return years == 1 ? "1 year" : years + " years";
  }
}
