package io.phish.spi;

import org.jspecify.annotations.Nullable;

enum StandardScope implements CacheScope {
  SUBJECT {
    @Override
    public String key(CanonicalForm form) {
      return form.text();
    }
  },
  HOST {
    @Override
    public @Nullable String key(CanonicalForm form) {
      return form.host();
    }
  },
  REGISTRABLE_DOMAIN {
    @Override
    public @Nullable String key(CanonicalForm form) {
      return form.registrableDomain();
    }
  }
}
