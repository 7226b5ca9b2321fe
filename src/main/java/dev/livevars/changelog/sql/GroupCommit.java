package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes writes durable in one transaction. When that fails before its commit was asked for, nothing
 * of it is stored: it is tried once more on a fresh connection, as after a restart of the database,
 * unless the failure took long. Confined to the writer's thread.
 */
final class GroupCommit {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Dialect dialect;
  private final WriterConnection connection;
  private final Lines lines;
  private final Fence fence;
  private boolean committing;

  GroupCommit(Dialect dialect, WriterConnection connection, Lines lines, Fence fence) {
    this.dialect = dialect;
    this.connection = connection;
    this.lines = lines;
    this.fence = fence;
  }

  /**
   * Applies the writes and commits.
   *
   * @return null when it is done, each write having its own answer; else why nothing is done, or
   *     nothing is known to be done
   */
  @Nullable LivevarsException commit(List<Queued<?>> batch) {
    long start = System.nanoTime();
    try {
      attempt(batch);
      return null;
    } catch (SQLException | RuntimeException e) {
      discard(batch);
      if (committing || System.nanoTime() - start > PATIENCE_NANOS) {
        return Refusals.of(dialect, e);
      }
    }
    try {
      attempt(batch);
      return null;
    } catch (SQLException | RuntimeException e) {
      discard(batch);
      return Refusals.of(dialect, e);
    }
  }

  private void attempt(List<Queued<?>> batch) throws SQLException {
    committing = false;
    Statements sql = connection.get();
    long epoch = fence.hold(sql);
    lines.begin(epoch);
    int appends = 0;
    for (Queued<?> queued : batch) {
      if (queued.epoch() != epoch) {
        queued.refuse(Leases.ended());
        continue;
      }
      queued.apply(lines, sql);
      if (queued.succeeded() && queued.write() instanceof Write.Append) {
        appends++;
      }
    }
    if (appends > 0) {
      requireAllInserted(sql.executeBatch(Write.Append.INSERT));
    }
    committing = true;
    sql.commit();
  }

  /**
   * A revision that is there already was appended by somebody else: the transaction is made anew
   * from what the store has, and refuses exactly the append that clashes.
   */
  private static void requireAllInserted(int[] counts) throws SQLException {
    for (int count : counts) {
      if (count == 0) {
        throw new SQLException("somebody else has appended to the same session");
      }
    }
  }

  private void discard(List<Queued<?>> batch) {
    connection.discard();
    batch.forEach(queued -> queued.write().sessions().forEach(lines::forget));
  }
}
