package dev.livevars.changelog.sql;

import dev.livevars.changelog.StoredSession;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Session;
import dev.livevars.model.Shards;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: what waits when it is free becomes one transaction. Between two of
 * them it does a little housekeeping. Methods may be called from any thread.
 */
final class StoreWriter {
  private static final int MOST_WRITES = 1_024;
  private static final long MOST_BYTES = 8L << 20;
  private static final long TICK_SECONDS = 60;

  private final Queue<Queued<?>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final ScheduledThreadPoolExecutor thread;
  private final Dialect dialect;
  private final WriterConnection connection;
  private final Recovery recovery;
  private final Lines lines;
  private final Failures failures;
  private final Fence fence;
  private final GroupCommit group;
  private final Housekeeper housekeeper;
  private boolean recovered;
  private boolean keepingHouse;
  private long appended;

  StoreWriter(Dialect dialect, SqlSettings settings, Failures failures, Fence fence) {
    this.dialect = dialect;
    this.failures = failures;
    this.fence = fence;
    this.connection = new WriterConnection(dialect);
    this.recovery = new Recovery(dialect);
    this.lines = new Lines(recovery);
    this.group = new GroupCommit(dialect, connection, lines, fence);
    this.housekeeper = new Housekeeper(dialect, settings, lines, fence);
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread writer = new Thread(task, "livevars-store-writer");
              writer.setDaemon(true);
              return writer;
            });
    ScheduledFuture<?> unused =
        this.thread.scheduleWithFixedDelay(
            this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
  }

  /** Opens the store when that is not done, and reads all sessions. */
  Future<List<StoredSession>> recover() {
    Promise<List<StoredSession>> promise = Queued.promise();
    execute(promise, () -> promise.complete(recoverNow()));
    return promise.future();
  }

  /** Opens the store when that is not done, and reads no sessions. */
  Future<Identity> open() {
    Promise<Identity> promise = Queued.promise();
    execute(
        promise,
        () -> {
          Statements sql = connection.get();
          Identity identity = Identity.read(dialect, sql);
          sql.rollback();
          dialect.begin();
          recovered = true;
          promise.complete(identity);
        });
    return promise.future();
  }

  /**
   * Reads the sessions of some shards that this node owns, behind what was asked before; from then
   * on they are written to. While it reads it holds nothing: that nobody else wrote is known when
   * the lease holds still at the end.
   */
  Future<List<StoredSession>> recover(Set<Integer> shards) {
    Promise<List<StoredSession>> promise = Queued.promise();
    long epoch = fence.epoch();
    execute(
        promise,
        () -> {
          Statements sql = connection.get();
          requireHeld(epoch, sql);
          List<Recovery.Session> sessions = recovery.readAll(shards, sql);
          sql.rollback();
          requireHeld(epoch, sql);
          lines.begin(epoch);
          promise.complete(taken(shards, sessions));
        });
    return promise.future();
  }

  private void requireHeld(long epoch, Statements sql) throws SQLException {
    long held = fence.hold(sql);
    sql.rollback();
    if (held != epoch) {
      throw Leases.ended();
    }
  }

  /** Reads one session, behind what was asked before. */
  Future<StoredSession> load(String id) {
    Promise<StoredSession> promise = Queued.promise();
    execute(
        promise,
        () -> {
          Statements sql = connection.get();
          dialect.prepareScan(sql);
          Recovery.Session session = recovery.read(id, sql);
          sql.rollback();
          if (session == null) {
            throw Session.notFound(id);
          } else if (lines.owns(id)) {
            lines.put(session.line());
          }
          promise.complete(session.stored());
        });
    return promise.future();
  }

  /** Asks for a write; its future completes when it is durable. */
  <T> Future<T> submit(Write<T> write) {
    Queued<T> queued = new Queued<>(write, fence.epoch());
    boolean idle = waiting.getAndIncrement() == 0;
    queue.add(queued);
    if (idle && !schedule()) {
      queued.refuse(closed());
      queued.complete();
    }
    return queued.future();
  }

  /** Does all housekeeping that is due. */
  Future<Void> keepHouse() {
    Promise<Void> promise = Queued.promise();
    execute(
        promise,
        () -> {
          housekeeper.tick();
          while (housekeeper.isBusy()) {
            housekeeper.step(connection.get());
          }
          promise.complete();
        });
    return promise.future();
  }

  /** Finishes what waits and closes the store. */
  Future<Void> close() {
    Promise<Void> promise = Queued.promise();
    execute(
        promise,
        () -> {
          while (waiting.get() > 0) {
            commitSome();
          }
          connection.close();
          promise.complete();
        });
    thread.shutdown();
    return promise.future();
  }

  private interface Task {
    void run() throws SQLException;
  }

  private void execute(Promise<?> promise, Task task) {
    try {
      thread.execute(() -> run(promise, task));
    } catch (RejectedExecutionException e) {
      promise.fail(closed());
    }
  }

  private void run(Promise<?> promise, Task task) {
    try {
      task.run();
    } catch (SQLException | RuntimeException e) {
      connection.discard();
      promise.fail(Refusals.of(dialect, e));
    }
  }

  private List<StoredSession> recoverNow() throws SQLException {
    Statements sql = connection.get();
    List<Recovery.Session> sessions = recovery.readAll(sql);
    sql.rollback();
    dialect.begin();
    recovered = true;
    return taken(Shards.ALL, sessions);
  }

  private List<StoredSession> taken(Set<Integer> shards, List<Recovery.Session> sessions) {
    lines.reset(shards, sessions.stream().map(Recovery.Session::line).toList());
    tick();
    return sessions.stream().map(Recovery.Session::stored).toList();
  }

  /** Has the thread look at what waits; not when the store is being closed, which looks itself. */
  private boolean schedule() {
    try {
      thread.execute(this::drain);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** One transaction; what waits longer goes into the next one, after a step of housekeeping. */
  private void drain() {
    commitSome();
    if (waiting.get() > 0) {
      boolean unused = schedule();
    }
  }

  private void commitSome() {
    List<Queued<?>> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < MOST_WRITES && bytes < MOST_BYTES) {
      Queued<?> next = queue.poll();
      if (next == null) {
        break;
      }
      batch.add(next);
      bytes += next.write().bytes();
    }
    LivevarsException failure = group.commit(batch);
    if (failure != null) {
      takeAll(batch);
    }
    waiting.addAndGet(-batch.size());
    finish(batch, failure);
  }

  /** What waited while the store failed would only wait for the same failure. */
  private void takeAll(List<Queued<?>> batch) {
    for (Queued<?> next = queue.poll(); next != null; next = queue.poll()) {
      batch.add(next);
    }
  }

  /**
   * Completes the futures of a batch in the order of the calls. What was to be released is not
   * owned any more, even if nobody knows whether that was done.
   */
  private void finish(List<Queued<?>> batch, @Nullable LivevarsException failure) {
    for (Queued<?> queued : batch) {
      if (queued.write() instanceof Write.Release release) {
        lines.drop(release.shards());
      }
      if (failure != null) {
        queued.refuse(failure);
      } else if (queued.succeeded()) {
        committed(queued.write());
      }
      queued.complete();
    }
    keepHouseLater();
  }

  private void committed(Write<?> write) {
    if (write instanceof Write.Append append) {
      append.known().succeed();
      appended++;
      housekeeper.appended(lines.peek(append.set().session()));
    } else if (write instanceof Write.Delete delete) {
      failures.forget(delete.session());
      housekeeper.deleted();
    }
  }

  private void tick() {
    if (recovered) {
      housekeeper.tick();
      keepHouseLater();
    }
  }

  private void keepHouseLater() {
    if (!keepingHouse && housekeeper.isBusy() && !thread.isShutdown()) {
      keepingHouse = true;
      thread.execute(this::keepHouseNow);
    }
  }

  /** Keeps pace with the writes: what is appended now is deleted some day. */
  private void keepHouseNow() {
    keepingHouse = false;
    long steps = 1 + 2 * appended / Chore.ROWS;
    appended = 0;
    try {
      for (long step = 0; step < steps && housekeeper.isBusy(); step++) {
        housekeeper.step(connection.get());
      }
    } catch (SQLException | RuntimeException e) {
      housekeeper.failed(e);
      connection.discard();
    }
    keepHouseLater();
  }

  private LivevarsException closed() {
    return Refusals.unavailable(dialect.shown(), "it is closed");
  }
}
