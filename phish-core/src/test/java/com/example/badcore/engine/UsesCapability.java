package com.example.badcore.engine;

import com.example.badcore.dns.UsesEngine;

/** The engine meets extractors through the SPI only. */
public final class UsesCapability {
  UsesEngine dns = new UsesEngine();
}
