package dev.livevars.changelog.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.SQLException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that read, each with a connection of its own. Methods may be called from any
 * thread.
 */
final class Readers {
  private static final int THREADS = 3;
  private static final int MOST_WAITING = 10_000;
  private static final long CONNECT_MILLIS = 3_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Dialect dialect;
  private final ThreadPoolExecutor threads;
  private @Nullable HikariDataSource pool;

  Readers(Dialect dialect) {
    this.dialect = dialect;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread reader = new Thread(task, "livevars-store-reader-" + number.incrementAndGet());
              reader.setDaemon(true);
              return reader;
            });
  }

  /** What is read with a connection. */
  interface Query<T> {
    T read(Statements sql) throws SQLException;
  }

  /** Reads in a transaction of its own; the future completes on the caller's context. */
  <T> Future<T> read(Query<T> query) {
    Promise<T> promise = Queued.promise();
    long asked = System.nanoTime();
    try {
      threads.execute(() -> read(query, promise, asked));
    } catch (RejectedExecutionException e) {
      promise.fail(Refusals.unavailable(dialect.shown(), "it is closed or too many reads wait"));
    }
    return promise.future();
  }

  /** Finishes what was asked; blocks. */
  void close() {
    threads.shutdown();
    try {
      boolean unused = threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (pool != null) {
        pool.close();
      }
    }
  }

  private <T> void read(Query<T> query, Promise<T> promise, long asked) {
    if (System.nanoTime() - asked > LONGEST_WAIT_NANOS) {
      promise.fail(Refusals.unavailable(dialect.shown(), "reads before this one took too long"));
      return;
    }
    T answer;
    try {
      answer = patiently(query);
    } catch (SQLException | RuntimeException e) {
      promise.fail(Refusals.of(dialect, e));
      return;
    }
    promise.complete(answer);
  }

  /** Tries again at once with another connection: those of the pool may have died with a server. */
  private <T> T patiently(Query<T> query) throws SQLException {
    long start = System.nanoTime();
    for (int attempt = 0; ; attempt++) {
      try (Statements sql = new Statements(pool().getConnection())) {
        return query.read(sql);
      } catch (SQLException e) {
        if (attempt == THREADS || System.nanoTime() - start > PATIENCE_NANOS) {
          throw e;
        }
      }
    }
  }

  private synchronized HikariDataSource pool() {
    if (pool == null) {
      HikariConfig config = new HikariConfig();
      config.setPoolName("livevars-store");
      config.setDataSource(dialect.dataSource());
      config.setMaximumPoolSize(THREADS);
      config.setMinimumIdle(1);
      config.setAutoCommit(false);
      config.setConnectionTimeout(CONNECT_MILLIS);
      config.setInitializationFailTimeout(-1);
      dialect.readersInit().ifPresent(config::setConnectionInitSql);
      pool = new HikariDataSource(config);
    }
    return pool;
  }
}
