/**
 * What extension authors implement. Within a major version these interfaces grow by default methods
 * only.
 */
@org.jspecify.annotations.NullMarked
package io.phish.spi;
