package io.phish.core.session;

import io.phish.spi.Session;
import io.phish.spi.SessionLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sessions of one tenant. Not safe for several threads. */
final class TenantSessions {
  /** The one that was looked at least recently first, so that what has expired is in front. */
  private final LinkedHashMap<String, Session> byHandle = new LinkedHashMap<>();

  private final Map<String, LinkedHashSet<String>> byUser = new HashMap<>();

  /** Adds a session; false if there is no room for it. */
  boolean add(Session session, Instant now, SessionLimits limits) {
    boolean unused = expire(now);
    LinkedHashSet<String> own = byUser.get(session.user());
    if (own != null && own.size() >= limits.perUser()) {
      remove(own.iterator().next());
    } else if (size() >= limits.perTenant()) {
      expireAll(now);
      if (size() >= limits.perTenant()) {
        return false;
      }
    }
    put(session);
    return true;
  }

  /** One that has not expired. */
  @Nullable Session find(String handle, Instant now) {
    Session session = byHandle.get(handle);
    if (session == null || now.isBefore(session.expiresAt())) {
      return session;
    }
    remove(handle);
    return null;
  }

  /** Puts a session in place of its older self, as the one that was used last. */
  Session use(Session session) {
    remove(session.handle());
    put(session);
    return session;
  }

  private void put(Session session) {
    byHandle.put(session.handle(), session);
    byUser.computeIfAbsent(session.user(), user -> new LinkedHashSet<>()).add(session.handle());
  }

  private boolean remove(String handle) {
    Session session = byHandle.remove(handle);
    if (session == null) {
      return false;
    }
    LinkedHashSet<String> own = Objects.requireNonNull(byUser.get(session.user()));
    own.remove(handle);
    if (own.isEmpty()) {
      byUser.remove(session.user());
    }
    return true;
  }

  boolean remove(String handle, Instant now) {
    return find(handle, now) != null && remove(handle);
  }

  List<Session> ofUser(String user, Instant now) {
    List<Session> found = new ArrayList<>();
    for (String handle : List.copyOf(byUser.getOrDefault(user, new LinkedHashSet<>()))) {
      Session session = find(handle, now);
      if (session != null) {
        found.add(session);
      }
    }
    Collections.reverse(found);
    return List.copyOf(found);
  }

  List<Session> latest(int most, Instant now) {
    expireAll(now);
    List<Session> all = new ArrayList<>(byHandle.values());
    Collections.reverse(all);
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }

  long removeUser(String user, Instant now) {
    List<Session> own = ofUser(user, now);
    own.forEach(session -> remove(session.handle()));
    return own.size();
  }

  long clear(Instant now) {
    expireAll(now);
    long count = size();
    byHandle.clear();
    byUser.clear();
    return count;
  }

  long count(Instant now) {
    expireAll(now);
    return size();
  }

  int size() {
    return byHandle.size();
  }

  /**
   * Takes away those that nobody looked at. One whose lifetime is up may stand behind one that is
   * used.
   *
   * @return whether any are left
   */
  boolean expire(Instant now) {
    Iterator<Session> oldest = byHandle.values().iterator();
    List<String> expired = new ArrayList<>();
    while (oldest.hasNext()) {
      Session session = oldest.next();
      if (now.isBefore(session.expiresAt())) {
        break;
      }
      expired.add(session.handle());
    }
    expired.forEach(this::remove);
    return size() > 0;
  }

  private void expireAll(Instant now) {
    List<String> expired = new ArrayList<>();
    for (Session session : byHandle.values()) {
      if (!now.isBefore(session.expiresAt())) {
        expired.add(session.handle());
      }
    }
    expired.forEach(this::remove);
  }
}
