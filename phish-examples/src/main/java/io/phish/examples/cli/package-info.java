/** The command line: {@code phish analyze}, {@code phish extractors}, {@code phish version}. */
@org.jspecify.annotations.NullMarked
package io.phish.examples.cli;
