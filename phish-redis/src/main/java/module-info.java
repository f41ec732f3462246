/** What several instances share, over Redis. */
@SuppressWarnings("requires-automatic") // Lettuce: named in the manifest only
@org.jspecify.annotations.NullMarked
module io.phish.redis {
  requires static transitive org.jspecify;
  requires transitive io.phish;
  requires lettuce.core;

  exports io.phish.redis;
}
