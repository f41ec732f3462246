package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import io.phish.core.resilience.RateLimit;
import io.phish.spi.CacheStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How registries are asked.
 *
 * @param offline whether nobody is asked
 * @param allowPrivate whether redirects may lead to addresses that are not of the Internet
 * @param userAgent who we are
 * @param requestTimeout for one exchange
 * @param tls null for the platform's
 * @param cache null for a few megabytes of memory
 * @param rates other than by default
 * @param nanoTime a monotonic clock
 * @param clock tells the time of day
 */
record Settings(
    boolean offline,
    boolean allowPrivate,
    String userAgent,
    Duration requestTimeout,
    @Nullable SSLContext tls,
    @Nullable CacheStore cache,
    Map<Ecosystem, List<RateLimit.Window>> rates,
    LongSupplier nanoTime,
    InstantSource clock) {}
