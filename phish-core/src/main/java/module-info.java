/** The engine, the built-in extractors, models and local caches. */
@SuppressWarnings({
  "requires-automatic", // ICU4J, Micrometer, ONNX Runtime, tomlj: named in the manifest only
  "requires-transitive-automatic"
})
@org.jspecify.annotations.NullMarked
module io.phish.core {
  requires com.github.benmanes.caffeine;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.google.common;
  requires com.ibm.icu;
  requires com.maxmind.db;
  requires transitive io.phish;
  requires java.net.http;
  requires java.xml;
  requires transitive org.dnsjava;
  requires static com.microsoft.onnxruntime;
  requires static transitive java.sql;
  requires static transitive micrometer.core;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires org.snakeyaml.engine.v2;
  requires org.tomlj;

  exports io.phish.core;
  exports io.phish.core.cache;
  exports io.phish.core.dns;
  exports io.phish.core.dns.transport;
  exports io.phish.core.lookalike;
  exports io.phish.core.limit;
  exports io.phish.core.metrics;
  exports io.phish.core.model;
  exports io.phish.core.monitor;
  exports io.phish.core.name;
  exports io.phish.core.name.display;
  exports io.phish.core.name.permutation;
  exports io.phish.core.name.resemblance;
  exports io.phish.core.packages;
  exports io.phish.core.packages.manifest;
  exports io.phish.core.packages.registry;
  exports io.phish.core.queue;
  exports io.phish.core.registration;
  exports io.phish.core.registration.rdap;
  exports io.phish.core.registration.whois;
  exports io.phish.core.registration.whois.dialect;
  exports io.phish.core.session;
  exports io.phish.core.updates;
  exports io.phish.core.url;

  uses io.phish.spi.Canonicalizer;
  uses io.phish.spi.FeatureExtractor;

  provides io.phish.spi.Canonicalizer with
      io.phish.core.packages.PackageCanonicalizer,
      io.phish.core.url.DomainCanonicalizer,
      io.phish.core.url.UrlCanonicalizer;
  provides io.phish.spi.DetectorProvider with
      io.phish.core.PhishDetectorProvider;
  provides io.phish.spi.FeatureExtractor with
      io.phish.core.dns.DnsExtractor,
      io.phish.core.lookalike.LookalikeExtractor,
      io.phish.core.packages.PackageExtractor,
      io.phish.core.packages.RegistryExtractor,
      io.phish.core.registration.RegistrationExtractor,
      io.phish.core.url.UrlExtractor;
}
