/** Tells which names that may be taken for a name are registered, and what has changed since. */
@org.jspecify.annotations.NullMarked
package io.phish.core.monitor;
