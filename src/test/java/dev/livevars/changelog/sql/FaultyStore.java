package dev.livevars.changelog.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store whose writer's commits are counted and fail when they are told to, or which is slow. */
final class FaultyStore {
  final AtomicInteger commits = new AtomicInteger();

  /** How many of the next commits fail without having done anything. */
  final AtomicInteger failBefore = new AtomicInteger();

  /** How many of the next commits are done but fail all the same. */
  final AtomicInteger failAfter = new AtomicInteger();

  /** How many of the next statements that are prepared fail. */
  final AtomicInteger failStatements = new AtomicInteger();

  /** What each new connection of the writer executes. */
  volatile @Nullable String onConnect;

  /** What is done after each query of the writer, before its rows are read. */
  volatile Consumer<String> afterQuery = sql -> {};

  private final Dialect real;

  FaultyStore(SqlSettings settings) {
    this.real = Dialect.of(settings);
  }

  SqlChangelog open(SqlSettings settings) {
    Dialect faulty =
        proxy(
            Dialect.class,
            (proxy, method, arguments) ->
                method.getName().equals("connect") ? connect() : call(real, method, arguments));
    return new SqlChangelog(faulty, settings);
  }

  private Connection connect() throws SQLException {
    Connection connection = real.connect();
    String first = onConnect;
    if (first != null) {
      try (var statement = connection.createStatement()) {
        statement.execute(first);
      }
    }
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("commit")) {
            commit(connection);
            return null;
          } else if (method.getName().equals("prepareStatement")) {
            failIf(failStatements);
            return prepare(connection, (String) arguments[0]);
          }
          return call(connection, method, arguments);
        });
  }

  private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    return proxy(
        PreparedStatement.class,
        (proxy, method, arguments) -> {
          Object answer = call(statement, method, arguments);
          if (method.getName().equals("executeQuery")) {
            afterQuery.accept(sql);
          }
          return answer;
        });
  }

  private void commit(Connection connection) throws SQLException {
    failIf(failBefore);
    connection.commit();
    commits.incrementAndGet();
    failIf(failAfter);
  }

  private static void failIf(AtomicInteger failures) throws SQLException {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new SQLException("the connection is lost", "08006");
    }
  }

  private static @Nullable Object call(
      Object target, java.lang.reflect.Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
