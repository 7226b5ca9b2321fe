package dev.livevars.changelog.sql;

import dev.livevars.changelog.sql.SqlSettings.Sync;
import dev.livevars.model.LivevarsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** SQLite in a file, which one process has to itself. */
final class SqliteDialect implements Dialect {
  static final String SCHEME = "sqlite:";

  private static final int BUSY_MILLIS = 5_000;
  private static final int PRIMARY_CODE = 0xff;

  private final Path name;
  private final Sync sync;
  private @Nullable SqliteFile file;

  SqliteDialect(SqlSettings settings) {
    this.name = file(settings.url().substring(SCHEME.length()));
    this.sync = settings.sync();
  }

  private static Path file(String name) {
    if (name.isBlank() || name.equals(":memory:")) {
      throw Refusals.unusable("the store '" + name + "'", "is no file: name one, or take 'memory'");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw Refusals.unusable(
          "the store", "cannot be a file by the name that it is given: " + e.getMessage());
    }
  }

  @Override
  public String shown() {
    return file == null ? "the store " + name : file.shown();
  }

  @Override
  public void acquire() throws SQLException {
    try {
      SqliteFile taken = SqliteFile.of(name);
      taken.lock();
      file = taken;
      boolean ready = false;
      try {
        if (!taken.isStore()) {
          make(taken);
        }
        ready = true;
      } finally {
        if (!ready) {
          taken.unlock();
        }
      }
    } catch (IOException e) {
      throw Refusals.unavailable(shown(), e.toString());
    }
  }

  @Override
  public void release() throws SQLException {
    try {
      if (file != null) {
        file.noteEnd();
        file.unlock();
      }
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }

  @Override
  public List<String> migrations() {
    return List.of(Migrations.COMMON);
  }

  @Override
  public DataSource dataSource() {
    return dataSource(opened().path(), config());
  }

  @Override
  public Optional<String> readersInit() {
    return Optional.of("PRAGMA query_only = ON");
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "identity", "INTEGER PRIMARY KEY AUTOINCREMENT",
        "bytes", "BLOB",
        "clustered", "WITHOUT ROWID",
        "random", "lower(hex(randomblob(16)))");
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection = dataSource().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /**
   * The length of the file, and the tables that are read as a whole at the start; the history is
   * looked at when it is read.
   */
  @Override
  public void check(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    pragma(connection, "wal_checkpoint(TRUNCATE)");
    long expected =
        Long.parseLong(pragma(connection, "page_count"))
            * Long.parseLong(pragma(connection, "page_size"));
    long length = length();
    if (length < expected) {
      throw Refusals.damaged(this, "the file has only %d bytes of %d".formatted(length, expected));
    }
    for (String table : new String[] {"sessions", "snapshots"}) {
      if (pragma(connection, "table_list('" + table + "')").isEmpty()) {
        throw Refusals.damaged(this, "table " + table + " is missing");
      }
      String found = pragma(connection, "quick_check('" + table + "')");
      if (!found.equals("ok")) {
        throw Refusals.damaged(this, "table " + table + ": " + found);
      }
    }
    connection.setAutoCommit(false);
  }

  @Override
  public void prepareScan(Statements sql) {}

  /** Nobody else writes. */
  @Override
  public String taking() {
    return "";
  }

  @Override
  public void begin() throws SQLException {
    noteOpen(true);
  }

  @Override
  public void settle(Statements sql) throws SQLException {
    sql.rollback();
    sql.outside("PRAGMA wal_checkpoint(TRUNCATE)");
    noteOpen(false);
  }

  private void noteOpen(boolean open) throws SQLException {
    try {
      opened().noteOpen(open);
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }

  @Override
  public LivevarsException failure(SQLException exception) {
    for (SQLiteErrorCode code : SQLiteErrorCode.values()) {
      if (code.code == (exception.getErrorCode() & PRIMARY_CODE)) {
        return failure(code, String.valueOf(exception.getMessage()));
      }
    }
    return Refusals.unavailable(shown(), String.valueOf(exception.getMessage()));
  }

  @Override
  public String remedy() {
    return "restore a backup of the file, or move it and its -wal away to start empty";
  }

  private LivevarsException failure(SQLiteErrorCode code, String message) {
    return switch (code) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> Refusals.damaged(this, message);
      case SQLITE_FULL -> Refusals.unavailable(shown(), "the disk is full: " + message);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          Refusals.unavailable(shown(), "another program has locked it: " + message);
      default -> Refusals.unavailable(shown(), message);
    };
  }

  /** Makes a store beside its place and moves it there, so that there never is half a store. */
  private void make(SqliteFile file) throws IOException, SQLException {
    Path made = file.beside(".new");
    for (String ending : new String[] {"", "-journal", "-wal", "-shm"}) {
      Files.deleteIfExists(file.beside(".new" + ending));
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setApplicationId(SqliteFile.APPLICATION_ID);
    try (Connection connection = dataSource(made, config).getConnection()) {
      pragma(connection, "application_id");
      Migrations.apply(this, dataSource(made, config));
      pragma(connection, "journal_mode = WAL");
    }
    file.adopt(made);
  }

  private SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setSynchronous(sync == Sync.FULL ? SynchronousMode.FULL : SynchronousMode.NORMAL);
    return config;
  }

  private static DataSource dataSource(Path path, SQLiteConfig config) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + path);
    return source;
  }

  private long length() {
    try {
      return Files.size(opened().path());
    } catch (IOException e) {
      throw Refusals.unavailable(shown(), e.toString());
    }
  }

  private SqliteFile opened() {
    if (file == null) {
      throw new IllegalStateException("not opened");
    }
    return file;
  }

  private static String pragma(Connection connection, String pragma) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA " + pragma)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }
}
