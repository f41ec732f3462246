package io.phish.core.session;

import io.phish.spi.Session;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore;
import io.phish.spi.SessionToken;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in the memory of this process; they end with it. Every stage is complete when it
 * is returned, and no thread is started: what has expired is taken away when its tenant is looked
 * at, and whoever begins a session looks at some other tenants too.
 */
public final class MemorySessionStore implements SessionStore {
  /** How many sessions there are at most by default. */
  public static final int MOST = 1_000_000;

  private static final int MAX_LIST = 10_000;

  /** More than the one that may be new, so that the dead are fewer than the living in the end. */
  private static final int SWEPT = 4;

  private static final int SWEPT_WHEN_FULL = 64;

  private final SessionLimits limits;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentHashMap<String, TenantSessions> tenants = new ConcurrentHashMap<>();
  private final int most;
  private final AtomicLong total = new AtomicLong();
  private final ReentrantLock sweeping = new ReentrantLock();

  /** Where the sweep is; under its lock. */
  private Iterator<String> unswept = Collections.emptyIterator();

  private volatile boolean isClosed;

  /** An empty store, by the system's clock. */
  public MemorySessionStore(SessionLimits limits) {
    this(limits, Clock.systemUTC());
  }

  /** An empty store. */
  public MemorySessionStore(SessionLimits limits, Clock clock) {
    this(limits, clock, MOST);
  }

  /**
   * An empty store.
   *
   * @param most how many sessions there are at most, of all tenants together, at least 1: when as
   *     many live, one more is refused, whoever wants it
   */
  public MemorySessionStore(SessionLimits limits, Clock clock, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most " + most + " is below 1");
    }
    this.most = most;
    this.limits = Objects.requireNonNull(limits, "limits");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public CompletionStage<Creation> create(
      String tenant, String user, Map<String, String> attributes) {
    return answer(
        () -> {
          SessionStore.checkName("tenant", tenant);
          SessionStore.checkName("user", user);
          SessionStore.checkAttributes(attributes, limits);
          SessionToken token = SessionToken.random(tenant, random);
          Instant now = now();
          sweep(total.get() < most ? SWEPT : SWEPT_WHEN_FULL, now);
          Session session =
              new Session(token.handle(), tenant, user, 1, now, expiry(now, now), attributes);
          boolean hasRoom = total.incrementAndGet() <= most;
          try {
            return with(
                SessionToken.tenantTag(tenant),
                sessions ->
                    hasRoom && sessions.add(session, now, limits)
                        ? new Created(token, session)
                        : new TenantFull(sessions.size()));
          } finally {
            total.decrementAndGet(); // the one in the store is counted by now
          }
        });
  }

  /** Takes away what has expired of some more tenants, one after the other in all. */
  private void sweep(int count, Instant now) {
    if (!sweeping.tryLock()) {
      return;
    }
    try {
      for (int i = 0; i < count; i++) {
        if (!unswept.hasNext()) {
          unswept = tenants.keySet().iterator();
          if (!unswept.hasNext()) {
            return;
          }
        }
        boolean unused = with(unswept.next(), sessions -> sessions.expire(now));
      }
    } finally {
      sweeping.unlock();
    }
  }

  @Override
  public CompletionStage<Optional<Session>> get(SessionToken token) {
    return answer(
        () -> {
          String handle = token.handle();
          Instant now = now();
          return with(
              tag(handle),
              sessions -> {
                Session session = sessions.find(handle, now);
                return Optional.ofNullable(session)
                    .map(found -> sessions.use(touched(found, found.version(), now)));
              });
        });
  }

  @Override
  public CompletionStage<Update> update(
      SessionToken token, long version, Map<String, String> attributes) {
    return answer(
        () -> {
          SessionStore.checkAttributes(attributes, limits);
          String handle = token.handle();
          Instant now = now();
          return with(
              tag(handle),
              sessions -> {
                Session session = sessions.find(handle, now);
                if (session == null) {
                  return new Ended();
                }
                if (session.version() != version) {
                  return new Conflict(session);
                }
                Session next = touched(session, version + 1, now);
                return new Updated(
                    sessions.use(
                        new Session(
                            handle,
                            next.tenant(),
                            next.user(),
                            next.version(),
                            next.createdAt(),
                            next.expiresAt(),
                            attributes)));
              });
        });
  }

  @Override
  public CompletionStage<List<Session>> sessions(String tenant, String user) {
    return answer(
        () -> with(SessionToken.tenantTag(tenant), sessions -> sessions.ofUser(user, now())));
  }

  @Override
  public CompletionStage<List<Session>> sessions(String tenant, int most) {
    return answer(
        () -> {
          if (most < 1 || most > MAX_LIST) {
            throw new IllegalArgumentException("most " + most + " is not 1 to " + MAX_LIST);
          }
          return with(SessionToken.tenantTag(tenant), sessions -> sessions.latest(most, now()));
        });
  }

  @Override
  public CompletionStage<Long> count(String tenant) {
    return answer(() -> with(SessionToken.tenantTag(tenant), sessions -> sessions.count(now())));
  }

  @Override
  public CompletionStage<Boolean> revoke(String handle) {
    return answer(() -> with(tag(handle), sessions -> sessions.remove(handle, now())));
  }

  @Override
  public CompletionStage<Long> revokeAll(String tenant, String user) {
    return answer(
        () -> with(SessionToken.tenantTag(tenant), sessions -> sessions.removeUser(user, now())));
  }

  @Override
  public CompletionStage<Long> revokeAll(String tenant) {
    return answer(() -> with(SessionToken.tenantTag(tenant), sessions -> sessions.clear(now())));
  }

  /** What stands before the full stop of a handle; anything at all for what is no handle. */
  private static String tag(String handle) {
    return handle.substring(0, Math.max(0, handle.indexOf('.')));
  }

  /**
   * Looks at the sessions of a tenant while nobody else does; a tenant without any is forgotten.
   */
  private <T> T with(String tag, Function<TenantSessions, T> use) {
    Answer<T> answer = new Answer<>();
    TenantSessions unused =
        tenants.compute(
            tag,
            (key, known) -> {
              TenantSessions sessions = known == null ? new TenantSessions() : known;
              int before = sessions.size();
              answer.value = use.apply(sessions);
              total.addAndGet((long) sessions.size() - before);
              return sessions.size() == 0 ? null : sessions;
            });
    return Objects.requireNonNull(answer.value);
  }

  /** Of how many tenants anything is kept. */
  int tenants() {
    return tenants.size();
  }

  private static final class Answer<T> {
    private @Nullable T value;
  }

  private <T> CompletionStage<T> answer(Supplier<T> call) {
    if (isClosed) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the session store is closed"));
    }
    try {
      return CompletableFuture.completedFuture(call.get());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Session touched(Session session, long version, Instant now) {
    return new Session(
        session.handle(),
        session.tenant(),
        session.user(),
        version,
        session.createdAt(),
        expiry(session.createdAt(), now),
        session.attributes());
  }

  private Instant expiry(Instant createdAt, Instant now) {
    Instant idle = now.plus(limits.idle());
    Instant end = createdAt.plus(limits.lifetime());
    return idle.isBefore(end) ? idle : end;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void close() {
    isClosed = true;
    tenants.clear();
    total.set(0);
  }
}
