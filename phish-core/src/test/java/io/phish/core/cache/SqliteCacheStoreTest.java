package io.phish.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.phish.ConfigurationException;
import io.phish.contract.CacheStoreContract;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCacheStoreTest implements CacheStoreContract {
  @TempDir Path directory;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T00:00:00Z"));

  @Override
  public CacheStore create(Clock clock) {
    SqliteFile file = new SqliteFile(directory.resolve(UUID.randomUUID() + ".db"));
    return JdbcCacheStore.builder(file).name("sqlite").clock(clock).build();
  }

  private Path file() {
    return directory.resolve("cache.db");
  }

  private JdbcCacheStore.Builder builder() {
    return JdbcCacheStore.builder(new SqliteFile(file())).name("sqlite").clock(clock);
  }

  @Test
  void keeps_entries_over_a_restart() {
    try (JdbcCacheStore store = JdbcCacheStore.sqlite(file())) {
      join(store.put(key(1), new CacheEntry(octets("kept"), Instant.now().plusSeconds(3600))));
    }
    try (JdbcCacheStore store = JdbcCacheStore.sqlite(file())) {
      assertThat(value(store, 1)).isEqualTo("kept");
    }
  }

  @Test
  void writes_what_waits_when_it_is_closed() {
    int count = 900;
    try (JdbcCacheStore store = builder().build()) {
      for (int i = 0; i < count; i++) {
        assertThat(store.put(key(i), entry("v", 10))).isNotNull();
      }
    }
    try (JdbcCacheStore store = builder().build()) {
      List<CacheKey> keys = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        keys.add(key(i));
      }
      assertThat(join(store.getAll(keys))).hasSize(count);
    }
  }

  @Test
  void makes_directories_and_lets_nobody_else_read_the_file() throws Exception {
    Path nested = directory.resolve("a/b c?d#e%20/cache.db");
    try (JdbcCacheStore store = JdbcCacheStore.sqlite(nested)) {
      assertThat(store.name()).isEqualTo("sqlite");
    }
    assertThat(nested).isRegularFile();
    if (nested.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(nested)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void two_stores_may_share_a_file() {
    try (JdbcCacheStore one = builder().build();
        JdbcCacheStore other = builder().build()) {
      for (int i = 0; i < 50; i++) {
        join(one.put(key(i), entry("one " + i, 10)));
        join(other.put(key(i), entry("other " + i, 10)));
        assertThat(value(one, i)).isEqualTo("other " + i);
      }
    }
  }

  @Test
  void deletes_expired_rows_without_being_asked_for_them() throws Exception {
    try (JdbcCacheStore store = builder().build()) {
      join(store.putAll(entries(0, 3_000, 10)));
      join(store.putAll(entries(3_000, 100, 7200)));
      clock.advance(Duration.ofHours(1));
      join(store.putAll(entries(3_100, 600, 7200)));
      await().untilAsserted(() -> assertThat(count()).isEqualTo(700));
      await().untilAsserted(() -> assertThat(store.statistics().entries()).isEqualTo(700));
      assertThat(store.statistics().bytes()).isPositive();
    }
  }

  @Test
  void keeps_no_more_rows_than_it_may_and_those_that_live_longest() throws Exception {
    try (JdbcCacheStore store = builder().maximumRows(1_000).build()) {
      join(store.putAll(entries(0, 5_000, 100)));
      join(store.putAll(entries(5_000, 600, 200)));
      await().untilAsserted(() -> assertThat(count()).isEqualTo(950));
      List<CacheKey> late = new ArrayList<>(entries(5_000, 600, 200).keySet());
      assertThat(join(store.getAll(late))).hasSize(600);
      await().untilAsserted(() -> assertThat(store.statistics().entries()).isEqualTo(950));
    }
  }

  @Test
  void does_not_take_many_writes_of_few_keys_for_many_rows() throws Exception {
    try (JdbcCacheStore store = builder().maximumRows(1_000).build()) {
      for (int i = 0; i < 10; i++) {
        join(store.putAll(entries(0, 900, 100)));
      }
      await().untilAsserted(() -> assertThat(store.statistics().entries()).isLessThan(1_900));
      assertThat(count()).isEqualTo(900);
    }
  }

  @Test
  void refuses_a_cache_of_a_newer_version() throws Exception {
    builder().build().close();
    execute("UPDATE phish_cache_schema SET version = 2");
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("schema version 2, this library reads version 1")
        .hasMessageContaining("drop the tables");
    assertThat(count()).as("left as it is").isZero();
  }

  @Test
  void refuses_a_version_that_is_none() throws Exception {
    builder().build().close();
    execute("DELETE FROM phish_cache_schema");
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("schema version null");
  }

  @Test
  void refuses_somebody_elses_table_of_that_name() throws Exception {
    execute("CREATE TABLE phish_cache (mine TEXT)");
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("already exists");
    execute("INSERT INTO phish_cache (mine) VALUES ('unharmed')");
  }

  @Test
  void refuses_a_file_that_is_no_database_and_leaves_it_as_it_is() throws Exception {
    String text = "Dear diary, ".repeat(500);
    Files.writeString(file(), text);
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cache.db")
        .hasMessageContaining("not a database");
    assertThat(file()).hasContent(text);
  }

  @Test
  void refuses_a_directory_and_a_file_in_a_file() throws Exception {
    Files.createDirectory(file());
    assertThatThrownBy(() -> builder().build()).isInstanceOf(ConfigurationException.class);
    Path plain = Files.createFile(directory.resolve("plain"));
    assertThatThrownBy(() -> JdbcCacheStore.sqlite(plain.resolve("cache.db")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot be created or read");
  }

  @Test
  void begins_anew_when_the_file_was_deleted() throws Exception {
    try (JdbcCacheStore store = builder().build()) {
      join(store.put(key(1), entry("old", 1000)));
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(Path.of(file() + suffix));
      }
      writeUntil(store, () -> Files.exists(file()) && isStored());
      assertThat(value(store, 1)).isNull();
    }
  }

  @Test
  void fails_and_harms_nothing_when_the_file_was_replaced_by_a_text() throws Exception {
    String text = "Dear diary, ".repeat(500);
    try (JdbcCacheStore store = builder().build()) {
      join(store.put(key(1), entry("old", 1000)));
      Path other = directory.resolve("text");
      Files.writeString(other, text);
      Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING);
      writeUntil(store, () -> store.statistics().failures() > 2);
      assertThatThrownBy(() -> join(store.get(key(1))))
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("not a database");
    }
    assertThat(file()).hasContent(text);
  }

  @Test
  void fails_while_another_process_writes_and_works_again_afterwards() throws Exception {
    try (JdbcCacheStore store = builder().build();
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      join(store.put(key(1), entry("old", 1000)));
      statement.execute("BEGIN EXCLUSIVE");

      CompletionStage<Void> put = store.put(key(2), entry("new", 1000));
      assertThat(value(store, 1)).as("readers do not wait for writers").isEqualTo("old");
      assertThat(put)
          .failsWithin(20, TimeUnit.SECONDS)
          .withThrowableThat()
          .withMessageContaining("locked");

      statement.execute("ROLLBACK");
      join(store.put(key(2), entry("new", 1000)));
      assertThat(value(store, 2)).isEqualTo("new");
    }
  }

  @Test
  void fails_at_once_when_too_much_waits() throws Exception {
    try (JdbcCacheStore store = builder().queue(5).build();
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      List<CompletionStage<Void>> puts = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        puts.add(store.put(key(i), entry("v", 1000)));
      }
      assertThat(puts.get(19))
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withMessageContaining("the queue of cache sqlite-write is full");
      statement.execute("ROLLBACK");
      assertThat(puts.get(0)).isNotNull();
      long failed =
          puts.stream().filter(put -> put.toCompletableFuture().isCompletedExceptionally()).count();
      assertThat(store.statistics().failures()).isGreaterThanOrEqualTo(failed);
    }
  }

  @Test
  void fails_at_once_when_too_many_octets_wait() throws Exception {
    try (JdbcCacheStore store = builder().build();
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      CompletionStage<Void> put = store.put(key(0), entry("v", 1000));
      for (int i = 0; i < 20; i++) {
        put = store.put(key(i), new CacheEntry(new byte[1 << 20], Instant.MAX));
      }
      assertThat(put)
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withMessageContaining("octets wait");
      statement.execute("ROLLBACK");
    }
  }

  @Test
  void a_cancelled_call_is_not_made() throws Exception {
    try (JdbcCacheStore store = builder().build();
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      join(store.clear());
      statement.execute("BEGIN EXCLUSIVE");
      CompletionStage<Void> first = store.put(key(1), entry("v", 1000));
      CompletionStage<Void> second = store.put(key(2), entry("v", 1000));
      second.toCompletableFuture().cancel(true);
      statement.execute("ROLLBACK");
      join(first.exceptionally(failure -> null));
      join(store.remove(key(3)));
      assertThat(value(store, 2)).isNull();
    }
  }

  @Test
  void an_interrupted_caller_is_served_and_stays_interrupted() {
    try (JdbcCacheStore store = builder().build()) {
      Thread.currentThread().interrupt();
      CompletionStage<Void> put = store.put(key(1), entry("v", 1000));
      assertThat(Thread.interrupted()).isTrue();
      join(put);
      assertThat(value(store, 1)).isEqualTo("v");
    }
  }

  @Test
  void an_interrupted_close_ends_the_threads_and_stays_interrupted() {
    JdbcCacheStore store = builder().build();
    join(store.put(key(1), entry("v", 1000)));
    Thread.currentThread().interrupt();
    store.close();
    assertThat(Thread.interrupted()).isTrue();
    await().untilAsserted(() -> assertThat(CacheThreads.running()).isEmpty());
  }

  @Test
  void close_does_not_wait_for_ever_for_what_is_stuck_and_leaves_no_thread() throws Exception {
    JdbcCacheStore store = builder().build();
    CountDownLatch isStuck = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletionStage<Void> stuck;
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE"); // or it might be done before anything hangs on it
      stuck =
          store
              .put(key(1), entry("v", 1000))
              .thenRun(
                  () -> {
                    isStuck.countDown();
                    try {
                      end.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      statement.execute("ROLLBACK");
    }
    assertThat(isStuck.await(10, TimeUnit.SECONDS)).isTrue();
    CompletionStage<Void> waiting = store.put(key(2), entry("v", 1000));

    store.close();

    assertThat(waiting)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("closed");
    assertThat(stuck).succeedsWithin(10, TimeUnit.SECONDS);
    await().untilAsserted(() -> assertThat(CacheThreads.running()).isEmpty());
  }

  @Test
  void refuses_numbers_that_make_no_sense() {
    assertThatThrownBy(() -> builder().maximumRows(0)).hasMessageContaining("maximumRows 0");
    assertThatThrownBy(() -> builder().readers(0)).hasMessageContaining("readers 0");
    assertThatThrownBy(() -> builder().queue(0)).hasMessageContaining("queue 0");
    assertThatThrownBy(() -> builder().name(" ")).hasMessageContaining("name is blank");
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Writes enough for the store to look after its file, again and again. */
  private void writeUntil(JdbcCacheStore store, Condition condition) {
    await()
        .ignoreExceptions()
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () -> {
              join(store.putAll(entries(10, 600, 1000)).exceptionally(failure -> null));
              return condition.holds();
            });
  }

  /** As somebody else sees the file. */
  private boolean isStored() throws SQLException {
    return count() == 600;
  }

  private int count() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM phish_cache")) {
      row.next();
      return row.getInt(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Map<CacheKey, CacheEntry> entries(int from, int count, int seconds) {
    Map<CacheKey, CacheEntry> entries = new HashMap<>();
    for (int i = from; i < from + count; i++) {
      entries.put(key(i), entry("value " + i, seconds));
    }
    return entries;
  }

  private CacheEntry entry(String value, int seconds) {
    return new CacheEntry(octets(value), clock.instant().plusSeconds(seconds));
  }

  private static CacheKey key(int number) {
    return CacheKey.of("test@1", "key " + number);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String value(CacheStore store, int number) {
    return join(store.get(key(number)))
        .map(entry -> new String(entry.value(), StandardCharsets.UTF_8))
        .orElse(null);
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
