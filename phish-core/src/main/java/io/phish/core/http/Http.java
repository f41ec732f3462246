package io.phish.core.http;

import io.phish.core.name.PublicAddresses;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks over HTTP/2 or HTTP/1.1, one hop at a time. Threads are few, daemons, and end when there is
 * nothing to do. Safe for any number of threads.
 */
public final class Http implements AutoCloseable {
  /** They never wait but for the system's resolver, which HttpClient asks on them as well. */
  private static final int THREADS = 3;

  private static final long IDLE_SECONDS = 5;

  private final ThreadPoolExecutor executor;
  private final ScheduledThreadPoolExecutor timer;
  private final HttpClient client;

  /**
   * One that has neither threads nor sockets yet.
   *
   * @param name of its threads
   * @param tls whom to trust; null for the platform's authorities
   */
  public Http(String name, @Nullable SSLContext tls) {
    executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons(name));
    executor.allowCoreThreadTimeOut(true);
    timer = new ScheduledThreadPoolExecutor(1, daemons(name + "-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(executor);
    if (tls != null) {
      builder.sslContext(tls);
    }
    client = builder.build();
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * One exchange: no redirect is followed, no coding undone. To cancel what is returned closes the
   * connection, or the stream of HTTP/2.
   *
   * @param headers all that the request has beside what HTTP itself needs
   * @param limit of the body, in octets as they come
   * @param nanos how long it may take to the last octet; then it fails with an {@link
   *     HttpTimeoutException}
   * @return fails with {@link LimitedBody.TooLargeException} if the body is longer
   */
  public CompletableFuture<HttpResponse<byte[]>> get(
      URI uri, Map<String, String> headers, int limit, long nanos) {
    Work<HttpResponse<byte[]>> work = new Work<>();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            // Ends the wait for a connection and for the head, but not for the body.
            .timeout(Duration.ofNanos(Math.max(1, nanos)));
    headers.forEach(request::header);
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request.build(), info -> new LimitedBody(limit));
    CompletableFuture<?> unused =
        exchange.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                work.completeExceptionally(failure);
              } else {
                work.complete(response);
              }
            });
    work.running(exchange);
    Future<?> alarm =
        schedule(
            () -> work.completeExceptionally(new HttpTimeoutException("no answer in time")), nanos);
    unused = work.whenComplete((response, failure) -> alarm.cancel(false));
    return work;
  }

  /** Whether all addresses of a host are of the Internet; fails if it has none. */
  public CompletableFuture<Boolean> isPublic(String host) {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            boolean all = true;
            for (InetAddress address : InetAddress.getAllByName(host)) {
              all &= PublicAddresses.isPublic(address);
            }
            result.complete(all);
          } catch (UnknownHostException e) {
            result.completeExceptionally(new UncheckedIOException("no address of " + host, e));
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /** Runs a task that does not wait on one of the threads that answers come in on. */
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /** Runs a short task later. */
  public Future<?> schedule(Runnable task, long nanos) {
    return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    shutdownNow(client);
    executor.shutdown();
  }

  /** From JDK 21 on a client can be closed; before, it ends when it is forgotten. */
  private static void shutdownNow(HttpClient client) {
    try {
      MethodHandle shutdown =
          MethodHandles.publicLookup()
              .findVirtual(HttpClient.class, "shutdownNow", MethodType.methodType(void.class));
      shutdown.invoke(client);
    } catch (NoSuchMethodException e) {
      // Before JDK 21.
    } catch (Throwable e) {
      throw new IllegalStateException("the client cannot be closed", e);
    }
  }
}
