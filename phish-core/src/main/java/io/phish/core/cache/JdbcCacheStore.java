package io.phish.core.cache;

import io.phish.ConfigurationException;
import io.phish.core.cache.Connections.Session;
import io.phish.spi.CacheEntry;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import io.phish.spi.CacheStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps entries in a database: an SQLite file or PostgreSQL. The host brings the driver.
 *
 * <p>Two tables, {@code phish_cache} and {@code phish_cache_schema}, are created if they are not
 * there; several processes may share them. Entries whose time is up are deleted in the background,
 * a bounded number at a time, and so are those that expire next when there are too many rows.
 * Expiry is kept to the millisecond, rounded down.
 *
 * <p>Everything runs on daemon threads of the store's own, one that writes and a few that read,
 * each with a connection that it gives back to the data source after ten idle seconds. They
 * complete the stages too, so what depends on these should not block. If the queue of either is
 * full (a thousand calls, or 16 MiB of values) calls fail at once. A database that cannot be
 * reached fails the calls until it can.
 */
public final class JdbcCacheStore implements CacheStore {
  private static final Logger log = LoggerFactory.getLogger(JdbcCacheStore.class);

  /** Keys per statement: three parameters each, well below SQLite's 999 of old. */
  private static final int CHUNK = 100;

  private static final int PURGE_BATCH = 1_000;
  private static final long PURGE_NANOS = Duration.ofMinutes(1).toNanos();

  /** Counting reads the whole index. */
  private static final long COUNT_NANOS = Duration.ofMinutes(10).toNanos();

  private static final long DRAIN_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long ABORT_NANOS = Duration.ofSeconds(2).toNanos();

  private static final String IS_KEY = "space = ? AND hash_high = ? AND hash_low = ?";
  private static final String GET = "SELECT value, expires_at FROM phish_cache WHERE " + IS_KEY;
  private static final String REMOVE = "DELETE FROM phish_cache WHERE " + IS_KEY;
  private static final String PUT =
      "INSERT INTO phish_cache (space, hash_high, hash_low, expires_at, value)"
          + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (space, hash_high, hash_low)"
          + " DO UPDATE SET expires_at = excluded.expires_at, value = excluded.value";

  private static final Comparator<CacheKey> BY_KEY =
      Comparator.comparing(CacheKey::space)
          .thenComparingLong(CacheKey::high)
          .thenComparingLong(CacheKey::low);

  private final String name;
  private final DataSource dataSource;
  private final Clock clock;
  private final long maximumRows;
  private final Connections connections;
  private final Lane readers;
  private final Lane writer;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  // What is known of the table: counted now and then, and kept up to date with what is written
  // here in between. An entry put in place of another is counted twice until the next count.
  private final AtomicLong rows = new AtomicLong(-1);
  private volatile long bytes = -1;

  private final AtomicBoolean purging = new AtomicBoolean();
  private final AtomicLong writesSincePurge = new AtomicLong();
  private volatile long purgedAt = System.nanoTime();

  // Only the writer's.
  private long countedAt;
  private boolean shrinking;

  private JdbcCacheStore(Builder builder) {
    this.name = builder.name;
    this.dataSource = builder.dataSource;
    this.clock = builder.clock;
    this.maximumRows = builder.maximumRows;
    this.connections = new Connections(dataSource);
    checkDatabase();
    this.readers = new Lane(name + "-read", connections, builder.readers, builder.queue);
    this.writer = new Lane(name + "-write", connections, 1, builder.queue);
    purge();
  }

  private void checkDatabase() {
    try {
      connections.with(session -> null);
    } catch (SQLException e) {
      if (!Dialect.isOutage(e)) {
        throw new ConfigurationException(
            "The cache cannot be kept in " + dataSource + ": " + e.getMessage(), e);
      }
      log.warn("The cache {} begins without its database", name, e);
    }
  }

  /**
   * A store in a file, which is created, readable for its owner only, if it is not there.
   *
   * @throws ConfigurationException if there is no driver, or the file is something else
   */
  public static JdbcCacheStore sqlite(Path file) {
    return builder(new SqliteFile(file)).name("sqlite").build();
  }

