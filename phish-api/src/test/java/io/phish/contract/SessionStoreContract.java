package io.phish.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.phish.contract.CacheStoreContract.ManualClock;
import io.phish.spi.Session;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore;
import io.phish.spi.SessionStore.Conflict;
import io.phish.spi.SessionStore.Created;
import io.phish.spi.SessionStore.Ended;
import io.phish.spi.SessionStore.TenantFull;
import io.phish.spi.SessionStore.Updated;
import io.phish.spi.SessionToken;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SessionStore} must keep. To test yours:
 *
 * <pre>{@code
 * class MyStoreTest implements SessionStoreContract {
 *   public SessionStore create(SessionLimits limits, Clock clock) {
 *     return new MyStore(limits, clock);
 *   }
 * }
 * }</pre>
 *
 * <p>Needs JUnit Jupiter on the class path beside phish-api and the test-jar this is in.
 */
@NullMarked
public interface SessionStoreContract {
  /** The limits of most of the tests. */
  SessionLimits LIMITS =
      new SessionLimits(Duration.ofMinutes(10), Duration.ofHours(1), 4, 1_000, 1_000);

  /**
   * A new, empty store. It is closed when a test is done.
   *
   * @param limits that it keeps
   * @param clock what tells the store the time; does not go by itself
   */
  SessionStore create(SessionLimits limits, Clock clock);

  /** What a test does with a store. */
  @FunctionalInterface
  interface Use {
    /** Does it. */
    void with(SessionStore store, ManualClock clock) throws Exception;
  }

  private void test(Use use) throws Exception {
    test(LIMITS, use);
  }

  private void test(SessionLimits limits, Use use) throws Exception {
    ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:15:30.123Z"));
    try (SessionStore store = create(limits, clock)) {
      use.with(store, clock);
    }
  }

  @Test
  default void begins_a_session_that_its_token_finds() throws Exception {
    test(
        (store, clock) -> {
          Map<String, String> attributes =
              Map.of("role", "analyst", "", "", "\u00e4", "\u0000\r\n");
          Created created = begin(store, "acme", "alice", attributes);
          Session session = created.session();
          assertEquals("acme", session.tenant());
          assertEquals("alice", session.user());
          assertEquals(1, session.version());
          assertEquals(attributes, session.attributes());
          assertEquals(clock.instant(), session.createdAt());
          assertEquals(clock.instant().plus(LIMITS.idle()), session.expiresAt());
          assertEquals(created.token().handle(), session.handle());
          assertEquals(Optional.of(session), await(store.get(created.token())));
        });
  }

  @Test
  default void finds_nothing_for_a_token_it_did_not_give() throws Exception {
    test(
        (store, clock) -> {
          begin(store, "acme", "alice", Map.of());
          SecureRandom random = new SecureRandom();
          assertEquals(Optional.empty(), await(store.get(SessionToken.random("acme", random))));
          assertEquals(Optional.empty(), await(store.get(SessionToken.random("b", random))));
        });
  }

  @Test
  default void gives_another_token_to_every_session_and_shows_it_to_nobody() throws Exception {
    test(
        LIMITS.withNumbers(500, 500),
        (store, clock) -> {
          Set<String> tokens = new HashSet<>();
          for (int i = 0; i < 300; i++) {
            Created created = begin(store, "acme", "alice", Map.of("secret", "private"));
            String value = created.token().value();
            assertTrue(tokens.add(value.substring(value.length() - 32)), "a secret came twice");
            String shown = created + " " + created.session() + " " + created.token();
            assertFalse(shown.contains(value), "a token is shown");
            assertFalse(shown.contains("private"), "an attribute is shown");
            assertFalse(shown.contains("alice"), "a user is shown");
          }
        });
  }

