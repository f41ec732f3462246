package io.phish.core.packages.registry;

import java.net.URI;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Asks an index of Python: its JSON API, which tells most, and where there is none, its simple API
 * in JSON (PEP 691).
 */
final class PypiClient implements RegistryClient {
  private static final String SIMPLE = "application/vnd.pypi.simple.v1+json";
  private static final String SIMPLE_PATH = "simple/";
  private static final String JSON_PATH = "pypi/";

  @Override
  public CompletableFuture<RegistryAnswer> ask(Endpoint endpoint, String name, Call call) {
    String path = Endpoint.segment(canonical(name));
    String base = endpoint.base().toString();
    String root = base;
    if (base.endsWith("/" + SIMPLE_PATH)) {
      root = base.substring(0, base.length() - SIMPLE_PATH.length());
    } else if (base.endsWith("/" + JSON_PATH)) {
      root = base.substring(0, base.length() - JSON_PATH.length());
    }
    URI json = URI.create(root + JSON_PATH + path + "/json");
    URI simple = URI.create(root + SIMPLE_PATH + path + "/");
    return call.get(endpoint, json, "application/json")
        .thenCompose(
            reply ->
                hasNoSuchApi(reply)
                    ? Replies.answer(
                        call.get(endpoint, simple, SIMPLE),
                        "list of files in JSON (PEP 691)",
                        files -> PypiFiles.read(files, name))
                    : Replies.answer(
                        CompletableFuture.completedFuture(reply),
                        "package in JSON",
                        document -> PypiDocument.read(document, name)));
  }

  /** Who has the API says in JSON that there is no such package; who has not, has a page. */
  private static boolean hasNoSuchApi(Reply reply) {
    return reply.status() == 404 && !reply.type().endsWith("json");
  }

  /** As PEP 503 has it. */
  static String canonical(String name) {
    StringBuilder canonical = new StringBuilder(name.length());
    boolean separator = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '-' || c == '_' || c == '.') {
        separator = true;
      } else {
        if (separator) {
          canonical.append('-');
          separator = false;
        }
        canonical.append(c);
      }
    }
    if (separator) {
      canonical.append('-');
    }
    return canonical.toString().toLowerCase(Locale.ROOT);
  }
}
