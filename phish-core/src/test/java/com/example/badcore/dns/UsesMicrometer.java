package com.example.badcore.dns;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Only the metrics do. */
public final class UsesMicrometer {
  MeterRegistry registry = new SimpleMeterRegistry();
}
