package io.phish.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.phish.ConfigurationException;
import io.phish.contract.CacheStoreContract;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresCacheStoreTest implements CacheStoreContract {
  private static @Nullable EmbeddedPostgres shared;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T00:00:00Z"));

  @BeforeAll
  static void start() {
    shared = startOrSkip();
  }

  @AfterAll
  static void stop() throws IOException {
    if (shared != null) {
      shared.close();
    }
  }

  private static EmbeddedPostgres startOrSkip() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException | RuntimeException e) {
      return Assumptions.abort("PostgreSQL cannot be started on this platform: " + e);
    }
  }

  private static DataSource database() {
    if (shared == null) {
      return Assumptions.abort("PostgreSQL was not started");
    }
    return shared.getPostgresDatabase();
  }

  @BeforeEach
  void dropTables() throws SQLException {
    execute("DROP TABLE IF EXISTS phish_cache, phish_cache_schema");
  }

  @Override
  public CacheStore create(Clock clock) {
    return JdbcCacheStore.builder(database()).name("postgresql").clock(clock).build();
  }

  @Test
  void several_stores_that_begin_at_once_agree_on_the_tables() throws Exception {
    for (int round = 0; round < 5; round++) {
      dropTables();
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Future<CacheStore>> opened = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          opened.add(threads.submit(() -> create(clock)));
        }
        for (Future<CacheStore> future : opened) {
          future.get().close();
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void several_stores_write_the_same_keys_at_once() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (CacheStore one = create(clock);
        CacheStore other = create(clock)) {
      List<Future<?>> done = new ArrayList<>();
      for (CacheStore store : List.of(one, other, one, other)) {
        done.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 10; i++) {
                    store.putAll(entries(0, 300, 100)).toCompletableFuture().join();
                  }
                }));
      }
      for (Future<?> future : done) {
        future.get(60, TimeUnit.SECONDS);
      }
      assertThat(count()).isEqualTo(300);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void deletes_expired_rows_and_those_above_the_maximum() throws Exception {
    try (JdbcCacheStore store =
        JdbcCacheStore.builder(database()).clock(clock).maximumRows(1_000).build()) {
      join(store.putAll(entries(0, 500, 10)));
      clock.advance(Duration.ofSeconds(10));
      join(store.putAll(entries(500, 2_000, 10)));
      join(store.putAll(entries(2_500, 600, 20)));
      await().untilAsserted(() -> assertThat(count()).isEqualTo(950));
      assertThat(join(store.getAll(entries(2_500, 600, 20).keySet()))).hasSize(600);
      await().untilAsserted(() -> assertThat(store.statistics().bytes()).isPositive());
    }
  }

  @Test
  void works_with_tables_made_by_somebody_else_and_no_right_to_make_any() throws Exception {
    create(clock).close();
    execute(
        "DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN;"
            + "GRANT SELECT, INSERT, UPDATE, DELETE ON phish_cache TO reader;"
            + "GRANT SELECT ON phish_cache_schema TO reader;"
            + "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    try (JdbcCacheStore store =
        JdbcCacheStore.builder(shared().getDatabase("reader", "postgres")).clock(clock).build()) {
      join(store.putAll(entries(0, 10, 10)));
      assertThat(join(store.getAll(entries(0, 10, 10).keySet()))).hasSize(10);
    } finally {
      execute("DROP OWNED BY reader; DROP ROLE reader");
    }
  }

  @Test
  void refuses_a_cache_of_a_newer_version() throws Exception {
    create(clock).close();
    execute("UPDATE phish_cache_schema SET version = 7");
    assertThatThrownBy(() -> create(clock))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("schema version 7");
  }

  @Test
  void refuses_somebody_elses_table_of_that_name() throws Exception {
    execute("CREATE TABLE phish_cache (mine TEXT)");
    assertThatThrownBy(() -> create(clock))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("already exists");
  }

  @Test
  void gives_its_connections_back_when_it_is_closed() throws Exception {
    CacheStore store = create(clock);
    join(store.putAll(entries(0, 10, 10)));
    join(store.get(CacheKey.of("test@1", "key 1")));
    store.close();
    await().untilAsserted(() -> assertThat(connections()).isEqualTo(1));
    assertThat(CacheThreads.running()).isEmpty();
  }

  @Test
  void works_again_after_its_connections_were_cut() throws Exception {
    try (CacheStore store = create(clock)) {
      join(store.putAll(entries(0, 10, 100)));
      execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
      await()
          .ignoreExceptions()
          .untilAsserted(
              () -> assertThat(join(store.get(CacheKey.of("test@1", "key 1")))).isPresent());
      await()
          .ignoreExceptions()
          .until(
              () ->
                  store.put(CacheKey.of("test@1", "x"), entry(1)).toCompletableFuture().join()
                      == null);
    }
  }

  @Test
  void a_server_that_stops_is_a_miss_behind_a_tiered_store_and_close_still_ends() throws Exception {
    EmbeddedPostgres own = startOrSkip();
    try {
      JdbcCacheStore far = JdbcCacheStore.builder(own.getPostgresDatabase()).clock(clock).build();
      MemoryCacheStore near = MemoryCacheStore.ofMegabytes(8, clock);
      CacheKey key = CacheKey.of("test@1", "key 1");
      CacheKey kept = CacheKey.of("test@1", "kept");
      try (TieredCacheStore store =
          TieredCacheStore.builder()
              .tier(near)
              .tier(far, Duration.ofSeconds(10))
              .clock(clock)
              .build()) {
        join(far.put(key, entry(1_000)));
        assertThat(join(store.get(key))).isPresent();
        join(near.clear());

        own.close();

        assertThat(join(store.get(key))).isEqualTo(Optional.empty());
        for (int i = 0; i < 30; i++) {
          join(store.put(kept, entry(1_000)));
          assertThat(join(store.get(kept))).isPresent();
          assertThat(join(store.get(key))).isEmpty();
        }
        assertThat(store.tiers().get(1).failures()).isBetween(5L, 30L);
      }
      await().untilAsserted(() -> assertThat(CacheThreads.running()).isEmpty());
    } finally {
      own.close();
    }
  }

  @Test
  void begins_without_its_database_when_that_cannot_be_reached() throws Exception {
    EmbeddedPostgres own = startOrSkip();
    DataSource database = own.getPostgresDatabase();
    own.close();
    try (JdbcCacheStore store = JdbcCacheStore.builder(database).build()) {
      assertThat(store.get(CacheKey.of("test@1", "key")))
          .failsWithin(30, TimeUnit.SECONDS)
          .withThrowableThat()
          .withMessageContaining("refused");
    }
  }

  @Test
  void refuses_a_login_that_is_none() {
    assertThatThrownBy(
            () -> JdbcCacheStore.builder(shared().getDatabase("nobody", "postgres")).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nobody");
  }

  private static EmbeddedPostgres shared() {
    return shared == null ? Assumptions.abort("PostgreSQL was not started") : shared;
  }

  private Map<CacheKey, CacheEntry> entries(int from, int count, int seconds) {
    Map<CacheKey, CacheEntry> entries = new HashMap<>();
    for (int i = from; i < from + count; i++) {
      entries.put(CacheKey.of("test@1", "key " + i), entry(seconds));
    }
    return entries;
  }

  private CacheEntry entry(int seconds) {
    return new CacheEntry(new byte[] {1, 2, 3}, clock.instant().plusSeconds(seconds));
  }

  private static int count() throws SQLException {
    return number("SELECT count(*) FROM phish_cache");
  }

  private static int connections() throws SQLException {
    return number("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'");
  }

  private static int number(String sql) throws SQLException {
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
