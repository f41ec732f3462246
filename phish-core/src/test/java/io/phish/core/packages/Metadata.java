package io.phish.core.packages;

import io.phish.core.packages.registry.PackageMetadata;
import io.phish.core.packages.registry.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Metadata in the making: of a package that is neither new nor old, neither used nor unused. */
final class Metadata {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private final List<Release> releases = new ArrayList<>();
  private @Nullable Long downloads;
  private @Nullable Boolean publisherChanged;
  private @Nullable Boolean installScript;
  private @Nullable String repository = "https://example.org/source";
  private @Nullable String description = "Does what it says, and well";
  private @Nullable List<String> maintainers;
  private @Nullable Integer releaseCount;

  static Metadata plain() {
    return new Metadata().releases(200, 100, 90);
  }

  /** A package of yesterday that nobody uses. */
  static Metadata fresh() {
    Metadata metadata = new Metadata().releases(1).downloads(12);
    metadata.repository = null;
    metadata.description = null;
    return metadata;
  }

  static Metadata established() {
    return new Metadata().releases(2_000, 1_500, 1_000, 500, 200, 100).downloads(2_000_000);
  }

  Metadata releases(int... daysAgo) {
    releases.clear();
    for (int days : daysAgo) {
      add(NOW.minus(Duration.ofDays(days)));
    }
    return this;
  }

  Metadata add(Instant published) {
    releases.add(new Release("1." + releases.size(), published, false));
    return this;
  }

  Metadata count(int count) {
    releaseCount = count;
    return this;
  }

  Metadata downloads(long monthly) {
    downloads = monthly;
    return this;
  }

  Metadata publisherChanged() {
    publisherChanged = true;
    return this;
  }

  Metadata installScript() {
    installScript = true;
    return this;
  }

  Metadata nobodyNamed() {
    maintainers = List.of();
    return this;
  }

  PackageMetadata build() {
    return new PackageMetadata(
        Ecosystem.PYPI,
        "name",
        releases,
        releaseCount,
        downloads,
        maintainers,
        publisherChanged,
        repository,
        null,
        description,
        installScript,
        null);
  }
}
