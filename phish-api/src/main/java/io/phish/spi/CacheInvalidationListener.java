package io.phish.spi;

/**
 * Hears that entries of a shared store were changed by others, so that copies of them are to be let
 * go of. Called on the threads of the store; must be quick.
 */
public interface CacheInvalidationListener {

  /** The entry of a key was replaced, removed or dropped; or may have been. */
  void invalidated(CacheKey key);

  /** Any entry may have been. */
  void allInvalidated();
}
