package io.phish.core.engine;

import io.phish.spi.FeatureExtractor;
import io.phish.spi.Protection;
import io.phish.spi.RateLimiter;
import io.phish.spi.ScoringModel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a host asked for about extractors.
 *
 * @param explicit extractors given rather than found
 * @param discover whether others are looked for
 * @param classLoader where
 * @param strict whether one that cannot be used is an error
 * @param enabled ids and globs; none for all
 * @param disabled ids and globs
 * @param settings by id or glob, in the order given: later ones win
 * @param limiter that the host shares with other instances, null if there is none
 * @param protection the names that matter to the host
 * @param models by id
 * @param weights by id or glob, in the order given: later ones win
 */
public record CatalogRequest(
    List<FeatureExtractor<?>> explicit,
    boolean discover,
    ClassLoader classLoader,
    boolean strict,
    List<String> enabled,
    List<String> disabled,
    Map<String, Map<String, String>> settings,
    @Nullable RateLimiter limiter,
    Protection protection,
    Map<String, ScoringModel> models,
    Map<String, Double> weights) {}
