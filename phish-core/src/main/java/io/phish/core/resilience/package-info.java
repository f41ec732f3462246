/**
 * Keeps a slow or broken resource from taking the rest down with it: circuit breaker, bulkhead,
 * rate limit, retry budget and back-off. Nothing here blocks, starts a thread or knows what a call
 * does.
 */
@org.jspecify.annotations.NullMarked
package io.phish.core.resilience;
