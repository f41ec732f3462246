/** Registration data as JSON over HTTP (RFC 7480 to 9083). */
@org.jspecify.annotations.NullMarked
package io.phish.core.registration.rdap;
