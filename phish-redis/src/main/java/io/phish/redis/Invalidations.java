package io.phish.redis;

import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushMessage;
import io.phish.spi.CacheInvalidationListener;
import io.phish.spi.CacheKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the server which entries others changed. It is told on the connection for commands, so
 * that a change comes after the answers that do not know of it, and not of our own changes.
 */
final class Invalidations implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Invalidations.class);

  private final RedisLink link;
  private final CacheKeys keys;
  private final List<CacheInvalidationListener> listeners = new CopyOnWriteArrayList<>();
  private boolean isTracking;

  Invalidations(RedisLink link, CacheKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  /** Begins with the first listener: without one, the server need not tell. */
  synchronized void add(CacheInvalidationListener listener) {
    listeners.add(listener);
    if (!isTracking && !link.options().isCluster() && !link.options().isResp2()) {
      isTracking = true;
      link.onConnect(this::track);
    }
  }

  private CompletionStage<?> track(Wire wire) {
    if (listeners.isEmpty()
        || !(wire.stateful() instanceof StatefulRedisConnection<byte[], byte[]> connection)) {
      return CompletableFuture.completedFuture(null);
    }
    connection.addListener(this::onPush);
    return wire.async()
        .clientTracking(TrackingArgs.Builder.enabled().bcast().noloop().prefixes(keys.root()))
        // What changed while nobody told us is not known.
        .thenAccept(done -> tellAll());
  }

  private void onPush(PushMessage message) {
    if (!"invalidate".equals(message.getType())) {
      return;
    }
    List<Object> content = message.getContent();
    Object names = content.size() < 2 ? null : content.get(1);
    if (!(names instanceof List<?> list)) {
      tellAll(); // the database was flushed
      return;
    }
    for (Object name : list) {
      byte[] octets = octets(name);
      CacheKey key = octets == null ? null : keys.key(octets);
      if (key != null) {
        tell(key);
      }
    }
  }

  private static byte @Nullable [] octets(@Nullable Object name) {
    if (name instanceof byte[] octets) {
      return octets;
    }
    if (name instanceof ByteBuffer buffer) {
      byte[] octets = new byte[buffer.remaining()];
      buffer.duplicate().get(octets);
      return octets;
    }
    return null;
  }

  @SuppressWarnings("CatchingUnchecked") // a listener may throw what it likes
  private void tell(@Nullable CacheKey key) {
    for (CacheInvalidationListener listener : listeners) {
      try {
        if (key == null) {
          listener.allInvalidated();
        } else {
          listener.invalidated(key);
        }
      } catch (Throwable e) {
        log.debug("A listener of a cache threw", e);
      }
    }
  }

  private void tellAll() {
    tell(null);
  }

  @Override
  public void close() {
    listeners.clear();
  }
}
