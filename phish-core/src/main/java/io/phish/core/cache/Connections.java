package io.phish.core.cache;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the connections that are in use from one call to the next, and checks each new one. At most
 * as many as there are threads that use them. A connection on which anything failed is not used
 * again, nor are those that were idle then: what ails one ails all of them.
 */
final class Connections {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  /** How long an answer of the database may be waited for, where the driver has a say in it. */
  private static final int NETWORK_TIMEOUT_MILLIS = 30_000;

  private final DataSource dataSource;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Session> idle = new ArrayDeque<>();
  private final Set<Session> busy = ConcurrentHashMap.newKeySet();

  Connections(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Guarded by the lock: how often something failed. */
  private int generation;

  /**
   * A connection that is ready for use.
   *
   * @param networkTimeout what it had when it came, in milliseconds
   * @param generation how often something had failed when it was opened
   */
  record Session(Connection connection, Dialect dialect, int networkTimeout, int generation) {}

  /** What is done with a connection. It is in auto-commit mode before and after. */
  @FunctionalInterface
  interface Work<T> {
    @Nullable T run(Session session) throws SQLException;
  }

  /** Does something with a connection; blocks. */
  <T> @Nullable T with(Work<T> work) throws SQLException {
    Session session = takeIdle();
    if (session == null) {
      session = open();
    }
    busy.add(session);
    boolean isSound = false;
    try {
      @Nullable T result = work.run(session);
      isSound = true;
      return result;
    } finally {
      busy.remove(session);
      if (isSound) {
        giveBack(session);
      } else {
        giveUp(session);
      }
    }
  }

  private @Nullable Session takeIdle() {
    lock.lock();
    try {
      return idle.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(Session session) {
    boolean isCurrent;
    lock.lock();
    try {
      isCurrent = session.generation() == generation;
      if (isCurrent) {
        idle.addFirst(session);
      }
    } finally {
      lock.unlock();
    }
    if (!isCurrent) {
      close(session);
    }
  }

  private void giveUp(Session session) {
    lock.lock();
    try {
      generation++;
    } finally {
      lock.unlock();
    }
    close(session);
    closeIdle();
  }

  private int generation() {
    lock.lock();
    try {
      return generation;
    } finally {
      lock.unlock();
    }
  }

  private Session open() throws SQLException {
    int generation = generation();
    Connection connection = dataSource.getConnection();
    Session session = null;
    try {
      connection.setAutoCommit(true);
      Dialect dialect = Dialect.of(connection);
      session = new Session(connection, dialect, limitWaiting(connection), generation);
      try (Statement statement = connection.createStatement()) {
        for (String sql : dialect.onOpen()) {
          statement.execute(sql);
        }
      }
      Schema.prepare(connection, dialect);
    } catch (SQLException | RuntimeException e) {
      if (session == null) {
        connection.close();
      } else {
        close(session);
      }
      throw e;
    }
    return session;
  }

  private static int limitWaiting(Connection connection) throws SQLException {
    try {
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
      return before;
    } catch (SQLFeatureNotSupportedException e) {
      log.debug("The driver has no network time-out", e);
      return 0;
    }
  }

  /** Closes one connection that is not in use: one of the threads that used them has gone. */
  void closeOneIdle() {
    Session session;
    lock.lock();
    try {
      session = idle.pollLast();
    } finally {
      lock.unlock();
    }
    if (session != null) {
      close(session);
    }
  }

  /** Closes all connections that are not in use. */
  void closeIdle() {
    for (Session session = takeIdle(); session != null; session = takeIdle()) {
      close(session);
    }
  }

  /** Breaks the connections that are in use, so that nobody waits for them any longer. */
  void abort() {
    for (Session session : busy) {
      try {
        session.connection().abort(Runnable::run);
      } catch (SQLException e) {
        log.debug("A connection could not be aborted", e);
      }
    }
  }

  private static void close(Session session) {
    try (Connection connection = session.connection()) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      connection.setNetworkTimeout(Runnable::run, session.networkTimeout());
    } catch (SQLException e) {
      log.debug("A connection could not be closed properly", e);
    }
  }
}
