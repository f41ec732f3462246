package com.example.contract;

import io.phish.spi.Session;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore;
import io.phish.spi.SessionToken;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The least that is a store of sessions, with places where it can be broken. */
class PlainSessions implements SessionStore {
  final SessionLimits limits;
  final Clock clock;

  /** The one that was used last is last. */
  final Map<String, Session> all = new LinkedHashMap<>();

  private boolean isClosed;

  PlainSessions(SessionLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  SessionToken token(String tenant) {
    return SessionToken.random(tenant, new SecureRandom());
  }

  Instant expiry(Instant createdAt) {
    Instant idle = clock.instant().plus(limits.idle());
    Instant end = createdAt.plus(limits.lifetime());
    return idle.isBefore(end) ? idle : end;
  }

  /** Whether a look moves a session on. */
  boolean moves() {
    return true;
  }

  boolean isSame(long version, long wanted) {
    return version == wanted;
  }

  String evicted(List<Session> own) {
    return own.get(own.size() - 1).handle();
  }

  boolean isFull(long count) {
    return count >= limits.perTenant();
  }

  void check(Map<String, String> attributes) {
    SessionStore.checkAttributes(attributes, limits);
  }

  Map<String, String> kept(Map<String, String> attributes) {
    return attributes;
  }

  boolean isIn(Session session, String tenant) {
    return session.tenant().equals(tenant);
  }

  List<Session> found(Predicate<Session> condition) {
    expire();
    List<Session> found = new ArrayList<>(all.values().stream().filter(condition).toList());
    Collections.reverse(found);
    return found;
  }

  void expire() {
    all.values().removeIf(session -> !clock.instant().isBefore(session.expiresAt()));
  }

  private <T> CompletionStage<T> answer(Supplier<T> call) {
    synchronized (all) {
      if (isClosed) {
        return CompletableFuture.failedFuture(new IllegalStateException("closed"));
      }
      try {
        return CompletableFuture.completedFuture(call.get());
      } catch (IllegalArgumentException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  private Session put(Session session, long version, Map<String, String> attributes) {
    Session next =
        new Session(
            session.handle(),
            session.tenant(),
            session.user(),
            version,
            session.createdAt(),
            expiry(session.createdAt()),
            attributes);
    all.remove(next.handle());
    all.put(next.handle(), next);
    return next;
  }

  @Override
  public CompletionStage<Creation> create(
      String tenant, String user, Map<String, String> attributes) {
    return answer(
        () -> {
          SessionStore.checkName("tenant", tenant);
          SessionStore.checkName("user", user);
          check(attributes);
          List<Session> own = found(s -> isIn(s, tenant) && s.user().equals(user));
          if (own.size() >= limits.perUser()) {
            all.remove(evicted(own));
          }
          long count = found(s -> isIn(s, tenant)).size();
          if (isFull(count)) {
            return new TenantFull(count);
          }
          SessionToken token = token(tenant);
          Instant now = clock.instant();
          Session session =
              new Session(token.handle(), tenant, user, 1, now, now, kept(attributes));
          return new Created(token, put(session, 1, session.attributes()));
        });
  }

  @Nullable Session look(SessionToken token) {
    expire();
    return all.get(token.handle());
  }

  @Override
  public CompletionStage<Optional<Session>> get(SessionToken token) {
    return answer(
        () ->
            Optional.ofNullable(look(token))
                .map(s -> moves() ? put(s, s.version(), s.attributes()) : s));
  }

  @Override
  public CompletionStage<Update> update(
      SessionToken token, long version, Map<String, String> attributes) {
    return answer(
        () -> {
          check(attributes);
          Session session = look(token);
          if (session == null) {
            return new Ended();
          }
          return isSame(session.version(), version)
              ? new Updated(put(session, session.version() + 1, kept(attributes)))
              : new Conflict(session);
        });
  }

  @Override
  public CompletionStage<List<Session>> sessions(String tenant, String user) {
    return answer(() -> found(s -> isIn(s, tenant) && s.user().equals(user)));
  }

  @Override
  public CompletionStage<List<Session>> sessions(String tenant, int most) {
    return answer(
        () -> {
          if (most < 1 || most > 10_000) {
            throw new IllegalArgumentException("most");
          }
          return found(s -> isIn(s, tenant)).stream().limit(most).toList();
        });
  }

  @Override
  public CompletionStage<Long> count(String tenant) {
    return answer(() -> (long) found(s -> isIn(s, tenant)).size());
  }

  @Override
  public CompletionStage<Boolean> revoke(String handle) {
    return answer(
        () -> {
          expire();
          return remove(handle);
        });
  }

  boolean remove(String handle) {
    return all.remove(handle) != null;
  }

  @Override
  public CompletionStage<Long> revokeAll(String tenant, String user) {
    return answer(() -> removeAll(s -> isIn(s, tenant) && s.user().equals(user)));
  }

  @Override
  public CompletionStage<Long> revokeAll(String tenant) {
    return answer(() -> removeAll(s -> isIn(s, tenant)));
  }

  long removeAll(Predicate<Session> condition) {
    List<Session> found = found(condition);
    found.forEach(session -> all.remove(session.handle()));
    return found.size();
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
