package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes: opens the store when it is first asked for, and connects anew
 * after it was discarded. Confined to the writer's thread.
 */
final class WriterConnection {
  private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);

  private final Dialect dialect;
  private @Nullable Statements current;
  private boolean acquired;
  private boolean opened;

  WriterConnection(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * The connection.
   *
   * @throws LivevarsException when the store is refused
   */
  Statements get() throws SQLException {
    if (current == null) {
      if (!acquired) {
        dialect.acquire();
        acquired = true;
      }
      current = new Statements(connect());
    }
    return current;
  }

  /** Gives up the connection, which may be broken or in the middle of a transaction. */
  void discard() {
    if (current != null) {
      closeQuietly(current);
      current = null;
    }
  }

  /** Closes what is open and lets others have the store. */
  void close() throws SQLException {
    try {
      if (current != null) {
        dialect.settle(current);
      }
    } finally {
      discard();
      if (acquired) {
        dialect.release();
      }
    }
  }

  /** The first connection holds the store while it is looked at and brought up to date. */
  private Connection connect() throws SQLException {
    Connection connection = dialect.connect();
    if (opened) {
      return connection;
    }
    try {
      dialect.check(connection);
      Migrations.apply(dialect, dialect.dataSource());
      opened = true;
      return connection;
    } finally {
      if (!opened) {
        connection.close();
      }
    }
  }

  private static void closeQuietly(Statements statements) {
    try {
      statements.close();
    } catch (SQLException e) {
      LOG.debug("closing a connection that is given up", e);
    }
  }
}
