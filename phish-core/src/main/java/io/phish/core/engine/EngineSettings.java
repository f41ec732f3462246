package io.phish.core.engine;

import io.phish.AnalysisOptions;
import io.phish.Thresholds;
import io.phish.event.DetectorListener;
import io.phish.spi.Combiner;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a host asked for, apart from the extractors.
 *
 * @param store null if observations are not kept
 * @param storeBeginsEmpty whether there is nothing in the store but what this detector puts there
 * @param verdictCacheSize 0 if verdicts are not kept
 * @param executor null for the engine's own
 */
public record EngineSettings(
    AnalysisOptions defaultOptions,
    Prior prior,
    Thresholds thresholds,
    Combiner combiner,
    @Nullable StoreFactory store,
    boolean storeBeginsEmpty,
    long verdictCacheSize,
    Duration verdictTimeToLive,
    @Nullable Executor executor,
    Clock clock,
    List<DetectorListener> listeners,
    Duration drainTimeout) {}
