package io.phish.spi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Keeps sessions for as long as somebody uses them, for several instances at once: an update holds
 * only if nobody else made one meanwhile.
 *
 * <p>Looking at a session by its token makes it live on; looking at lists does not. A store that
 * cannot be reached fails: it never says that there is no session because it does not know.
 *
 * <p>Safe for any number of threads. No method blocks; failures are in the stage, also those of
 * arguments. Test one with {@code SessionStoreContract} from the test-jar of this module.
 */
public interface SessionStore extends AutoCloseable {
  /** The longest name of a tenant or a user. */
  int MAX_NAME = 256;

  /**
   * Begins a session.
   *
   * @param tenant 1 to {@link #MAX_NAME} characters
   * @param user of the tenant, 1 to {@link #MAX_NAME} characters
   * @param attributes no more than {@link SessionLimits#maxOctets}
   * @return fails with an {@link IllegalArgumentException} if something is too long
   */
  CompletionStage<Creation> create(String tenant, String user, Map<String, String> attributes);

  /** What came of {@link #create}. */
  sealed interface Creation {}

  /**
   * There is a new session.
   *
   * @param token what proves it; nobody can be given it again
   * @param session the session
   */
  record Created(SessionToken token, Session session) implements Creation {
    /** Checks for nulls. */
    public Created {
      Objects.requireNonNull(token, "token");
      Objects.requireNonNull(session, "session");
    }
  }

  /**
   * The tenant has as many as it may have, or the store has no room for one more of anybody's.
   *
   * @param sessions how many it has
   */
  record TenantFull(long sessions) implements Creation {}

  /** The session of a token, which lives on from now; empty if there is none or it has ended. */
  CompletionStage<Optional<Session>> get(SessionToken token);

  /**
   * Gives a session other attributes, if it is still of this version; it lives on from now if so.
   *
   * @param token whose session
   * @param version what the caller's knowledge of it is of
   * @param attributes in place of all others
   * @return fails with an {@link IllegalArgumentException} if the attributes are too long
   */
  CompletionStage<Update> update(SessionToken token, long version, Map<String, String> attributes);

  /** What came of {@link #update}. */
  sealed interface Update {}

  /**
   * It was done.
   *
   * @param session as it is now
   */
  record Updated(Session session) implements Update {
    /** Checks for null. */
    public Updated {
      Objects.requireNonNull(session, "session");
    }
  }

  /**
   * Somebody was faster: look, and decide anew.
   *
   * @param current as it is now
   */
  record Conflict(Session current) implements Update {
    /** Checks for null. */
    public Conflict {
      Objects.requireNonNull(current, "current");
    }
  }

  /** There is no such session any more. */
  record Ended() implements Update {}

  /** The sessions of a user, the one that was looked at last first. */
  CompletionStage<List<Session>> sessions(String tenant, String user);

  /**
   * Sessions of a tenant, those that were looked at last first.
   *
   * @param most how many, 1 to 10,000
   */
  CompletionStage<List<Session>> sessions(String tenant, int most);

  /** How many sessions a tenant has. */
  CompletionStage<Long> count(String tenant);

  /**
   * Ends a session.
   *
   * @param handle of the session; anything else ends nothing
   * @return whether there was one
   */
  CompletionStage<Boolean> revoke(String handle);

  /** Ends all sessions of a user, and says how many there were. */
  CompletionStage<Long> revokeAll(String tenant, String user);

  /** Ends all sessions of a tenant, and says how many there were. */
  CompletionStage<Long> revokeAll(String tenant);

  /** Lets go of what the store holds. Calls after that fail. */
  @Override
  void close();

  /**
   * Checks the name of a tenant or a user, for those who implement a store.
   *
   * @throws IllegalArgumentException if it is too short or too long
   */
  static void checkName(String what, String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          what + " has " + name.length() + " characters, not 1 to " + MAX_NAME);
    }
  }

  /**
   * Checks attributes, for those who implement a store.
   *
   * @throws IllegalArgumentException if they are too long
   */
  static void checkAttributes(Map<String, String> attributes, SessionLimits limits) {
    long octets = 0;
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      octets += attribute.getKey().getBytes(StandardCharsets.UTF_8).length;
      octets += attribute.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    if (octets > limits.maxOctets()) {
      throw new IllegalArgumentException(
          "attributes take " + octets + " octets, above the limit of " + limits.maxOctets());
    }
  }
}
