package com.example.badcore;

import com.example.badcore.dns.UsesCapability;
import com.example.badcore.url.Plain;

/** The root may use everything. */
public final class BadRoot {
  Plain plain = new Plain();
  UsesCapability capability = new UsesCapability();
}
