package io.phish.core.registration.rdap;

import io.phish.core.http.Http;
import io.phish.core.http.LimitedBody;
import io.phish.core.http.Work;
import io.phish.core.registration.RegistrationState;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One question on its way: hop after hop until there is an outcome. */
abstract class RdapJourney {
  final Work<RdapOutcome> work = new Work<>();

  private final String domain;
  private final boolean trustsFirst;
  private final RdapParser parser;
  private final LongSupplier nanoTime;
  private final Set<URI> visited = new HashSet<>();
  private final long most;
  private long deadline;

  /**
   * A question.
   *
   * @param domain the answer must be on
   * @param trustsFirst whether the first server may be at any address
   * @param most nanoseconds that one exchange may take
   */
  RdapJourney(
      String domain, boolean trustsFirst, long most, RdapParser parser, LongSupplier nanoTime) {
    this.most = most;
    this.domain = domain;
    this.trustsFirst = trustsFirst;
    this.parser = parser;
    this.nanoTime = nanoTime;
  }

  /** Whether an address may be asked without a look at where it is. */
  abstract boolean isAllowed(URI uri);

  abstract boolean mayDowngrade();

  abstract RdapServer server(URI uri, Http http);

  void begin(Http http, URI uri, Duration within) {
    deadline = nanoTime.getAsLong() + within.toNanos();
    Future<?> alarm =
        http.schedule(
            () -> fail(uri, RdapOutcome.Reason.TIMEOUT, "no answer in time"), within.toNanos());
    CompletableFuture<?> unused = work.whenComplete((outcome, failure) -> alarm.cancel(false));
    hop(http, uri, null);
  }

  private void fail(URI uri, RdapOutcome.Reason reason, String message) {
    work.complete(new RdapOutcome.Failed(uri, reason, message));
  }

  private void hop(Http http, URI uri, @Nullable URI from) {
    String scheme = uri.getScheme();
    boolean secure = "https".equalsIgnoreCase(scheme);
    if (uri.getHost() == null || !(secure || "http".equalsIgnoreCase(scheme))) {
      fail(uri, RdapOutcome.Reason.FORBIDDEN, "it is no URL of http or https");
    } else if (from != null && "https".equals(from.getScheme()) && !secure && !mayDowngrade()) {
      fail(uri, RdapOutcome.Reason.FORBIDDEN, "a redirect leads from https to http");
    } else if (!visited.add(uri)) {
      fail(uri, RdapOutcome.Reason.REDIRECT, "the redirects go round in a circle");
    } else if (visited.size() > RdapClient.MAX_REDIRECTS + 1) {
      fail(
          uri, RdapOutcome.Reason.REDIRECT, "more than " + RdapClient.MAX_REDIRECTS + " redirects");
    } else if ((from == null && trustsFirst) || isAllowed(uri)) {
      ask(http, uri);
    } else {
      check(http, uri);
    }
  }

  private void check(Http http, URI uri) {
    CompletableFuture<Boolean> check = http.isPublic(uri.getHost());
    work.running(check);
    CompletableFuture<?> unused =
        check.whenComplete(
            (isPublic, failure) -> {
              if (failure != null) {
                fail(uri, RdapOutcome.Reason.UNREACHABLE, words(failure));
              } else if (!isPublic) {
                fail(
                    uri, RdapOutcome.Reason.FORBIDDEN, "it leads to a private or loopback address");
              } else {
                ask(http, uri);
              }
            });
  }

  private void ask(Http http, URI uri) {
    if (work.isDone()) {
      return;
    }
    CompletableFuture<RdapServer.Hop> hop =
        server(uri, http)
            .ask(
                uri,
                () ->
                    Reply.ask(http, uri, Map.of(), Math.min(most, deadline - nanoTime.getAsLong())),
                deadline);
    CompletableFuture<?> unused =
        hop.whenComplete(
            (result, failure) -> {
              if (failure != null) {
                fail(uri, reason(failure), words(failure));
              } else if (result.end() != null) {
                work.complete(result.end());
              } else if (result.reply() != null) {
                take(http, uri, result.reply());
              }
            });
    work.running(hop);
  }

  private static RdapOutcome.Reason reason(Throwable failure) {
    Throwable cause = RdapServer.unwrap(failure);
    if (cause instanceof LimitedBody.TooLargeException) {
      return RdapOutcome.Reason.TOO_LARGE;
    }
    return cause instanceof HttpTimeoutException
        ? RdapOutcome.Reason.TIMEOUT
        : RdapOutcome.Reason.UNREACHABLE;
  }

  private static String words(Throwable failure) {
    Throwable cause = RdapServer.unwrap(failure);
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private void take(Http http, URI uri, Reply reply) {
    if (reply.isRedirect()) {
      URI next = target(uri, reply);
      if (next == null) {
        fail(uri, RdapOutcome.Reason.REDIRECT, "a redirect does not say where to");
      } else {
        hop(http, next, uri);
      }
      return;
    }
    work.complete(outcome(uri, reply));
  }

  private static @Nullable URI target(URI uri, Reply reply) {
    String location = reply.header("Location");
    try {
      return location == null || location.isBlank() ? null : uri.resolve(location.strip());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private RdapOutcome outcome(URI uri, Reply reply) {
    RdapResponse response = null;
    String problem = "";
    try {
      response = parser.parse(reply.body());
    } catch (MalformedRdapException e) {
      problem = String.valueOf(e.getMessage());
    }
    if (reply.status() == Errors.NOT_FOUND) {
      return new RdapOutcome.NotFound(uri, isOfRdap(reply, response) ? response : null);
    }
    if (reply.status() != 200) {
      return new RdapOutcome.Failed(
          uri, RdapOutcome.Reason.STATUS, "the server answered " + reply.status());
    }
    if (response == null) {
      return new RdapOutcome.Failed(uri, RdapOutcome.Reason.MALFORMED, problem);
    }
    return understood(uri, reply, response);
  }

  /** Errors of RDAP are JSON objects; a bare one with the media type is as good. */
  private static boolean isOfRdap(Reply reply, @Nullable RdapResponse response) {
    String type = reply.header("Content-Type");
    return response != null
        && (response.error() != null
            || !response.conformance().isEmpty()
            || (type != null && type.startsWith(RdapParser.MEDIA_TYPE)));
  }

  private RdapOutcome understood(URI uri, Reply reply, RdapResponse response) {
    String answered = response.registration().domain();
    if (response.error() != null) {
      return switch (response.registration().state()) {
        case UNREGISTERED, RESERVED -> new RdapOutcome.NotFound(uri, response);
        case THROTTLED -> new RdapOutcome.Throttled(uri, Duration.ZERO);
        default ->
            new RdapOutcome.Failed(
                uri, RdapOutcome.Reason.STATUS, "the server answered " + response.error().code());
      };
    }
    if (response.registration().state() == RegistrationState.UNKNOWN) {
      return new RdapOutcome.Failed(
          uri, RdapOutcome.Reason.MALFORMED, "the reply is not on a domain");
    }
    if (answered != null && !answered.equals(domain)) {
      return new RdapOutcome.Failed(
          uri, RdapOutcome.Reason.MALFORMED, "the reply is on another domain");
    }
    return new RdapOutcome.Found(uri, response, new String(reply.body(), StandardCharsets.UTF_8));
  }
}
