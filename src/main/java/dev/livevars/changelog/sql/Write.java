package dev.livevars.changelog.sql;

import dev.livevars.changelog.SessionHead;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Session;
import dev.livevars.wire.StoredWire;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Something asked of the writer. It is applied in a transaction with others, perhaps more than once
 * when a transaction fails.
 *
 * @param <T> its answer
 */
sealed interface Write<T> {
  /**
   * Applies it within a transaction.
   *
   * @throws LivevarsException when it is refused; nothing was done then
   */
  T apply(Lines lines, Statements sql) throws SQLException;

  /** The sessions that it is about. */
  Set<String> sessions();

  /** About how much memory it takes. */
  default long bytes() {
    return 1_000;
  }

  /** Makes a session. */
  record Create(SessionHead head) implements Write<Long> {
    private static final String INSERT =
        "INSERT INTO sessions (id, ttl, metadata, created_at, expires_at, snapshot_revision)"
            + " VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO NOTHING RETURNING uid";

    @Override
    public Long apply(Lines lines, Statements sql) throws SQLException {
      lines.requireOwned(head.id());
      Long uid =
          sql.number(
              INSERT,
              head.id(),
              Objects.toString(head.ttl(), null),
              StoredWire.toBytes(head.metadata()),
              head.createdAt().toString(),
              Objects.toString(head.expiresAt(), null));
      if (uid == null) {
        throw Session.exists(head.id());
      }
      lines.put(new Line(head.id(), uid, 0));
      return uid;
    }

    @Override
    public Set<String> sessions() {
      return Set.of(head.id());
    }
  }

  /** Notes when sessions expire, of those that are owned still. */
  record Renew(Map<String, Instant> expiries) implements Write<Void> {
    private static final String UPDATE = "UPDATE sessions SET expires_at = ? WHERE id = ?";

    @Override
    @SuppressWarnings("NullAway") // the only Void there is
    public Void apply(Lines lines, Statements sql) throws SQLException {
      boolean any = false;
      for (Map.Entry<String, Instant> expiry : expiries.entrySet()) {
        if (lines.owns(expiry.getKey())) {
          any = true;
          sql.addBatch(UPDATE, expiry.getValue().toString(), expiry.getKey());
        }
      }
      if (any) {
        int[] unused = sql.executeBatch(UPDATE);
      }
      return null;
    }

    @Override
    public Set<String> sessions() {
      return Set.of();
    }
  }

  /** Deletes a session; its rows are swept later. */
  record Delete(String session) implements Write<Void> {
    private static final String UPDATE = "UPDATE sessions SET id = NULL WHERE id = ?";

    @Override
    @SuppressWarnings("NullAway") // the only Void there is
    public Void apply(Lines lines, Statements sql) throws SQLException {
      lines.requireOwned(session);
      if (sql.update(UPDATE, session) == 0) {
        throw Session.notFound(session);
      }
      lines.remove(session);
      return null;
    }

    @Override
    public Set<String> sessions() {
      return Set.of(session);
    }
  }

  /** Gives shards up. */
  record Release(long member, Set<Integer> shards) implements Write<Void> {
    private static final String UPDATE =
        "UPDATE shards SET member = NULL WHERE member = ? AND shard = ?";

    @Override
    @SuppressWarnings("NullAway") // the only Void there is
    public Void apply(Lines lines, Statements sql) throws SQLException {
      for (int shard : shards) {
        int unused = sql.update(UPDATE, member, shard);
      }
      return null;
    }

    @Override
    public Set<String> sessions() {
      return Set.of();
    }
  }

  /** Gives up a lease, and with it all shards. */
  record Leave(long member) implements Write<Void> {
    private static final String DELETE = "DELETE FROM members WHERE id = ?";

    @Override
    @SuppressWarnings("NullAway") // the only Void there is
    public Void apply(Lines lines, Statements sql) throws SQLException {
      int unused = sql.update(DELETE, member);
      return null;
    }

    @Override
    public Set<String> sessions() {
      return Set.of();
    }
  }

  /** Appends a change set; those of one transaction are inserted together at its end. */
  record Append(ChangeSet set, Failures.Known known) implements Write<Void> {
    static final String INSERT =
        "INSERT INTO change_sets (session, revision, committed_at, data) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING";

    @Override
    @SuppressWarnings("NullAway") // the only Void there is
    public Void apply(Lines lines, Statements sql) throws SQLException {
      lines.requireOwned(set.session());
      Line line = lines.find(set.session(), sql);
      if (line == null) {
        throw Session.notFound(set.session());
      }
      known.requireNoOther();
      requireNext(line);
      byte[] data = StoredWire.toBytes(set);
      long time = set.changes().get(0).timestamp().toEpochMilli();
      sql.addBatch(INSERT, line.uid, set.revision(), time, data);
      line.add(set, data.length);
      return null;
    }

    @Override
    public Set<String> sessions() {
      return Set.of(set.session());
    }

    @Override
    public long bytes() {
      return set.bytes();
    }

    private void requireNext(Line line) {
      if (set.revision() != line.last + 1) {
        throw new LivevarsException(
            Reason.REVISION_EXISTS,
            "revision %d of session '%s' cannot be appended: the next one is %d"
                .formatted(set.revision(), set.session(), line.last + 1));
      }
    }
  }
}
