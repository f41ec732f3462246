/** Benchmarks: {@code mvn -Pbench -DskipTests verify}. */
@org.jspecify.annotations.NullMarked
package io.phish.examples.bench;
