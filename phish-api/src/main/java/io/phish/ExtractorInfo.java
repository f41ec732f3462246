package io.phish;

import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.ModelVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An extractor of a detector.
 *
 * @param descriptor what it says of itself, with the host's configuration applied
 * @param source the jar or folder it came from
 * @param enabled whether it is used
 * @param model the model that scores its features, null if none does
 * @param weight its weight in the ensemble before renormalisation
 */
public record ExtractorInfo(
    ExtractorDescriptor<?> descriptor,
    String source,
    boolean enabled,
    @Nullable ModelVersion model,
    double weight) {

  /** Checks for nulls. */
  public ExtractorInfo {
    Objects.requireNonNull(descriptor, "descriptor");
    Objects.requireNonNull(source, "source");
  }
}
