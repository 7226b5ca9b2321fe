package dev.livevars.bench;

import dev.livevars.NodeOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What SQLite alone takes to make a small row durable, in a transaction each. */
final class RawCommit {
  private static final int BYTES = 100;

  private final Path file;
  private final NodeOptions.Sync sync;

  RawCommit(Path file, NodeOptions.Sync sync) {
    this.file = file;
    this.sync = sync;
  }

  List<Figure> measure(String name, long nanos) {
    Latencies latencies = new Latencies();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = " + sync);
      statement.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, data BLOB)");
      connection.setAutoCommit(false);
      commit(connection, System.nanoTime() + nanos, latencies);
    } catch (SQLException e) {
      throw new IllegalStateException("the measurement failed", e);
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(name + ", commits", latencies.count() / (nanos / 1e9), "/s"));
    figures.addAll(latencies.figures(name + ", one commit"));
    return figures;
  }

  private static void commit(Connection connection, long end, Latencies latencies)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (data) VALUES (?)")) {
      for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
        insert.setBytes(1, new byte[BYTES]);
        insert.executeUpdate();
        connection.commit();
        latencies.record(System.nanoTime() - now);
      }
    }
  }
}
