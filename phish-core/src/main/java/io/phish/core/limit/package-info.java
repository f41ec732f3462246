/** Limits what an instance does by itself: the local counterpart of limits that a fleet shares. */
@org.jspecify.annotations.NullMarked
package io.phish.core.limit;
