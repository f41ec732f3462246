package io.phish.core.registration.rdap;

import io.phish.core.http.Http;
import io.phish.core.http.LimitedBody;
import io.phish.core.http.Work;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What came over HTTP, its body inflated and within the limit. */
final class Reply {
  private final URI source;
  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  private Reply(URI source, int status, HttpHeaders headers, byte[] body) {
    this.source = source;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Asks for one. To cancel what is returned ends the exchange.
   *
   * @param headers beside those that every request has
   * @param nanos how long it may take to the last octet; then it fails
   */
  static CompletableFuture<Reply> ask(Http http, URI uri, Map<String, String> headers, long nanos) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Accept", RdapParser.MEDIA_TYPE + ", application/json;q=0.9");
    all.put("Accept-Encoding", "gzip");
    all.put("User-Agent", "phish");
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.get(uri, all, RdapParser.MAX_LENGTH, nanos);
    Work<Reply> work = new Work<>();
    CompletableFuture<?> unused =
        exchange.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                work.completeExceptionally(failure);
                return;
              }
              try {
                work.complete(of(response, RdapParser.MAX_LENGTH));
              } catch (IOException e) {
                work.completeExceptionally(e);
              }
            });
    work.running(exchange);
    return work;
  }

  private static Reply of(HttpResponse<byte[]> response, int limit) throws IOException {
    String coding =
        response
            .headers()
            .firstValue("Content-Encoding")
            .orElse("")
            .strip()
            .toLowerCase(Locale.ROOT);
    byte[] body =
        switch (coding) {
          case "gzip", "x-gzip" ->
              response.body().length == 0
                  ? response.body()
                  : LimitedBody.inflate(response.body(), limit);
          case "", "identity" -> response.body();
          default -> throw new IOException("the reply has a content coding that was not asked for");
        };
    return new Reply(response.uri(), response.statusCode(), response.headers(), body);
  }

  /** Who gave it. */
  URI source() {
    return source;
  }

  int status() {
    return status;
  }

  /** A field of the head, null if it is not there. */
  @Nullable String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  /** Not to be changed. */
  byte[] body() {
    return body;
  }

  boolean isRedirect() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }
}