  /** Configures a store over a data source, which stays the host's and is not closed. */
  public static Builder builder(DataSource dataSource) {
    return new Builder(dataSource);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CompletionStage<Optional<CacheEntry>> get(CacheKey key) {
    Objects.requireNonNull(key, "key");
    return readers.submit(
        0,
        session -> {
          try (PreparedStatement statement = session.connection().prepareStatement(GET)) {
            setKey(statement, 1, key);
            try (ResultSet row = statement.executeQuery()) {
              Optional<CacheEntry> entry =
                  row.next() ? unexpired(row.getBytes(1), row.getLong(2)) : Optional.empty();
              (entry.isPresent() ? hits : misses).increment();
              return entry;
            }
          } finally {
            purgeIfDue();
          }
        });
  }

  @Override
  public CompletionStage<Map<CacheKey, CacheEntry>> getAll(Collection<CacheKey> keys) {
    List<CacheKey> distinct = new ArrayList<>(new LinkedHashSet<>(keys));
    if (distinct.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    return readers.submit(
        0,
        session -> {
          Map<CacheKey, CacheEntry> found = new HashMap<>();
          for (int from = 0; from < distinct.size(); from += CHUNK) {
            int to = Math.min(distinct.size(), from + CHUNK);
            getChunk(session.connection(), distinct.subList(from, to), found);
          }
          hits.add(found.size());
          misses.add(distinct.size() - found.size());
          purgeIfDue();
          return found;
        });
  }

  private void getChunk(Connection connection, List<CacheKey> keys, Map<CacheKey, CacheEntry> found)
      throws SQLException {
    // Alternatives rather than a list of rows: either database looks each up in the index.
    String sql =
        "SELECT space, hash_high, hash_low, value, expires_at FROM phish_cache WHERE "
            + ("(" + IS_KEY + ") OR ").repeat(keys.size() - 1)
            + ("(" + IS_KEY + ")");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < keys.size(); i++) {
        setKey(statement, 3 * i + 1, keys.get(i));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          CacheKey key = new CacheKey(row.getString(1), row.getLong(2), row.getLong(3));
          unexpired(row.getBytes(4), row.getLong(5)).ifPresent(entry -> found.put(key, entry));
        }
      }
    }
  }

  private Optional<CacheEntry> unexpired(byte[] value, long expiresAt) {
    CacheEntry entry = new CacheEntry(value, Instant.ofEpochMilli(expiresAt));
    return entry.isExpired(clock.instant()) ? Optional.empty() : Optional.of(entry);
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, CacheEntry entry) {
    return putAll(Map.of(key, entry));
  }

  @Override
  public CompletionStage<Void> putAll(Map<CacheKey, CacheEntry> entries) {
    // Sorted, so that two processes that write the same rows wait for each other in one order.
    List<Map.Entry<CacheKey, CacheEntry>> sorted = new ArrayList<>(Map.copyOf(entries).entrySet());
    sorted.sort(Map.Entry.comparingByKey(BY_KEY));
    long octets = sorted.stream().mapToLong(entry -> entry.getValue().value().length).sum();
    return writer.submit(
        octets,
        session -> {
          write(session.connection(), sorted);
          purgeIfDue();
          return null;
        });
  }

  private void write(Connection connection, List<Map.Entry<CacheKey, CacheEntry>> entries)
      throws SQLException {
    Instant now = clock.instant();
    int added = 0;
    connection.setAutoCommit(false);
    try (PreparedStatement put = connection.prepareStatement(PUT);
        PreparedStatement remove = connection.prepareStatement(REMOVE)) {
      for (Map.Entry<CacheKey, CacheEntry> entry : entries) {
        if (entry.getValue().isExpired(now)) {
          setKey(remove, 1, entry.getKey());
          remove.addBatch();
          continue;
        }
        setKey(put, 1, entry.getKey());
        put.setLong(4, epochMillis(entry.getValue().expiresAt()));
        put.setBytes(5, entry.getValue().value());
        put.addBatch();
        added++;
      }
      put.executeBatch();
      remove.executeBatch();
    }
    connection.commit();
    connection.setAutoCommit(true);
    wrote(added);
  }

  private void wrote(int added) {
    writesSincePurge.addAndGet(added);
    rows.updateAndGet(known -> known < 0 ? known : known + added);
  }

  /** Saturated: the end of time need not be a number of milliseconds. */
  private static long epochMillis(Instant instant) {
    return instant.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE))
        ? Long.MAX_VALUE
        : instant.toEpochMilli();
  }

  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    Objects.requireNonNull(key, "key");
    return writer.submit(
        0,
        session -> {
          try (PreparedStatement statement = session.connection().prepareStatement(REMOVE)) {
            setKey(statement, 1, key);
            statement.executeUpdate();
          }
          return null;
        });
  }

  @Override
  public CompletionStage<Void> clear() {
    return writer.submit(
        0,
        session -> {
          try (Statement statement = session.connection().createStatement()) {
            statement.executeUpdate("DELETE FROM phish_cache");
          }
          rows.set(0);
          return null;
        });
  }

  private static void setKey(PreparedStatement statement, int index, CacheKey key)
      throws SQLException {
    statement.setString(index, key.space());
    statement.setLong(index + 1, key.high());
    statement.setLong(index + 2, key.low());
  }

  private void purgeIfDue() {
    if (writesSincePurge.get() >= PURGE_BATCH / 2 || System.nanoTime() - purgedAt >= PURGE_NANOS) {
      purge();
    }
  }

  /** Queues a purge behind what is waiting already, unless there is one. */
  private void purge() {
    if (!purging.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<Void> purge =
        writer.submit(
            0,
            session -> {
              boolean isMore;
              try {
                isMore = deleteSome(session);
              } finally {
                purging.set(false);
              }
              if (isMore) {
                purge();
              }
              return null;
            });
    if (purge.isCompletedExceptionally()) {
      purging.set(false);
    }
  }

  private boolean deleteSome(Session session) throws SQLException {
    writesSincePurge.set(0);
    purgedAt = System.nanoTime();
    if (dataSource instanceof SqliteFile file && file.isReplaced()) {
      throw new SQLException("The file of " + file + " was deleted or replaced; opening it anew");
    }
    int expired = delete(session, clock.millis(), PURGE_BATCH);
    rows.updateAndGet(known -> Math.max(-1, known - expired));
    bytes = number(session, session.dialect().size());
    countIfDue(session);
    if (rows.get() > maximumRows) {
      shrinking = true;
    }
    if (shrinking) {
      // A little below the maximum, for else every purge would have to count and delete.
      long excess = Math.max(0, rows.get() - (maximumRows - maximumRows / 20));
      int deleted = delete(session, Long.MAX_VALUE, (int) Math.min(excess, PURGE_BATCH));
      rows.addAndGet(-deleted);
      shrinking = deleted == PURGE_BATCH;
    }
    return expired == PURGE_BATCH || shrinking;
  }

  private void countIfDue(Session session) throws SQLException {
    boolean isFull = rows.get() > maximumRows && !shrinking;
    if (rows.get() < 0 || isFull || System.nanoTime() - countedAt >= COUNT_NANOS) {
      countedAt = System.nanoTime();
      rows.set(number(session, "SELECT count(*) FROM phish_cache"));
    }
  }

  private static int delete(Session session, long expiringBy, int limit) throws SQLException {
    // Not a sub-select: PostgreSQL might evaluate that anew for every row and delete more than
    // meant.
    String sql =
        "WITH doomed AS (SELECT space, hash_high, hash_low FROM phish_cache WHERE expires_at <= ?"
            + " ORDER BY expires_at LIMIT ?"
            + session.dialect().skipLocked()
            + ") DELETE FROM phish_cache WHERE (space, hash_high, hash_low) IN"
            + " (SELECT space, hash_high, hash_low FROM doomed)";
    try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
      statement.setLong(1, expiringBy);
      statement.setInt(2, limit);
      return statement.executeUpdate();
    }
  }

  private static long number(Session session, String sql) throws SQLException {
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public CacheStatistics statistics() {
    return new CacheStatistics(
        name, hits.sum(), misses.sum(), readers.failures() + writer.failures(), rows.get(), bytes);
  }

  /** Writes what waits to be written, for up to five seconds, and ends the threads. */
  @Override
  public void close() {
    readers.shutdown();
    writer.shutdown();
    try {
      if (!awaitTermination(DRAIN_NANOS)) {
        cutShort();
        awaitTermination(ABORT_NANOS);
      }
    } catch (InterruptedException e) {
      cutShort();
      Thread.currentThread().interrupt();
    } finally {
      connections.closeIdle();
    }
  }

  private boolean awaitTermination(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    return writer.awaitTermination(nanos)
        && readers.awaitTermination(nanos - (System.nanoTime() - start));
  }

  private void cutShort() {
    readers.shutdownNow();
    writer.shutdownNow();
    connections.abort();
  }

  /** Configures a {@link JdbcCacheStore}. Everything is optional. Not safe for several threads. */
  public static final class Builder {
    private final DataSource dataSource;
    private String name = "jdbc";
    private Clock clock = Clock.systemUTC();
    private long maximumRows = 1_000_000;
    private int readers = 2;
    private int queue = 1_000;

    private Builder(DataSource dataSource) {
      this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    /** What to call the store in statistics and logs; {@code jdbc} by default. */
    public Builder name(String name) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("name is blank");
      }
      this.name = name;
      return this;
    }

    /** Tells the time for expiry; the system's by default. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * How many rows there may be, about, 1 or more; a million by default. Beyond that those that
     * expire next are deleted.
     */
    public Builder maximumRows(long maximumRows) {
      if (maximumRows < 1) {
        throw new IllegalArgumentException("maximumRows " + maximumRows + " is below 1");
      }
      this.maximumRows = maximumRows;
      return this;
    }

    /** How many threads read, beside the one that writes, 1 to 64; 2 by default. */
    public Builder readers(int readers) {
      if (readers < 1 || readers > 64) {
        throw new IllegalArgumentException("readers " + readers + " is not within 1 and 64");
      }
      this.readers = readers;
      return this;
    }

    /** How many calls may wait to read, and how many to write, 1 or more; 1,000 by default. */
    public Builder queue(int queue) {
      if (queue < 1) {
        throw new IllegalArgumentException("queue " + queue + " is below 1");
      }
      this.queue = queue;
      return this;
    }

    /**
     * Opens the store; blocks while it looks at the database. One that cannot be reached now may be
     * later.
     *
     * @throws ConfigurationException if it is not a database this store can be kept in, or has a
     *     cache of another version in it
     */
    public JdbcCacheStore build() {
      return new JdbcCacheStore(this);
    }
  }
}
