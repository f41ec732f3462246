package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a registry tells about a package. Null is not known, which is neither zero nor none.
 *
 * @param ecosystem of the package
 * @param name as the registry writes it
 * @param releases oldest first where times are known, and those without a time last; from Maven and
 *     Go in the order of versions, with times of the first and the last only. At most 500: the
 *     first and the latest
 * @param releaseCount how many there are, of which {@code releases} may hold only some; where it is
 *     null, the first of them need not be the first of all
 * @param monthlyDownloads in the last thirty days or, where the registry counts otherwise, scaled
 *     to them
 * @param maintainers names or handles of those who may publish; null if not told
 * @param publisherChanged whether the latest release was published by somebody who had published
 *     none before
 * @param repository the address of its source, null if it names none
 * @param homepage null if it names none
 * @param description null if it has none
 * @param installScript whether the latest release runs code of its own while it is installed: with
 *     npm an install script, with PyPI that there is no wheel so that it has to be built
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
