/** What several instances share, over Redis. */
@SuppressWarnings("requires-automatic") // Lettuce: named in the manifest only
@org.jspecify.annotations.NullMarked
module io.phish.redis {
  requires io.netty.buffer;
  requires transitive io.phish;
  requires lettuce.core;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports io.phish.redis;
}
