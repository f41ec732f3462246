package io.phish.core.packages;

import io.phish.core.name.resemblance.Resemblance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a package.
 *
 * @param id the package that was asked about
 * @param recommendation what to do
 * @param missing why its absence matters; set if and only if it was {@link Recommendation#NOT_FOUND
 *     not found}
 * @param score the calibrated probability that it is an attack, from 0 to 1; NaN if nothing could
 *     be learnt
 * @param resemblance which protected name it looks like, null if none
 * @param reasons the strongest first
 */
public record PackageVerdict(
    PackageId id,
    Recommendation recommendation,
    @Nullable Missing missing,
    double score,
    @Nullable Resemblance resemblance,
    List<PackageReason> reasons) {

  /** Copies the reasons. */
  public PackageVerdict {
    reasons = List.copyOf(reasons);
  }
}
