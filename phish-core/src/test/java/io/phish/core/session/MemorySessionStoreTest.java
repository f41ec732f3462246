package io.phish.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.contract.CacheStoreContract.ManualClock;
import io.phish.contract.SessionStoreContract;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore;
import io.phish.spi.SessionStore.Created;
import io.phish.spi.SessionStore.TenantFull;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemorySessionStoreTest implements SessionStoreContract {
  @Override
  public SessionStore create(SessionLimits limits, Clock clock) {
    return new MemorySessionStore(limits, clock);
  }

  @Test
  void holds_no_more_than_it_was_told_to_however_many_tenants_there_are() {
    ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    try (MemorySessionStore store = new MemorySessionStore(SessionLimits.DEFAULT, clock, 1_000)) {
      for (int i = 0; i < 1_000; i++) {
        assertThat(begin(store, "tenant " + i)).isInstanceOf(Created.class);
      }
      for (int i = 0; i < 5_000; i++) {
        assertThat(begin(store, "other " + i)).isEqualTo(new TenantFull(0));
      }
      assertThat(begin(store, "tenant 7")).isEqualTo(new TenantFull(1));
      assertThat(store.tenants()).isEqualTo(1_000);

      assertThat(store.revokeAll("tenant 7").toCompletableFuture().join()).isEqualTo(1);
      assertThat(begin(store, "other")).isInstanceOf(Created.class);
      assertThat(begin(store, "one more")).isEqualTo(new TenantFull(0));
    }
  }

  @Test
  void forgets_tenants_that_nobody_looks_at_any_more() {
    ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    try (MemorySessionStore store = new MemorySessionStore(SessionLimits.DEFAULT, clock, 1_000)) {
      for (int i = 0; i < 1_000; i++) {
        assertThat(begin(store, "tenant " + i)).isInstanceOf(Created.class);
      }
      clock.advance(SessionLimits.DEFAULT.idle());
      for (int i = 0; i < 500; i++) {
        assertThat(begin(store, "new " + i)).isInstanceOf(Created.class);
      }
      assertThat(store.tenants()).isEqualTo(500);
    }
  }

  private static SessionStore.Creation begin(SessionStore store, String tenant) {
    return store.create(tenant, "alice", Map.of()).toCompletableFuture().join();
  }
}
