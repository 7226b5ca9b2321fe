package dev.livevars.changelog.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection with the statements that it has prepared. Closing it closes the connection. */
final class Statements implements AutoCloseable {
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Connection connection;

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** What is made of the rows of a query. */
  interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** Executes a statement and tells how many rows it changed. */
  int update(String sql, @Nullable Object... arguments) throws SQLException {
    return prepare(sql, arguments).executeUpdate();
  }

  /** Adds to what {@link #executeBatch} executes. */
  void addBatch(String sql, @Nullable Object... arguments) throws SQLException {
    prepare(sql, arguments).addBatch();
  }

  /** Executes what was added and tells for each how many rows it changed. */
  int[] executeBatch(String sql) throws SQLException {
    return prepare(sql).executeBatch();
  }

  /** Executes a query, a few rows at a time. */
  <T> T query(String sql, Rows<T> reader, @Nullable Object... arguments) throws SQLException {
    return query(sql, 256, reader, arguments);
  }

  /** Executes a query, at first so many rows at a time. */
  <T> T query(String sql, int fetchSize, Rows<T> reader, @Nullable Object... arguments)
      throws SQLException {
    PreparedStatement statement = prepare(sql, arguments);
    statement.setFetchSize(fetchSize);
    try (ResultSet rows = statement.executeQuery()) {
      return reader.read(rows);
    }
  }

  /** The number that a query has as its only result; null when it has none. */
  @Nullable Long number(String sql, @Nullable Object... arguments) throws SQLException {
    return query(
            sql,
            rows -> rows.next() ? Optional.of(rows.getLong(1)) : Optional.<Long>empty(),
            arguments)
        .orElse(null);
  }

  /** Texts as one argument; in PostgreSQL only. */
  Array array(Collection<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /** Executes a statement outside of transactions, whatever it answers. */
  void outside(String sql) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    connection.setAutoCommit(false);
  }

  @Override
  public void close() throws SQLException {
    try {
      for (PreparedStatement statement : prepared.values()) {
        statement.close();
      }
    } finally {
      connection.close();
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }
}
