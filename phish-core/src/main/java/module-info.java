/** The engine, the built-in extractors, models and local caches. */
@SuppressWarnings({
  "requires-automatic", // ICU4J and Micrometer name their modules in the manifest only
  "requires-transitive-automatic"
})
@org.jspecify.annotations.NullMarked
module io.phish.core {
  requires com.github.benmanes.caffeine;
  requires com.fasterxml.jackson.core;
  requires com.google.common;
  requires com.ibm.icu;
  requires transitive io.phish;
  requires static transitive java.sql;
  requires static transitive micrometer.core;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports io.phish.core;
  exports io.phish.core.cache;
  exports io.phish.core.metrics;
  exports io.phish.core.model;
  exports io.phish.core.url;

  uses io.phish.spi.Canonicalizer;
  uses io.phish.spi.FeatureExtractor;

  provides io.phish.spi.Canonicalizer with
      io.phish.core.url.DomainCanonicalizer,
      io.phish.core.url.UrlCanonicalizer;
  provides io.phish.spi.DetectorProvider with
      io.phish.core.PhishDetectorProvider;
  provides io.phish.spi.FeatureExtractor with
      io.phish.core.url.UrlExtractor;
}
