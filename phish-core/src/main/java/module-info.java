/** The engine, the built-in extractors, models and local caches. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer
@org.jspecify.annotations.NullMarked
module io.phish.core {
  requires static transitive micrometer.core;
  requires static transitive org.jspecify;
  requires transitive io.phish;

  exports io.phish.core.metrics;
}
