package io.phish.spi;

import io.phish.DetectorBuilder;

/**
 * The engine, found by {@link java.util.ServiceLoader}. Applications use {@link io.phish.Detector}.
 */
public interface DetectorProvider {

  /** A builder with the engine's defaults. */
  DetectorBuilder newBuilder();
}
