package io.phish.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Goes over the keys of the cache, page after page, by space, past the keys of everybody else. */
final class CacheSweep {
  /** A page keeps a server busy for less than a millisecond. */
  private static final int PAGE = 1_000;

  /** A colon and 32 hexadecimal digits. */
  private static final int HASH = 33;

  private final RedisCalls calls;
  private final String root;

  CacheSweep(RedisLink link) {
    this.calls = link.calls("cache-sweep", link.options().commandTimeout());
    this.root = link.keys().area("cache");
  }

  RedisCalls calls() {
    return calls;
  }

  /**
   * Hands over the names of each page by space.
   *
   * @param page says whether to go on, when it is done with a page
   * @return whether all pages were seen
   */
  CompletableFuture<Boolean> over(
      BiFunction<Wire, Map<String, List<byte[]>>, CompletionStage<Boolean>> page) {
    return from(ScanCursor.INITIAL, page);
  }

  private CompletableFuture<Boolean> from(
      ScanCursor cursor,
      BiFunction<Wire, Map<String, List<byte[]>>, CompletionStage<Boolean>> page) {
    // Nothing in the root is a wild card.
    ScanArgs args = ScanArgs.Builder.limit(PAGE).match(root + "*");
    CompletableFuture<KeyScanCursor<byte[]>> scanned =
        calls.call(wire -> wire.async().scan(cursor, args));
    return scanned.thenCompose(
        found -> {
          Map<String, List<byte[]>> names = bySpace(found.getKeys());
          CompletableFuture<Boolean> done =
              names.isEmpty()
                  ? CompletableFuture.completedFuture(true)
                  : calls.call(wire -> page.apply(wire, names));
          return done.thenCompose(
              goOn ->
                  found.isFinished() || !goOn
                      ? CompletableFuture.completedFuture(found.isFinished())
                      : from(found, page));
        });
  }

  private Map<String, List<byte[]>> bySpace(List<byte[]> names) {
    Map<String, List<byte[]>> bySpace = new LinkedHashMap<>();
    for (byte[] name : names) {
      String space = space(name);
      if (space != null) {
        bySpace.computeIfAbsent(space, any -> new ArrayList<>()).add(name);
      }
    }
    return bySpace;
  }

  /** The space of a name; null if it is none of the cache's. */
  private @Nullable String space(byte[] name) {
    String text = new String(name, StandardCharsets.ISO_8859_1);
    int end = text.length() - HASH;
    return text.startsWith(root) && end > root.length() && text.charAt(end) == ':'
        ? text.substring(root.length(), end)
        : null;
  }
}
