/** The engine, the built-in extractors, models and local caches. */
@SuppressWarnings("requires-automatic") // ICU4J names its module in the manifest only
@org.jspecify.annotations.NullMarked
module io.phish.core {
  requires static transitive org.jspecify;
  requires transitive io.phish;
  requires com.google.common;
  requires com.ibm.icu;
  requires org.slf4j;

  exports io.phish.core.model;

  provides io.phish.spi.Canonicalizer with
      io.phish.core.url.DomainCanonicalizer,
      io.phish.core.url.UrlCanonicalizer;
  provides io.phish.spi.FeatureExtractor with
      io.phish.core.url.UrlExtractor;
}
