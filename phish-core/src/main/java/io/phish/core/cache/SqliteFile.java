package io.phish.core.cache;

import io.phish.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Objects;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens one SQLite file with whatever driver the host brings. */
final class SqliteFile implements DataSource {
  private static final String HEADER = "SQLite format 3\0";

  private final Path file;
  private final String url;
  private volatile @Nullable Object opened;

  SqliteFile(Path file) {
    this.file = file.toAbsolutePath().normalize();
    this.url = "jdbc:sqlite:" + this.file;
    try {
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new ConfigurationException(
          "There is no JDBC driver for SQLite: add org.xerial:sqlite-jdbc to the class path", e);
    }
  }

  /** Empty is a valid database; made here so that only its owner may read it. */
  private void create() throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent(), "a file in a directory"));
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      return;
    }
  }

  /**
   * Whether the file is empty or begins as SQLite's do (sqlite.org/fileformat2.html, section
   * 1.3.1). SQLite would find out too, but not if the log of a database that was replaced is still
   * there: it would write that into the new file, whatever it is.
   */
  private boolean isDatabase() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(HEADER.length());
      return start.length == 0 || HEADER.equals(new String(start, StandardCharsets.ISO_8859_1));
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      create();
      if (!isDatabase()) {
        throw new SQLException(file + " is not a database");
      }
    } catch (IOException e) {
      throw new SQLException("The cache file " + file + " cannot be created or read", e);
    }
    Connection connection = DriverManager.getConnection(url);
    opened = identity();
    return connection;
  }

  /**
   * Whether the file was deleted or replaced since it was last opened. SQLite goes on with the old
   * one, which nobody else can see any more.
   */
  boolean isReplaced() {
    return !Objects.equals(opened, identity());
  }

  private @Nullable Object identity() {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return e.getClass();
    }
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("no log writer");
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException("no login");
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("no logger");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (isWrapperFor(type)) {
      return type.cast(this);
    }
    throw new SQLException("not a " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  @Override
  public String toString() {
    return url;
  }
}
