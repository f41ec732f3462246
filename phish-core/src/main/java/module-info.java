/** The engine, the built-in extractors, models and local caches. */
@org.jspecify.annotations.NullMarked
module io.phish.core {
  requires static transitive java.sql;
  requires static transitive org.jspecify;
  requires transitive io.phish;
  requires com.github.benmanes.caffeine;
  requires org.slf4j;

  exports io.phish.core.cache;
}
