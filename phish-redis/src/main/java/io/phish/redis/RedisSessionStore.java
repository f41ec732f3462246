package io.phish.redis;

import io.lettuce.core.ScriptOutputType;
import io.phish.spi.Session;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore;
import io.phish.spi.SessionToken;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in Redis, for all instances alike. Every method is one script and one round trip,
 * but the end of all sessions of a tenant, which takes one per thousand. The server's clock counts.
 *
 * <p>Keys are {@code prefix:1:session:{TENANT}:…}, so that all sessions of a tenant are in one slot
 * of a cluster and change together; the names of tenant and user are hashed in keys, and stand in
 * the values. What can be read in Redis gives nobody a session: tokens are not kept, only hashes.
 * What nobody uses any more expires by itself.
 *
 * <p>While Redis is away every method fails with a {@link RedisCallException} after {@link
 * RedisOptions#commandTimeout()} at most; if the time was up, what was asked for may still be done.
 * A failover may bring back what was changed or revoked within the replication lag, or lose a
 * session that began within it.
 */
public final class RedisSessionStore implements SessionStore {
  private static final int MAX_LIST = 10_000;
  private static final int AT_ONCE = 1_000;
  private static final int HASH_LENGTH = 22;
  private static final byte[] SERVER_TIME = {};

  private final RedisKeys keys;
  private final RedisCalls calls;
  private final SessionLimits limits;
  private final @Nullable Clock clock;
  private final SecureRandom random = new SecureRandom();
  private volatile boolean isClosed;

  /** A store. The link stays its maker's. */
  public RedisSessionStore(RedisLink link, SessionLimits limits) {
    this(link, limits, null);
  }

  /** A store that goes by another clock than the server's. */
  RedisSessionStore(RedisLink link, SessionLimits limits, @Nullable Clock clock) {
    this.keys = link.keys();
    this.calls = link.calls("session", link.options().commandTimeout());
    this.limits = Objects.requireNonNull(limits, "limits");
    this.clock = clock;
  }

  @Override
  public CompletionStage<Creation> create(
      String tenant, String user, Map<String, String> attributes) {
    return answer(
        () -> {
          SessionStore.checkName("tenant", tenant);
          SessionStore.checkName("user", user);
          SessionStore.checkAttributes(attributes, limits);
          Map<String, String> copy = Map.copyOf(attributes);
          SessionToken token = SessionToken.random(tenant, random);
          String handle = token.handle();
          return run(
                  SessionScripts.CREATE,
                  SessionToken.tenantTag(tenant),
                  octets(hash(handle)),
                  octets(userHash(user)),
                  octets(limits.perUser()),
                  octets(limits.perTenant()),
                  octets(tenant),
                  octets(user),
                  encode(copy))
              .thenApply(
                  reply ->
                      number(reply.get(0)) == 0
                          ? new TenantFull(number(reply.get(1)))
                          : new Created(
                              token,
                              new Session(
                                  handle,
                                  tenant,
                                  user,
                                  1,
                                  instant(reply.get(1)),
                                  instant(reply.get(2)),
                                  copy)));
        });
  }

  @Override
  public CompletionStage<Optional<Session>> get(SessionToken token) {
    return answer(
        () -> {
          String handle = token.handle();
          return run(SessionScripts.GET, tag(handle), octets(hash(handle)))
              .thenApply(
                  reply ->
                      number(reply.get(0)) == 0
                          ? Optional.empty()
                          : Optional.of(session(tag(handle), reply)));
        });
  }

  @Override
  public CompletionStage<Update> update(
      SessionToken token, long version, Map<String, String> attributes) {
    return answer(
        () -> {
          SessionStore.checkAttributes(attributes, limits);
          String handle = token.handle();
          return run(
                  SessionScripts.UPDATE,
                  tag(handle),
                  octets(hash(handle)),
                  octets(version),
                  encode(attributes))
              .thenApply(
                  reply ->
                      switch ((int) number(reply.get(0))) {
                        case 0 -> new Ended();
                        case 1 -> new Updated(session(tag(handle), reply));
                        default -> new Conflict(session(tag(handle), reply));
                      });
        });
  }

  @Override
  public CompletionStage<List<Session>> sessions(String tenant, String user) {
    return answer(() -> list(tenant, "u:" + userHash(user), Integer.MAX_VALUE));
  }

  @Override
  public CompletionStage<List<Session>> sessions(String tenant, int most) {
    return answer(
        () -> {
          if (most < 1 || most > MAX_LIST) {
            throw new IllegalArgumentException("most " + most + " is not 1 to " + MAX_LIST);
          }
          return list(tenant, "used", most);
        });
  }

  private CompletionStage<List<Session>> list(String tenant, String index, int most) {
    String tag = SessionToken.tenantTag(tenant);
    return run(SessionScripts.LIST, tag, octets(index), octets(most))
        .thenApply(
            reply -> {
              List<Session> sessions = new ArrayList<>(reply.size());
              for (Object each : reply) {
                sessions.add(session(tag, (List<?>) each));
              }
              return List.copyOf(sessions);
            });
  }

  @Override
  public CompletionStage<Long> count(String tenant) {
    return answer(
        () ->
            run(SessionScripts.COUNT, SessionToken.tenantTag(tenant))
                .thenApply(reply -> number(reply.get(0))));
  }

  @Override
  public CompletionStage<Boolean> revoke(String handle) {
    return answer(
        () -> {
          String tag = tag(handle);
          String hash = hash(handle);
          if (!isHash(tag) || !isHash(hash)) {
            return CompletableFuture.completedFuture(false);
          }
          return run(SessionScripts.REVOKE, tag, octets(hash))
              .thenApply(reply -> number(reply.get(0)) == 1);
        });
  }

  @Override
  public CompletionStage<Long> revokeAll(String tenant, String user) {
    return answer(() -> revokeAll(SessionToken.tenantTag(tenant), "u:" + userHash(user), 0));
  }

  @Override
  public CompletionStage<Long> revokeAll(String tenant) {
    return answer(() -> revokeAll(SessionToken.tenantTag(tenant), "used", 0));
  }

  /** Some at a time, as nobody else is served meanwhile. */
  private CompletionStage<Long> revokeAll(String tag, String index, long before) {
    return run(SessionScripts.REVOKE_ALL, tag, octets(index), octets(AT_ONCE))
        .thenCompose(
            reply -> {
              long count = before + number(reply.get(0));
              return number(reply.get(1)) == 0
                  ? CompletableFuture.completedFuture(count)
                  : revokeAll(tag, index, count);
            });
  }

  private CompletionStage<List<Object>> run(RedisScript script, String tag, byte[]... more) {
    byte[][] arguments = new byte[more.length + 3][];
    arguments[0] = clock == null ? SERVER_TIME : octets(clock.millis());
    arguments[1] = octets(limits.idle().toMillis());
    arguments[2] = octets(limits.lifetime().toMillis());
    System.arraycopy(more, 0, arguments, 3, more.length);
    byte[][] base = {keys.tagged("session", tag, "")};
    return calls.eval(script, ScriptOutputType.MULTI, base, arguments);
  }

  private <T> CompletionStage<T> answer(Supplier<CompletionStage<T>> call) {
    if (isClosed) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the session store is closed"));
    }
    try {
      return call.get();
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Session session(String tag, List<?> reply) {
    return new Session(
        tag + '.' + text(reply.get(1)),
        text(reply.get(2)),
        text(reply.get(3)),
        number(reply.get(4)),
        instant(reply.get(5)),
        instant(reply.get(6)),
        decode((byte[]) reply.get(7)));
  }

  /** Before the full stop of a handle; empty if there is none. */
  private static String tag(String handle) {
    return handle.substring(0, Math.max(0, handle.indexOf('.')));
  }

  /** After it. */
  private static String hash(String handle) {
    return handle.substring(handle.indexOf('.') + 1);
  }

  private static boolean isHash(String text) {
    if (text.length() != HASH_LENGTH) {
      return false;
    }
    for (int i = 0; i < HASH_LENGTH; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }

  private static String userHash(String user) {
    return Hashes.of(user);
  }

  private static long number(Object value) {
    return value instanceof Long number ? number : Long.parseLong(text(value));
  }

  private static Instant instant(Object value) {
    return Instant.ofEpochMilli(number(value));
  }

  private static String text(Object value) {
    return new String((byte[]) value, StandardCharsets.UTF_8);
  }

  private static byte[] octets(long number) {
    return octets(Long.toString(number));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Each name and value behind its length. */
  private static byte[] encode(Map<String, String> attributes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    attributes.forEach(
        (name, value) -> {
          for (String part : List.of(name, value)) {
            byte[] octets = octets(part);
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(octets.length).array());
            out.writeBytes(octets);
          }
        });
    return out.toByteArray();
  }

  private static Map<String, String> decode(byte[] octets) {
    ByteBuffer in = ByteBuffer.wrap(octets);
    Function<ByteBuffer, String> next =
        from -> {
          byte[] part = new byte[from.getInt()];
          from.get(part);
          return new String(part, StandardCharsets.UTF_8);
        };
    Map<String, String> attributes = new HashMap<>();
    while (in.hasRemaining()) {
      String name = next.apply(in);
      attributes.put(name, next.apply(in));
    }
    return attributes;
  }

  /** Leaves the link alone, and the sessions. */
  @Override
  public void close() {
    isClosed = true;
  }
}
