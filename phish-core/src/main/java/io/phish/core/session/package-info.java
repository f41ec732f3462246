/** Sessions of one instance, in its memory. */
@org.jspecify.annotations.NullMarked
package io.phish.core.session;
