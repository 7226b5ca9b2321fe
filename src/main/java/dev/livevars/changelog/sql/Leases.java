package dev.livevars.changelog.sql;

import dev.livevars.changelog.HeldLease;
import dev.livevars.changelog.Lease;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Shards;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * This node's lease in a store that several share, by the clock of the database. A lease is a row
 * of the members; the shards that it holds refer to it. It is looked after by a thread with a
 * connection of its own, so that it waits neither for readers nor for the writer. A transaction of
 * the writer holds the row in share mode, which those who would end the lease respect: they pass
 * over it until that transaction is over.
 */
final class Leases implements Fence {
  private static final String JOIN =
      "INSERT INTO members (name, cluster_member, expires_at)"
          + " VALUES (?, ?, clock_timestamp() + ? * interval '1 millisecond') RETURNING id";

  /** Of two that begin at once, one at least finds the other. */
  private static final String ONE_AT_A_TIME = "LOCK TABLE members IN SHARE ROW EXCLUSIVE MODE";

  private static final String STRANGERS =
      "SELECT id, name, extract(epoch FROM expires_at) FROM members"
          + " WHERE expires_at >= clock_timestamp() AND cluster_member <> ALL(?)";
  private static final String RENEW =
      "UPDATE members SET expires_at = clock_timestamp() + ? * interval '1 millisecond'"
          + " WHERE id = ?";

  /** What ends a lease frees its shards. */
  private static final String END_EXPIRED =
      "DELETE FROM members WHERE id IN"
          + " (SELECT id FROM members WHERE expires_at < clock_timestamp() FOR UPDATE SKIP LOCKED)";

  private static final String MEMBERS =
      "SELECT count(*), floor(1000 * extract(epoch FROM"
          + " min(CASE WHEN id <> ? THEN expires_at END) - clock_timestamp()))"
          + " FROM members WHERE expires_at >= clock_timestamp()";
  private static final String HELD = "SELECT shard FROM shards WHERE member = ?";
  private static final String TAKE =
      "UPDATE shards SET member = ? WHERE shard IN"
          + " (SELECT shard FROM shards WHERE member IS NULL ORDER BY shard LIMIT ?"
          + " FOR UPDATE SKIP LOCKED)";
  private static final String HOLD = "SELECT id FROM members WHERE id = ? FOR KEY SHARE";

  /** There is none: numbers of the database begin with 1. */
  private static final long NONE = 0;

  private final Dialect dialect;
  private final SqlSettings.Member node;
  private final Duration term;
  private final ThreadPoolExecutor thread;
  private @Nullable Statements connection;
  private volatile long member = NONE;
  private volatile boolean left;

  Leases(Dialect dialect, SqlSettings.Member node) {
    this.dialect = dialect;
    this.node = node;
    this.term = node.term();
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread keeper = new Thread(task, "livevars-store-leases");
              keeper.setDaemon(true);
              return keeper;
            });
  }

  /** What the node is called. */
  String node() {
    return node.name();
  }

  /** The number of the lease; no other ever has it. */
  long member() {
    return member;
  }

  /** Joins unless there are leases of others than these members; completed like {@link #lease}. */
  Future<List<HeldLease>> join(Collection<String> members) {
    return execute(sql -> join(sql, members));
  }

  /** Joins or renews; completed on the caller's context. */
  Future<Lease> lease() {
    return execute(this::lease);
  }

  private interface Task<T> {
    T run(Statements sql) throws SQLException;
  }

  private <T> Future<T> execute(Task<T> task) {
    Promise<T> promise = Queued.promise();
    try {
      thread.execute(() -> run(task, promise));
    } catch (RejectedExecutionException e) {
      promise.fail(Refusals.unavailable(dialect.shown(), "it is closed"));
    }
    return promise.future();
  }

  /** From now on nothing is written by a lease. */
  void forget(long ended) {
    if (member == ended) {
      member = NONE;
    }
  }

  /** From now on nothing is written, and there is no other lease. */
  void leave() {
    left = true;
    member = NONE;
  }

  /** Ends the thread; blocks. */
  void close() {
    thread.shutdown();
    try {
      boolean unused = thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    discard();
  }

  @Override
  public long epoch() {
    return member;
  }

  @Override
  public long hold(Statements sql) throws SQLException {
    long held = member;
    if (held == NONE || sql.number(HOLD, held) == null) {
      throw ended();
    }
    return held;
  }

  private <T> void run(Task<T> task, Promise<T> promise) {
    T answer;
    try {
      answer = task.run(connection());
    } catch (SQLException | RuntimeException e) {
      discard();
      promise.fail(Refusals.of(dialect, e));
      return;
    }
    promise.complete(answer);
  }

  private List<HeldLease> join(Statements sql, Collection<String> members) throws SQLException {
    int unused = sql.update(ONE_AT_A_TIME);
    List<HeldLease> strangers = sql.query(STRANGERS, Leases::heldLeases, sql.array(members));
    if (strangers.isEmpty()) {
      join(sql);
    }
    sql.commit();
    return strangers;
  }

  private static List<HeldLease> heldLeases(ResultSet rows) throws SQLException {
    List<HeldLease> leases = new ArrayList<>();
    while (rows.next()) {
      Instant expiresAt = Instant.ofEpochMilli(rows.getBigDecimal(3).movePointRight(3).longValue());
      leases.add(new HeldLease(rows.getLong(1), rows.getString(2), expiresAt));
    }
    return leases;
  }

  private void join(Statements sql) throws SQLException {
    Long joined = sql.number(JOIN, node.name(), node.id(), term.toMillis());
    sql.commit();
    member = joined == null ? NONE : joined;
  }

  /** Renewed in a transaction of its own: the rest may have to wait for others. */
  private Lease lease(Statements sql) throws SQLException {
    if (left) {
      throw ended();
    } else if (member == NONE) {
      join(sql);
    } else {
      int renewed = sql.update(RENEW, term.toMillis(), member);
      sql.commit();
      if (renewed == 0) {
        member = NONE;
        throw ended();
      }
    }
    int unused = sql.update(END_EXPIRED);
    Members members = sql.query(MEMBERS, this::members, member);
    int share = (Shards.COUNT + members.count - 1) / members.count;
    Set<Integer> held = sql.query(HELD, Leases::shards, member);
    if (held.size() < share && sql.update(TAKE, member, share - held.size()) > 0) {
      held = sql.query(HELD, Leases::shards, member);
    }
    sql.commit();
    return new Lease(held, share, members.othersExpireIn);
  }

  private record Members(int count, Duration othersExpireIn) {}

  private Members members(ResultSet rows) throws SQLException {
    boolean unused = rows.next();
    int count = Math.max(1, rows.getInt(1));
    long millis = rows.getLong(2);
    return new Members(count, rows.wasNull() ? term : Duration.ofMillis(millis));
  }

  private static Set<Integer> shards(ResultSet rows) throws SQLException {
    Set<Integer> shards = new HashSet<>();
    while (rows.next()) {
      shards.add(rows.getInt(1));
    }
    return Set.copyOf(shards);
  }

  private Statements connection() throws SQLException {
    if (connection == null) {
      Connection made = dialect.dataSource().getConnection();
      made.setNetworkTimeout(Runnable::run, (int) Math.max(1_000, term.toMillis() / 2));
      made.setAutoCommit(false);
      connection = new Statements(made);
    }
    return connection;
  }

  private void discard() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException ignored) {
        // It is given up.
      }
      connection = null;
    }
  }

  static LivevarsException ended() {
    return new LivevarsException(
        Reason.OWNER_UNAVAILABLE, "the lease of this node has ended: others own its sessions now");
  }
}
