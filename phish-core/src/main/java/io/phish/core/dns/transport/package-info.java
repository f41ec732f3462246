/** How DNS messages travel: UDP, TCP and HTTPS, without blocking anybody. */
@org.jspecify.annotations.NullMarked
package io.phish.core.dns.transport;
