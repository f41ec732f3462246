package io.phish.core.cache;

import io.phish.ConfigurationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the cache and their version. */
final class Schema {
  private static final int VERSION = 1;

  private Schema() {}

  /**
   * Makes the tables if there are none.
   *
   * @throws ConfigurationException if there are tables of another version
   */
  static void prepare(Connection connection, Dialect dialect) throws SQLException {
    if (!exists(connection, dialect)) {
      try {
        create(connection, dialect);
      } catch (SQLException e) {
        connection.rollback();
        connection.setAutoCommit(true);
        // Another process may have been quicker.
        if (!exists(connection, dialect)) {
          throw e;
        }
      }
    }
    checkVersion(connection);
  }

  private static boolean exists(Connection connection, Dialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(dialect.hasSchema())) {
      return rows.next();
    }
  }

  private static void create(Connection connection, Dialect dialect) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE phish_cache_schema (version INTEGER NOT NULL)");
      statement.execute(
          "CREATE TABLE phish_cache ("
              + "space TEXT NOT NULL, hash_high BIGINT NOT NULL, hash_low BIGINT NOT NULL, "
              + "expires_at BIGINT NOT NULL, value "
              + dialect.octets()
              + " NOT NULL, PRIMARY KEY (space, hash_high, hash_low))");
      statement.execute("CREATE INDEX phish_cache_expiry ON phish_cache (expires_at)");
      statement.execute("INSERT INTO phish_cache_schema (version) VALUES (" + VERSION + ")");
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static void checkVersion(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT max(version) FROM phish_cache_schema")) {
      rows.next();
      String version = rows.getString(1);
      if (!String.valueOf(VERSION).equals(version)) {
        throw new ConfigurationException(
            "The database has a cache of schema version "
                + version
                + ", this library reads version "
                + VERSION
                + ": give it another database, or drop the tables phish_cache and"
                + " phish_cache_schema");
      }
    }
  }
}
