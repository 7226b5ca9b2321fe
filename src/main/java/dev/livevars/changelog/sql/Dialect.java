package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** In what one engine differs from another. All of it blocks. */
interface Dialect {
  /** What the settings say, without having touched anything. */
  static Dialect of(SqlSettings settings) {
    if (settings.url().startsWith(SqliteDialect.SCHEME)) {
      return new SqliteDialect(settings);
    } else if (settings.url().startsWith(PostgresDialect.SCHEME)) {
      return new PostgresDialect(settings);
    }
    throw Refusals.unusable(
        "the store", "cannot be found: its URL is neither sqlite:FILE nor jdbc:postgresql:…");
  }

  /** The store as messages call it, without a password. */
  String shown();

  /**
   * Takes the store for this process alone and makes it when there is none.
   *
   * @throws LivevarsException when it is held by another process or is no store
   */
  void acquire() throws SQLException;

  /** Gives back what {@link #acquire} took. */
  void release() throws SQLException;

  /** Where the migrations of its tables are. */
  List<String> migrations();

  /** Connections for readers and migrations. */
  DataSource dataSource();

  /** What a connection of a reader executes first. */
  Optional<String> readersInit();

  /** What stands for the placeholders of the migrations. */
  Map<String, String> placeholders();

  /**
   * The connection of the writer, without auto-commit.
   *
   * @throws LivevarsException when another process writes
   */
  Connection connect() throws SQLException;

  /** Says by an exception when the store is damaged, as far as that is quickly seen. */
  void check(Connection connection) throws SQLException;

  /** Prepares a transaction that reads much and holds no lock that others wait for. */
  void prepareScan(Statements sql) throws SQLException;

  /**
   * What a query ends with that takes rows for this transaction, and passes over those of others.
   */
  String taking();

  /** The store is open and read: from now on it is written. */
  void begin() throws SQLException;

  /** Leaves the store in order, before the last connection is closed. */
  void settle(Statements sql) throws SQLException;

  /** The error that an exception of the driver means. */
  LivevarsException failure(SQLException exception);

  /** What somebody does about a store that is damaged. */
  String remedy();
}
