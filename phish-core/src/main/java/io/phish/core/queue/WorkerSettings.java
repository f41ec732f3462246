package io.phish.core.queue;

import io.phish.core.resilience.Backoff;
import java.time.Duration;

/** What a worker was built with. */
record WorkerSettings(
    String name,
    int minConcurrency,
    int maxConcurrency,
    int threads,
    Duration timeLimit,
    Duration drainLimit,
    Backoff backoff,
    WorkerListener listener) {}
