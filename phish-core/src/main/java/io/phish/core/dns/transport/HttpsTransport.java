package io.phish.core.dns.transport;

import io.phish.core.dns.transport.DnsTransportException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/**
 * DNS over HTTPS (RFC 8484): each question is a POST, many at once on one HTTP/2 connection. No
 * redirect is followed. A reply is believed if it has the question; who sent it is up to TLS.
 *
 * <p>Safe for any number of threads. Futures complete on a thread of the HTTP client: whatever
 * depends on them must not block there.
 */
public final class HttpsTransport implements DnsTransport {
  /** What servers commonly allow on a connection; the client fails what is beyond. */
  private static final int MAX_STREAMS = 96;

  private static final int MAX_WAITING = 1 << 16;
  private static final String MEDIA_TYPE = "application/dns-message";

  private final URI server;
  private final HttpClient client;
  private final ScheduledThreadPoolExecutor timer;
  private final Queue<Exchange> waiting = new ConcurrentLinkedQueue<>();
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger streams = new AtomicInteger();
  private volatile boolean closed;

  private HttpsTransport(URI server, @Nullable SSLContext trust) {
    if (!"https".equalsIgnoreCase(server.getScheme()) || server.getHost() == null) {
      throw new IllegalArgumentException("server " + server + " is no https URL");
    }
    this.server = server;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .followRedirects(HttpClient.Redirect.NEVER);
    this.client = (trust == null ? builder : builder.sslContext(trust)).build();
    this.timer = new ScheduledThreadPoolExecutor(1, HttpsTransport::daemon);
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "phish-dns-https-timer");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * A transport to a server.
   *
   * @param server such as {@code https://dns.example/dns-query}
   */
  public static HttpsTransport to(URI server) {
    return new HttpsTransport(server, null);
  }

  /** A transport to a server that is trusted by other certificates than the platform's. */
  public static HttpsTransport to(URI server, SSLContext trust) {
    return new HttpsTransport(server, Objects.requireNonNull(trust, "trust"));
  }

  @Override
  public CompletableFuture<Message> send(Message query, Duration timeout) {
    if (query.getQuestion() == null || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("query has no question, or the timeout is not above 0");
    }
    Message copy = query.clone();
    // RFC 8484, section 4.1: the same question is the same message, for caches.
    copy.getHeader().setID(0);
    Exchange exchange = new Exchange(copy);
    if (open.size() >= MAX_WAITING) {
      exchange.fail(Reason.OVERLOADED, "too many questions are under way; send fewer", null);
      return exchange;
    }
    open.add(exchange);
    try {
      var alarm =
          timer.schedule(
              () -> exchange.fail(Reason.TIMED_OUT, "no answer within " + timeout, null),
              timeout.toNanos(),
              TimeUnit.NANOSECONDS);
      var unused = exchange.whenComplete((reply, error) -> end(exchange, alarm));
    } catch (RejectedExecutionException e) {
      open.remove(exchange);
      exchange.fail(Reason.CLOSED, "the transport was closed", null);
      return exchange;
    }
    waiting.add(exchange);
    pump();
    return exchange;
  }

  private void end(Exchange exchange, java.util.concurrent.Future<?> alarm) {
    alarm.cancel(false);
    open.remove(exchange);
    exchange.abort();
  }

  private void pump() {
    while (!waiting.isEmpty()) {
      if (streams.incrementAndGet() > MAX_STREAMS) {
        streams.decrementAndGet();
        return;
      }
      Exchange next = waiting.poll();
      if (next == null || next.isDone()) {
        streams.decrementAndGet();
        continue;
      }
      next.start();
    }
  }

  /** Fails what is on its way. On JDK 21 and later connections are closed when this returns. */
  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    waiting.clear();
    for (Exchange exchange : open) {
      exchange.fail(Reason.CLOSED, "the transport was closed", null);
    }
    if ((Object) client instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** One question and its reply. */
  private final class Exchange extends CompletableFuture<Message> {
    private final Message query;
    private volatile @Nullable CompletableFuture<?> request;

    Exchange(Message query) {
      this.query = query;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }

    void start() {
      HttpRequest post =
          HttpRequest.newBuilder(server)
              .header("Content-Type", MEDIA_TYPE)
              .header("Accept", MEDIA_TYPE)
              .POST(BodyPublishers.ofByteArray(query.toWire()))
              .build();
      CompletableFuture<HttpResponse<byte[]>> sent =
          client.sendAsync(post, response -> new BoundedBody());
      request = sent;
      if (isDone() || closed) {
        abort();
      }
      var unused =
          sent.whenComplete(
              (response, error) -> {
                streams.decrementAndGet();
                if (response == null) {
                  fail(Reason.UNREACHABLE, server + " cannot be asked", error);
                } else {
                  received(response);
                }
                pump();
              });
    }

    private void received(HttpResponse<byte[]> response) {
      if (response.statusCode() != 200) {
        fail(Reason.UNREACHABLE, server + " answered " + response.statusCode(), null);
        return;
      }
      String type = response.headers().firstValue("Content-Type").orElse("");
      if (!type.startsWith(MEDIA_TYPE)) {
        fail(Reason.MALFORMED, server + " sent " + type + " and not " + MEDIA_TYPE, null);
        return;
      }
      byte[] wire = response.body();
      ByteBuffer message = ByteBuffer.wrap(wire);
      var question = query.getQuestion();
      if (!ReplyScan.isReply(message)
          || ReplyScan.isTruncated(message)
          || message.getShort(0) != 0
          || ReplyScan.question(
                      message,
                      question.getName().toWire(),
                      question.getType(),
                      question.getDClass())
                  .compareTo(ReplyScan.Question.OTHER_CASE)
              > 0) {
        fail(Reason.MALFORMED, server + " sent something else than the answer", null);
        return;
      }
      try {
        complete(new Message(wire));
      } catch (IOException | RuntimeException e) {
        fail(Reason.MALFORMED, server + " sent what cannot be read", e);
      }
    }

    void fail(Reason reason, String message, @Nullable Throwable cause) {
      completeExceptionally(new DnsTransportException(reason, message, cause));
    }

    /** Ends the request, if there is one still. */
    void abort() {
      CompletableFuture<?> current = request;
      if (current != null) {
        current.cancel(true);
      }
    }
  }
}
