package com.example.badcore.dns;

import com.example.badcore.url.Plain;

/** A capability does not know another one. */
public final class UsesCapability {
  Plain url = new Plain();
}
