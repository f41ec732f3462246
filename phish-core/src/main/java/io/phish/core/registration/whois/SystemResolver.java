package io.phish.core.registration.whois;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Asks the resolver of the operating system, which blocks: on two threads, which are there only
 * while there is something to ask.
 */
final class SystemResolver implements HostResolver, AutoCloseable {
  private static final int THREADS = 2;
  private static final int QUEUE = 1_024;

  private final ThreadPoolExecutor pool = Threads.pool("phish-whois-hosts", THREADS, QUEUE);

  @Override
  public CompletionStage<List<InetAddress>> resolve(String host) {
    try {
      return CompletableFuture.supplyAsync(() -> addresses(host), pool);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static List<InetAddress> addresses(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
