package io.phish.core.engine;

import io.phish.event.BreakerChanged;
import io.phish.event.CacheAccessed;
import io.phish.spi.CacheStore;
import java.util.function.Consumer;

/** Makes the cache of observations, once there is somebody to tell of it. */
@FunctionalInterface
public interface StoreFactory {

  /**
   * The store, which the engine closes.
   *
   * @param accesses hears which tier was asked
   * @param breakers hears which tier is left alone
   */
  CacheStore create(Consumer<CacheAccessed> accesses, Consumer<BreakerChanged> breakers);
}
