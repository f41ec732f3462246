package io.phish.redis;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a link does.
 *
 * @param isUp whether there is a connection and the server answered last time
 * @param roundTrip how long its last answer took; null before the first
 * @param features what the server can do
 * @param problem why it is not up; null if it is
 */
public record RedisHealth(
    boolean isUp,
    @Nullable Duration roundTrip,
    RedisFeatures features,
    @Nullable RedisCallException problem) {}
