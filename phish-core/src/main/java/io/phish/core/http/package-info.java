/**
 * Asks servers that are not trusted over HTTP: bounded, cancellable, with nothing that blocks, and
 * no more often than they like.
 */
@org.jspecify.annotations.NullMarked
package io.phish.core.http;
