package com.example.badcore.cache;

import com.example.badcore.url.Plain;

/** A helper does not know a capability. */
public final class UsesCapability {
  Plain url = new Plain();
}
