package io.phish.spi;

import java.util.Objects;

/**
 * What updates are about and whom they are for.
 *
 * @param audience whom
 * @param tenant whose; empty for a broadcast
 * @param user which user of the tenant; empty but for one user
 * @param name what, for example {@code verdicts}: 1 to 64 characters from {@code [A-Za-z0-9._-]}
 * @param isRetained whether updates are kept for a while and have ids, so that who was away is told
 *     what it missed. One name is either or: the two are different topics.
 */
public record Topic(
    Audience audience, String tenant, String user, String name, boolean isRetained) {
  /** The longest name of a tenant or a user. */
  public static final int MAX_NAME = 256;

  /** Whom updates are for. */
  public enum Audience {
    /** One user of a tenant. */
    USER,
    /** All users of a tenant. */
    TENANT,
    /** Everybody. */
    BROADCAST
  }

  /**
   * Checks names.
   *
   * @throws IllegalArgumentException if one is malformed or does not belong to the audience
   */
  public Topic {
    Objects.requireNonNull(audience, "audience");
    check("tenant", tenant, audience != Audience.BROADCAST);
    check("user", user, audience == Audience.USER);
    if (name.isEmpty() || name.length() > 64) {
      throw new IllegalArgumentException("name has " + name.length() + " characters, not 1 to 64");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!plain && "._-".indexOf(c) < 0) {
        throw new IllegalArgumentException("name has another character than A-Za-z0-9._- at " + i);
      }
    }
  }

  private static void check(String what, String value, boolean isWanted) {
    if (value.length() > MAX_NAME || value.isEmpty() == isWanted) {
      throw new IllegalArgumentException(
          what
              + " has "
              + value.length()
              + " characters, not "
              + (isWanted ? "1 to " + MAX_NAME : "none"));
    }
  }

  /** Updates for one user of a tenant. */
  public static Topic user(String tenant, String user, String name) {
    return new Topic(Audience.USER, tenant, user, name, false);
  }

  /** Updates for all users of a tenant. */
  public static Topic tenant(String tenant, String name) {
    return new Topic(Audience.TENANT, tenant, "", name, false);
  }

  /** Updates for everybody. */
  public static Topic broadcast(String name) {
    return new Topic(Audience.BROADCAST, "", "", name, false);
  }

  /** The topic of the same name whose updates are kept. */
  public Topic retained() {
    return new Topic(audience, tenant, user, name, true);
  }

  /** The name and the audience; who it is may be private. */
  @Override
  public String toString() {
    return "Topic[" + audience + ' ' + name + (isRetained ? ", retained]" : "]");
  }
}