  @Test
  default void a_session_lives_on_while_somebody_looks_at_it() throws Exception {
    test(
        (store, clock) -> {
          SessionToken token = begin(store, "acme", "alice", Map.of()).token();
          for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(9));
            Session session = await(store.get(token)).orElseThrow();
            assertEquals(clock.instant().plus(LIMITS.idle()), session.expiresAt());
          }
          clock.advance(LIMITS.idle().minusMillis(1));
          assertTrue(await(store.get(token)).isPresent());
          clock.advance(LIMITS.idle());
          assertEquals(Optional.empty(), await(store.get(token)));
          assertEquals(Optional.empty(), await(store.get(token)), "came back");
        });
  }

  @Test
  default void an_update_makes_it_live_on_and_lists_do_not() throws Exception {
    test(
        (store, clock) -> {
          SessionToken updated = begin(store, "acme", "alice", Map.of()).token();
          SessionToken listed = begin(store, "acme", "alice", Map.of()).token();
          clock.advance(Duration.ofMinutes(9));
          assertInstanceOf(Updated.class, await(store.update(updated, 1, Map.of("a", "b"))));
          assertEquals(2, await(store.sessions("acme", "alice")).size());
          assertEquals(2, await(store.sessions("acme", 10)).size());
          assertEquals(2, await(store.count("acme")));
          clock.advance(Duration.ofMinutes(1));
          assertEquals(1, await(store.sessions("acme", "alice")).size());
          assertEquals(1, await(store.sessions("acme", 10)).size());
          assertEquals(1, await(store.count("acme")));
          assertEquals(Optional.empty(), await(store.get(listed)));
          assertTrue(await(store.get(updated)).isPresent());
        });
  }

  @Test
  default void a_session_ends_at_its_lifetime() throws Exception {
    test(
        (store, clock) -> {
          Created created = begin(store, "acme", "alice", Map.of());
          Instant end = created.session().createdAt().plus(LIMITS.lifetime());
          for (int i = 0; i < 11; i++) {
            clock.advance(Duration.ofMinutes(5));
            Session session = await(store.get(created.token())).orElseThrow();
            assertFalse(session.expiresAt().isAfter(end), "expiresAt is after the lifetime");
          }
          clock.advance(Duration.ofMinutes(5));
          assertEquals(Optional.empty(), await(store.get(created.token())));
          assertEquals(0, await(store.count("acme")));
        });
  }

  @Test
  default void an_update_holds_if_nobody_else_made_one() throws Exception {
    test(
        (store, clock) -> {
          SessionToken token = begin(store, "acme", "alice", Map.of("a", "1", "b", "2")).token();
          Updated updated =
              assertInstanceOf(Updated.class, await(store.update(token, 1, Map.of("a", "3"))));
          assertEquals(2, updated.session().version());
          assertEquals(Map.of("a", "3"), updated.session().attributes());
          Conflict conflict =
              assertInstanceOf(Conflict.class, await(store.update(token, 1, Map.of("a", "4"))));
          assertEquals(updated.session(), conflict.current());
          assertEquals(updated.session(), await(store.get(token)).orElseThrow());
          assertInstanceOf(Updated.class, await(store.update(token, 2, Map.of())));
          assertEquals(Map.of(), await(store.get(token)).orElseThrow().attributes());
        });
  }

  @Test
  default void an_update_of_a_session_that_ended_does_not_bring_it_back() throws Exception {
    test(
        (store, clock) -> {
          SessionToken revoked = begin(store, "acme", "alice", Map.of()).token();
          SessionToken expired = begin(store, "acme", "alice", Map.of()).token();
          assertTrue(await(store.revoke(revoked.handle())));
          clock.advance(LIMITS.idle());
          for (SessionToken token : List.of(revoked, expired)) {
            assertEquals(new Ended(), await(store.update(token, 1, Map.of("a", "b"))));
            assertEquals(Optional.empty(), await(store.get(token)));
          }
        });
  }

  @Test
  default void updates_by_many_threads_are_not_lost() throws Exception {
    test(
        (store, clock) -> {
          SessionToken token = begin(store, "acme", "alice", Map.of("n", "0")).token();
          int threads = 8;
          int each = 25;
          // All have seen the same before the first of them writes, or they might take turns.
          CyclicBarrier seen = new CyclicBarrier(threads);
          Checks.onThreads(
              threads,
              number -> {
                int waited = 0;
                for (int i = 0; i < each; ) {
                  Session session = await(store.get(token)).orElseThrow();
                  if (waited == i) {
                    waited++;
                    seen.await(30, TimeUnit.SECONDS);
                  }
                  int n = Integer.parseInt(session.attributes().get("n"));
                  SessionStore.Update update =
                      await(store.update(token, session.version(), Map.of("n", "" + (n + 1))));
                  i += update instanceof Updated ? 1 : 0;
                }
              });
          Session session = await(store.get(token)).orElseThrow();
          assertEquals("" + threads * each, session.attributes().get("n"), "updates");
          assertEquals(1 + threads * each, session.version());
        });
  }

  @Test
  default void lists_sessions_of_users_and_tenants_the_last_used_first() throws Exception {
    test(
        (store, clock) -> {
          List<Created> made = new ArrayList<>();
          for (String user : List.of("alice", "bob", "alice", "carol", "alice")) {
            made.add(begin(store, "acme", user, Map.of("n", "" + made.size())));
            clock.advance(Duration.ofSeconds(1));
          }
          begin(store, "other", "alice", Map.of("n", "other"));
          begin(store, "acme:alice", "x", Map.of("n", "other"));
          clock.advance(Duration.ofSeconds(1));
          await(store.get(made.get(2).token()));

          assertEquals(List.of("2", "4", "0"), numbers(await(store.sessions("acme", "alice"))));
          assertEquals(List.of("2", "4", "3", "1", "0"), numbers(await(store.sessions("acme", 9))));
          assertEquals(List.of("2", "4"), numbers(await(store.sessions("acme", 2))));
          assertEquals(List.of(), await(store.sessions("acme", "nobody")));
          assertEquals(List.of(), await(store.sessions("nobody", 9)));
          assertEquals(5, await(store.count("acme")));
          assertEquals(0, await(store.count("nobody")));
          Session listed = await(store.sessions("acme", "bob")).get(0);
          assertEquals(made.get(1).session(), listed);
        });
  }

  @Test
  default void ends_one_session() throws Exception {
    test(
        (store, clock) -> {
          Created one = begin(store, "acme", "alice", Map.of());
          Created two = begin(store, "acme", "alice", Map.of());
          assertTrue(await(store.revoke(one.session().handle())));
          assertFalse(await(store.revoke(one.session().handle())), "ended twice");
          assertEquals(Optional.empty(), await(store.get(one.token())));
          assertTrue(await(store.get(two.token())).isPresent());
          assertEquals(1, await(store.sessions("acme", "alice")).size());
          assertEquals(1, await(store.count("acme")));
        });
  }

  @Test
  default void ends_nothing_for_what_is_no_handle() throws Exception {
    test(
        (store, clock) -> {
          Created created = begin(store, "acme", "alice", Map.of());
          String handle = created.session().handle();
          for (String wrong :
              List.of(
                  "",
                  ".",
                  "*",
                  "{}",
                  "\u0000",
                  handle + "x",
                  handle.substring(1),
                  created.token().value(),
                  "x".repeat(100_000))) {
            assertFalse(await(store.revoke(wrong)));
          }
          assertTrue(await(store.get(created.token())).isPresent());
        });
  }

  @Test
  default void ends_all_sessions_of_a_user_or_a_tenant() throws Exception {
    test(
        (store, clock) -> {
          Created alice = begin(store, "acme", "alice", Map.of());
          begin(store, "acme", "alice", Map.of());
          Created bob = begin(store, "acme", "bob", Map.of());
          Created other = begin(store, "other", "alice", Map.of());

          assertEquals(2, await(store.revokeAll("acme", "alice")));
          assertEquals(0, await(store.revokeAll("acme", "alice")));
          assertEquals(Optional.empty(), await(store.get(alice.token())));
          assertEquals(List.of(), await(store.sessions("acme", "alice")));
          assertTrue(await(store.get(bob.token())).isPresent());
          assertTrue(await(store.get(other.token())).isPresent());

          begin(store, "acme", "alice", Map.of());
          assertEquals(2, await(store.revokeAll("acme")));
          assertEquals(0, await(store.revokeAll("acme")));
          assertEquals(0, await(store.count("acme")));
          assertEquals(Optional.empty(), await(store.get(bob.token())));
          assertTrue(await(store.get(other.token())).isPresent());
        });
  }

  @Test
  default void one_session_too_many_ends_the_users_least_recently_used() throws Exception {
    test(
        (store, clock) -> {
          List<SessionToken> tokens = new ArrayList<>();
          for (int i = 0; i < LIMITS.perUser(); i++) {
            tokens.add(begin(store, "acme", "alice", Map.of()).token());
            clock.advance(Duration.ofSeconds(1));
          }
          SessionToken bob = begin(store, "acme", "bob", Map.of()).token();
          await(store.get(tokens.get(0)));
          clock.advance(Duration.ofSeconds(1));
          SessionToken another = begin(store, "acme", "alice", Map.of()).token();

          assertEquals(Optional.empty(), await(store.get(tokens.get(1))), "the second is alive");
          assertTrue(await(store.get(tokens.get(0))).isPresent());
          assertTrue(await(store.get(another)).isPresent());
          assertTrue(await(store.get(bob)).isPresent());
          assertEquals(LIMITS.perUser(), await(store.sessions("acme", "alice")).size());
          assertEquals(LIMITS.perUser() + 1L, await(store.count("acme")));
        });
  }

  @Test
  default void refuses_one_session_too_many_of_a_tenant() throws Exception {
    test(
        LIMITS.withNumbers(2, 3),
        (store, clock) -> {
          SessionToken first = begin(store, "acme", "a", Map.of()).token();
          begin(store, "acme", "b", Map.of());
          clock.advance(Duration.ofMinutes(5));
          begin(store, "acme", "c", Map.of());
          assertEquals(new TenantFull(3), await(store.create("acme", "d", Map.of())));
          begin(store, "other", "d", Map.of());
          assertEquals(3, await(store.count("acme")));

          assertTrue(await(store.revoke(first.handle())));
          begin(store, "acme", "d", Map.of());
          assertEquals(new TenantFull(3), await(store.create("acme", "e", Map.of())));
          clock.advance(Duration.ofMinutes(5)); // the second session expires
          begin(store, "acme", "e", Map.of());
        });
  }

  @Test
  default void keeps_its_limits_for_many_threads() throws Exception {
    test(
        LIMITS.withNumbers(3, 60),
        (store, clock) -> {
          AtomicInteger created = new AtomicInteger();
          Checks.onThreads(
              8,
              number -> {
                for (int i = 0; i < 20; i++) {
                  String user = "user " + number + ":" + i;
                  if (await(store.create("acme", user, Map.of())) instanceof Created) {
                    created.incrementAndGet();
                  }
                  await(store.create("b", "one", Map.of()));
                }
              });
          assertEquals(60, created.get(), "sessions of the tenant");
          assertEquals(60, await(store.count("acme")));
          assertEquals(3, await(store.sessions("b", "one")).size());
          assertEquals(3, await(store.count("b")));
        });
  }

  @Test
  default void refuses_what_is_too_long_in_the_stage() throws Exception {
    test(
        (store, clock) -> {
          Map<String, String> most = Map.of("\u00e4", "x".repeat(LIMITS.maxOctets() - 2));
          Map<String, String> tooMuch = Map.of("\u00e4", "x".repeat(LIMITS.maxOctets() - 1));
          SessionToken token = begin(store, "acme", "alice", most).token();
          String name = "x".repeat(257);
          assertAll(
              () -> assertRefused(() -> store.create("acme", "alice", tooMuch)),
              () -> assertRefused(() -> store.update(token, 1, tooMuch)),
              () -> assertRefused(() -> store.create(name, "alice", Map.of())),
              () -> assertRefused(() -> store.create("acme", name, Map.of())),
              () -> assertRefused(() -> store.create("", "alice", Map.of())),
              () -> assertRefused(() -> store.create("acme", "", Map.of())),
              () -> assertRefused(() -> store.sessions("acme", 0)),
              () -> assertRefused(() -> store.sessions("acme", 10_001)));
          assertEquals(most, await(store.get(token)).orElseThrow().attributes());
        });
  }

  @Test
  default void fails_in_the_stage_when_it_is_closed() throws Exception {
    ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:15:30Z"));
    SessionStore store = create(LIMITS, clock);
    SessionToken token = begin(store, "acme", "alice", Map.of()).token();
    store.close();
    assertAll(
        () -> assertFails(() -> store.create("acme", "alice", Map.of())),
        () -> assertFails(() -> store.get(token)),
        () -> assertFails(() -> store.update(token, 1, Map.of())),
        () -> assertFails(() -> store.sessions("acme", "alice")),
        () -> assertFails(() -> store.sessions("acme", 1)),
        () -> assertFails(() -> store.count("acme")),
        () -> assertFails(() -> store.revoke(token.handle())),
        () -> assertFails(() -> store.revokeAll("acme", "alice")),
        () -> assertFails(() -> store.revokeAll("acme")),
        () -> assertDoesNotThrow(store::close, "closing twice"));
  }

  private static Created begin(
      SessionStore store, String tenant, String user, Map<String, String> attributes)
      throws Exception {
    return assertInstanceOf(Created.class, await(store.create(tenant, user, attributes)));
  }

  private static List<String> numbers(List<Session> sessions) {
    return sessions.stream().map(session -> session.attributes().getOrDefault("n", "")).toList();
  }

  private static Throwable assertFails(Supplier<CompletionStage<?>> call) {
    CompletionStage<?> stage = assertDoesNotThrow(call::get, "failures belong into the stage");
    ExecutionException failure = assertThrows(ExecutionException.class, () -> await(stage));
    assertNotNull(failure.getCause());
    return failure.getCause();
  }

  private static void assertRefused(Supplier<CompletionStage<?>> call) {
    assertInstanceOf(IllegalArgumentException.class, assertFails(call));
  }

  private static <T> T await(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
