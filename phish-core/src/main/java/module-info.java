/** The engine, the built-in extractors, models and local caches. */
@org.jspecify.annotations.NullMarked
module io.phish.core {
  requires static transitive org.jspecify;
  requires transitive io.phish;

  exports io.phish.core.model;
}
