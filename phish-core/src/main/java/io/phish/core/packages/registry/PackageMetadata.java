package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a registry tells about a package. Null is not known, which is neither zero nor none.
 *
 * @param ecosystem of the package
 * @param name as the registry writes it
 * @param releases oldest first where times are known; bounded, see {@code releaseCount}
 * @param releaseCount how many there are, of which {@code releases} may hold only some
 * @param monthlyDownloads in the last thirty days or, where the registry counts otherwise, scaled
 *     to them
 * @param maintainers names or handles of those who may publish; null if not told
 * @param publisherChanged whether the latest release was published by somebody who had published
 *     none before
 * @param repository the address of its source, null if it names none
 * @param homepage null if it names none
 * @param description null if it has none
 * @param installScript whether the latest release runs code of its own while it is installed
 * @param license as written, null if it names none
 */
public record PackageMetadata(
    Ecosystem ecosystem,
    String name,
    List<Release> releases,
    @Nullable Integer releaseCount,
    @Nullable Long monthlyDownloads,
    @Nullable List<String> maintainers,
    @Nullable Boolean publisherChanged,
    @Nullable String repository,
    @Nullable String homepage,
    @Nullable String description,
    @Nullable Boolean installScript,
    @Nullable String license) {

  /** Copies the lists. */
  public PackageMetadata {
    releases = List.copyOf(releases);
    maintainers = maintainers == null ? null : List.copyOf(maintainers);
  }

  PackageMetadata withMonthlyDownloads(@Nullable Long downloads) {
    return new PackageMetadata(
        ecosystem,
        name,
        releases,
        releaseCount,
        downloads,
        maintainers,
        publisherChanged,
        repository,
        homepage,
        description,
        installScript,
        license);
  }
}
