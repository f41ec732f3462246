package io.phish.core.packages.registry;

import io.phish.core.http.Http;
import io.phish.core.http.Lane;
import io.phish.core.http.LaneException;
import io.phish.core.http.LimitedBody;
import io.phish.core.http.Work;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One question on its way: from what is kept, or hop after hop until there is a reply. */
final class Exchange {
  /** How many redirects are followed. */
  static final int MAX_REDIRECTS = 5;

  /** What is larger is not worth the room of many others. */
  private static final int MAX_KEPT = 1 << 20;

  private final RegistryHttp net;
  private final Question question;
  private final Work<Reply> work = new Work<>();
  private final Set<URI> visited = new HashSet<>();
  private @Nullable Kept kept;

  Exchange(RegistryHttp net, Question question) {
    this.net = net;
    this.question = question;
  }

  /** To cancel what is returned ends the exchange. */
  CompletableFuture<Reply> begin() {
    CompletableFuture<Optional<Kept>> looked = net.cache().get(question.key());
    work.running(looked);
    CompletableFuture<?> unused = looked.thenAccept(this::withKept);
    return work;
  }

  private void withKept(Optional<Kept> found) {
    kept = found.orElse(null);
    Settings settings = net.settings();
    if (settings.offline()) {
      if (kept == null) {
        fail("off-line: no registry was asked");
      } else {
        work.complete(kept.reply());
      }
      return;
    }
    Http http = net.http();
    if (http == null) {
      fail("the registry is closed");
    } else if (kept != null && kept.isFresh(settings.clock().instant())) {
      Reply reply = kept.reply();
      // Whoever asks is not to read what may be megabytes.
      http.execute(() -> work.complete(reply));
    } else {
      hop(http, question.uri(), null);
    }
  }

  private void fail(String reason) {
    work.completeExceptionally(new RegistryException(reason));
  }

  private void fail(URI uri, String reason) {
    fail(Origin.of(uri) + ": " + reason);
  }

  private void hop(Http http, URI uri, @Nullable URI from) {
    String scheme = uri.getScheme();
    boolean secure = "https".equalsIgnoreCase(scheme);
    if (uri.getHost() == null || !(secure || "http".equalsIgnoreCase(scheme))) {
      fail(from == null ? question.uri() : from, "it redirects to no URL of http or https");
    } else if (from != null && Origin.of(from).isSecure() && !secure) {
      fail(from, "it redirects from https to http");
    } else if (!visited.add(uri)) {
      fail(uri, "the redirects go round in a circle");
    } else if (visited.size() > MAX_REDIRECTS + 1) {
      fail(uri, "more than " + MAX_REDIRECTS + " redirects");
    } else if (net.settings().allowPrivate() || Origin.of(uri).equals(question.trusted())) {
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
                fail(uri, words(failure));
              } else if (!isPublic) {
                fail(
                    question.trusted()
                        + ": it leads to "
                        + Origin.of(uri)
                        + ", a private or loopback address");
              } else {
                ask(http, uri);
              }
            });
  }

  private void ask(Http http, URI uri) {
    if (work.isDone()) {
      return;
    }
    Map<String, String> headers = headers(uri);
    CompletableFuture<HttpResponse<byte[]>> sent =
        net.lane(Origin.of(uri), question.rate(), http)
            .send(
                () -> http.get(uri, headers, Reply.MAX_LENGTH, net.time(question.deadline())),
                question.deadline());
    CompletableFuture<?> unused =
        sent.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                work.completeExceptionally(
                    new RegistryException(
                        Origin.of(uri) + ": " + words(failure), Lane.unwrap(failure)));
              } else {
                take(http, uri, response);
              }
            });
    work.running(sent);
  }

  private Map<String, String> headers(URI uri) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", question.accept());
    headers.put("Accept-Encoding", "gzip");
    headers.put("User-Agent", net.settings().userAgent());
    Credentials credentials = question.credentials();
    if (credentials != null && Origin.of(uri).equals(question.trusted())) {
      headers.put("Authorization", credentials.field());
    }
    Kept known = kept;
    if (known != null && uri.equals(question.uri())) {
      String modified = known.reply().lastModified();
      if (known.etag() != null) {
        headers.put("If-None-Match", known.etag());
      } else if (modified != null) {
        headers.put("If-Modified-Since", modified);
      }
    }
    return headers;
  }

  private void take(Http http, URI uri, HttpResponse<byte[]> response) {
    switch (response.statusCode()) {
      case 301, 302, 303, 307, 308 -> redirect(http, uri, response);
      case 304 -> unchanged(uri, response);
      default -> {
        Reply reply = Reply.of(uri, response.statusCode(), response.headers(), response.body());
        if (reply.isFound() && visited.size() == 1) {
          keep(reply, response);
        }
        work.complete(reply);
      }
    }
  }

  private void redirect(Http http, URI uri, HttpResponse<byte[]> response) {
    String location = response.headers().firstValue("Location").orElse("").strip();
    URI next;
    try {
      next = location.isEmpty() ? null : uri.resolve(location);
    } catch (IllegalArgumentException e) {
      next = null;
    }
    if (next == null) {
      fail(uri, "it redirects without saying where to");
    } else {
      hop(http, next, uri);
    }
  }

  private void unchanged(URI uri, HttpResponse<byte[]> response) {
    Kept known = kept;
    if (known == null) {
      fail(uri, "it answered 304 to a question that set no condition");
      return;
    }
    Instant until = Freshness.until(response.headers(), net.settings().clock().instant());
    if (until != null) {
      net.cache().put(question.key(), known.until(until));
    }
    work.complete(known.reply());
  }

  private void keep(Reply reply, HttpResponse<byte[]> response) {
    Instant now = net.settings().clock().instant();
    Instant until = Freshness.until(response.headers(), now);
    String etag = response.headers().firstValue("ETag").orElse(null);
    boolean useful =
        until != null && (etag != null || reply.lastModified() != null || until.isAfter(now));
    if (until != null && useful && reply.body().length <= MAX_KEPT) {
      net.cache().put(question.key(), new Kept(reply, etag, until));
    }
  }

  private static String words(Throwable failure) {
    Throwable cause = Lane.unwrap(failure);
    String message = cause.getMessage();
    if (cause instanceof LimitedBody.TooLargeException) {
      return "the answer is too large: " + message;
    }
    if (cause instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    if (cause instanceof LaneException) {
      return String.valueOf(message);
    }
    String kind = cause.getClass().getSimpleName();
    return message == null ? "no connection: " + kind : Texts.shown(message) + " (" + kind + ")";
  }
}
