package io.phish.core.registration.whois;

import io.phish.core.resilience.Backoff;
import io.phish.core.resilience.SharedLimit;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a client works.
 *
 * @param servers of which domains
 * @param rules how each is to be asked
 * @param resolver finds their addresses
 * @param executor runs everything that is not the event loop's
 * @param queryTimeout of one question, from the first packet
 * @param connections at once to all servers
 * @param connectionsPerServer at once, as long as its limit and its speed do not call for more
 * @param queue how many single look-ups may wait for a server
 * @param bulkWindow how many look-ups of a bulk are under way
 * @param pause how long a server that refuses is left alone at the first time
 * @param longestPause how long at last
 * @param allowPrivate whether servers that others name may be at any address and port
 * @param maxReferrals how many servers are asked beyond the first
 * @param shared what counts together with the questions of others, null if nothing does
 */
record Settings(
    WhoisServers servers,
    Function<HostPort, ServerRules> rules,
    HostResolver resolver,
    Executor executor,
    Duration queryTimeout,
    int connections,
    int connectionsPerServer,
    int queue,
    int bulkWindow,
    Duration pause,
    Duration longestPause,
    boolean allowPrivate,
    int maxReferrals,
    @Nullable SharedLimit shared) {

  /** How long to leave a server alone that has refused so many times before, in nanoseconds. */
  long pause(int times) {
    // Half of it is sure: a server that refuses wants to be left alone, not to be asked by chance.
    return pause.toNanos() / 2 + Backoff.of(pause, longestPause).nanos(times);
  }

  /** Runs something of somebody else's; on the calling thread if the executor takes no more. */
  void run(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever a resolver throws, there is no address
  CompletionStage<List<InetAddress>> resolve(String host) {
    try {
      return resolver.resolve(host);
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
