/** Registration data as text over port 43 (RFC 3912). */
@org.jspecify.annotations.NullMarked
package io.phish.core.registration.whois;
