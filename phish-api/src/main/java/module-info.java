/**
 * What applications call ({@link io.phish}, {@link io.phish.subject}), what extension authors
 * implement ({@link io.phish.spi}) and what listeners hear ({@link io.phish.event}).
 */
@org.jspecify.annotations.NullMarked
module io.phish {
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports io.phish;
  exports io.phish.event;
  exports io.phish.spi;
  exports io.phish.subject;

  uses io.phish.spi.DetectorProvider;
}
