/** Runs everything that is shared over Redis for a long time while Redis fails. */
@org.jspecify.annotations.NullMarked
package io.phish.examples.bench.soak;
