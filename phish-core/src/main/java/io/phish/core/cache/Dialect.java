package io.phish.core.cache;

import io.phish.ConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What databases do not agree on.
 *
 * @param product what the driver calls the database
 * @param octets the column type for octets
 * @param hasSchema gives a row if the version table is there
 * @param size gives the octets the cache takes on disk
 * @param skipLocked what a sub-select needs so as not to wait for rows that others are writing
 * @param onOpen statements for every new connection
 */
record Dialect(
    String product,
    String octets,
    String hasSchema,
    String size,
    String skipLocked,
    List<String> onOpen) {

  private static final Dialect SQLITE =
      new Dialect(
          "SQLite",
          "BLOB",
          "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'phish_cache_schema'",
          "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
          "",
          List.of(
              // First, for the next one may have to wait for another process already.
              "PRAGMA busy_timeout = 1000",
              // Readers do not wait for the writer, and a commit does not wait for the disk: a
              // power failure may cost the last entries but not the file (sqlite.org/wal.html).
              "PRAGMA journal_mode = WAL",
              "PRAGMA synchronous = NORMAL"));

  private static final Dialect POSTGRESQL =
      new Dialect(
          "PostgreSQL",
          "BYTEA",
          "SELECT 1 WHERE to_regclass('phish_cache_schema') IS NOT NULL",
          "SELECT pg_total_relation_size('phish_cache')",
          " FOR UPDATE SKIP LOCKED",
          List.of());

  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    for (Dialect dialect : List.of(SQLITE, POSTGRESQL)) {
      if (dialect.product.equalsIgnoreCase(product)) {
        return dialect;
      }
    }
    throw new ConfigurationException(
        "The cache can be kept in SQLite and PostgreSQL, not in " + product);
  }

  /** Whether the database is just not to be had now, so that trying later makes sense. */
  static boolean isOutage(SQLException e) {
    String state = e.getSQLState();
    if (state == null) {
      // SQLite's driver has no SQL states: SQLITE_BUSY and SQLITE_LOCKED (sqlite.org/rescode.html).
      int code = e.getErrorCode() & 0xFF;
      return e instanceof java.sql.SQLTransientException || code == 5 || code == 6;
    }
    // Connection exceptions, insufficient resources, operator intervention (PostgreSQL, appendix
    // A).
    return e instanceof java.sql.SQLTransientException
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57");
  }
}
