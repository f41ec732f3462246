package com.example.badcore.dns;

import io.phish.elsewhere.Internal;

/** Of other modules only the API is known. */
public final class UsesModule {
  Internal internal = new Internal();
}
