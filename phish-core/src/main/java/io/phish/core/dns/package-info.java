/** What the DNS says of a name: resolver, bulk resolver, features and extractor. */
@org.jspecify.annotations.NullMarked
package io.phish.core.dns;
