/** Reads WHOIS replies: every registry writes its own. */
@org.jspecify.annotations.NullMarked
package io.phish.core.registration.whois.dialect;
