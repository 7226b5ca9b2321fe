package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL, where one process at a time writes to the tables of a schema, or several that share
 * it: their connections hold an advisory lock. What the URL says of time limits goes before the
 * ones here.
 */
final class PostgresDialect implements Dialect {
  static final String SCHEME = "jdbc:postgresql:";

  /** The driver reports on its own what is thrown anyway; kept here so that it stays off. */
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  private static final int CONNECT_SECONDS = 5;
  private static final int LOGIN_SECONDS = 8;
  private static final int SOCKET_SECONDS = 10;

  /** How often the lock is waited for at the start, where a predecessor may be dying: 15 s. */
  private static final int FIRST_ROUNDS = 3;

  private static final String ROUND = "5s";

  /** LIVE, in the first half of the key of the lock; the other half is the schema. */
  private static final String LOCK = "SELECT pg_advisory_lock%s(%d, hashtext(current_schema()))";

  private static final int LOCK_CLASS = 0x4c495645;
  private static final String SHARED_TABLES = "classpath:dev/livevars/changelog/postgres";

  private static final String LOCK_TIMEOUT = "55P03";
  private static final Set<String> DAMAGE = Set.of("XX001", "XX002");

  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private final String shown;
  private final boolean shared;
  private boolean heldBefore;

  PostgresDialect(SqlSettings settings) {
    this.shown = "the store " + shown(settings.url());
    this.shared = settings.member() != null;
    DRIVER_LOG.setLevel(Level.OFF);
    setUrl(settings.url());
    if (isSet(settings.user())) {
      source.setUser(settings.user());
    }
    if (isSet(settings.password())) {
      source.setPassword(settings.password());
    }
    source.setApplicationName("livevars");
    source.setReWriteBatchedInserts(false);
  }

  /** What comes before the question mark may hold no parameters: they would be taken for a name. */
  private void setUrl(String url) {
    try {
      if (url.matches("(?s)[^?]*[&;].*")) {
        throw new IllegalArgumentException();
      }
      source.setURL(url);
      limitWaiting();
    } catch (NumberFormatException e) {
      throw Refusals.unusable(
          shown, "has a URL with a parameter that must be a number: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      // The message of the exception has the URL, and in it perhaps a password.
      throw Refusals.unusable(
          shown,
          "has a URL that is not understood: jdbc:postgresql://HOST:PORT/DATABASE?NAME=VALUE");
    }
  }

  /** A URL without what may be secret. */
  static String shown(String url) {
    return url.replaceFirst("(?s)[?&;].*", "").replaceFirst("(?s)//.*@", "//");
  }

  @Override
  public String shown() {
    return shown;
  }

  /** The lock is that of the writer's connection. */
  @Override
  public void acquire() {}

  @Override
  public void release() {}

  @Override
  public List<String> migrations() {
    return List.of(Migrations.COMMON, SHARED_TABLES);
  }

  @Override
  public DataSource dataSource() {
    return source;
  }

  @Override
  public Optional<String> readersInit() {
    return Optional.empty();
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "identity", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        "bytes", "BYTEA",
        "clustered", "",
        "random", "md5(random()::text || clock_timestamp()::text || pg_backend_pid()::text)");
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection = source.getConnection();
    try {
      prepare(connection);
      connection.setAutoCommit(false);
      heldBefore = true;
      return connection;
    } catch (SQLException | LivevarsException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void check(Connection connection) {}

  /**
   * Of the ways to join, the only one whose time does not grow with the history; and between two
   * pages of rows, what was read may take its time to be decoded.
   */
  @Override
  public void prepareScan(Statements sql) throws SQLException {
    if (shared) {
      int unused = sql.update("SET LOCAL idle_in_transaction_session_timeout = '1min'");
    }
    for (String way : new String[] {"hashjoin", "mergejoin", "seqscan"}) {
      int unused = sql.update("SET LOCAL enable_" + way + " = off");
    }
  }

  @Override
  public String taking() {
    return " FOR UPDATE SKIP LOCKED";
  }

  @Override
  public void begin() {}

  @Override
  public void settle(Statements sql) {}

  @Override
  public LivevarsException failure(SQLException exception) {
    String message = String.valueOf(exception.getMessage());
    return DAMAGE.contains(String.valueOf(exception.getSQLState()))
        ? Refusals.damaged(this, message)
        : Refusals.unavailable(shown, message);
  }

  @Override
  public String remedy() {
    return "restore a backup of the database, or name another schema to start empty";
  }

  private void limitWaiting() {
    PGSimpleDataSource usual = new PGSimpleDataSource();
    if (source.getConnectTimeout() == usual.getConnectTimeout()) {
      source.setConnectTimeout(CONNECT_SECONDS);
    }
    if (source.getLoginTimeout() == usual.getLoginTimeout()) {
      source.setLoginTimeout(LOGIN_SECONDS);
    }
    if (source.getSocketTimeout() == usual.getSocketTimeout()) {
      source.setSocketTimeout(SOCKET_SECONDS);
    }
    source.setTcpKeepAlive(true);
  }

  /** Lets the server notice soon when this process is gone, and takes the lock. */
  private void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET tcp_keepalives_idle = 5");
      statement.execute("SET tcp_keepalives_interval = 2");
      statement.execute("SET tcp_keepalives_count = 3");
      if (shared) {
        // Should this process freeze within a transaction, it must not keep others from its shards.
        statement.execute("SET idle_in_transaction_session_timeout = '1s'");
      }
      if ("off".equals(ask(statement, "SHOW synchronous_commit"))) {
        statement.execute("SET synchronous_commit = on");
      }
      if (ask(statement, "SELECT current_schema()") == null) {
        throw Refusals.unusable(shown, "has no schema to put its tables into: create it first");
      }
      lock(statement);
    }
  }

  private void lock(Statement statement) throws SQLException {
    statement.execute("SET lock_timeout = '%s'".formatted(ROUND));
    for (int round = heldBefore ? FIRST_ROUNDS : 1; !tryLock(statement); round++) {
      if (round >= FIRST_ROUNDS) {
        throw heldByAnother();
      }
    }
    statement.execute("SET lock_timeout = 0");
  }

  private LivevarsException heldByAnother() {
    String who =
        "is used by another Livevars process, which holds its lock: only nodes of a cluster share one";
    return heldBefore ? Refusals.unavailable(shown, "it " + who) : Refusals.unusable(shown, who);
  }

  private boolean tryLock(Statement statement) throws SQLException {
    try {
      statement.execute(LOCK.formatted(shared ? "_shared" : "", LOCK_CLASS));
      return true;
    } catch (SQLException e) {
      if (LOCK_TIMEOUT.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private static @Nullable String ask(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private static boolean isSet(@Nullable String text) {
    return text != null && !text.isEmpty();
  }
}
