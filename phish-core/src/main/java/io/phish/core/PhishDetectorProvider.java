package io.phish.core;

import io.phish.DetectorBuilder;
import io.phish.spi.DetectorProvider;

/** The engine of this module, for {@link java.util.ServiceLoader}. */
public final class PhishDetectorProvider implements DetectorProvider {

  /** For {@link java.util.ServiceLoader}. */
  public PhishDetectorProvider() {}

  @Override
  public DetectorBuilder newBuilder() {
    return new PhishDetectorBuilder();
  }
}
