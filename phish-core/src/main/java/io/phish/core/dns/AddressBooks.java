package io.phish.core.dns;

import org.jspecify.annotations.Nullable;

/** The local databases that a host has given; null those that it has not. */
record AddressBooks(@Nullable AddressBook asn, @Nullable AddressBook country)
    implements AutoCloseable {
  static final AddressBooks NONE = new AddressBooks(null, null);

  @Override
  public void close() {
    if (asn != null) {
      asn.close();
    }
    if (country != null) {
      country.close();
    }
  }
}
