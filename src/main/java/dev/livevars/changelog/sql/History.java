package dev.livevars.changelog.sql;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Session;
import dev.livevars.model.VariableChange;
import dev.livevars.wire.StoredWire;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the change sets of a session: a range of them, or the changes of one variable. */
final class History {
  /** How large what is read at once becomes, but for the last change set. */
  private static final long SLICE_BYTES = 4 << 20;

  private static final int FIRST_FETCH = 8;
  private static final int MOST_FETCH = 512;

  /** A row without a revision says that there are no change sets. */
  private static final String RANGE =
      "SELECT c.revision, c.data FROM sessions s LEFT JOIN change_sets c"
          + " ON c.session = s.uid AND c.revision >= ? WHERE s.id = ?"
          + " ORDER BY c.revision LIMIT ?";

  private static final String UID = "SELECT uid FROM sessions WHERE id = ?";
  private static final String ONE =
      "SELECT data FROM change_sets WHERE session = ? AND revision = ?";

  private final Dialect dialect;
  private final String session;

  History(Dialect dialect, String session) {
    this.dialect = dialect;
    this.session = session;
  }

  /** The change sets from a revision on. */
  List<ChangeSet> range(Statements sql, long fromRevision, int limit) throws SQLException {
    return sql.query(
        RANGE, FIRST_FETCH, rows -> range(rows, fromRevision), fromRevision, session, limit);
  }

  /** The changes of a variable, newest first. */
  List<VariableChange> changes(Statements sql, String name, long revision, long skip, int limit)
      throws SQLException {
    Long uid = sql.number(UID, session);
    if (uid == null) {
      throw Session.notFound(session);
    }
    List<VariableChange> changes = new ArrayList<>();
    long next = revision;
    long bytes = 0;
    for (long seen = 0; next > 0 && changes.size() < limit && bytes < SLICE_BYTES; seen++) {
      Optional<byte[]> data =
          sql.query(
              ONE,
              rows -> rows.next() ? Optional.of(rows.getBytes(1)) : Optional.<byte[]>empty(),
              uid,
              next);
      VariableChange change = data.isEmpty() ? null : find(name, next, data.get());
      if (change == null) {
        break;
      }
      if (seen >= skip) {
        changes.add(change);
        bytes += data.get().length;
      }
      next = change.previousRevision();
    }
    return changes;
  }

  private List<ChangeSet> range(ResultSet rows, long fromRevision) throws SQLException {
    if (!rows.next()) {
      throw Session.notFound(session);
    }
    List<ChangeSet> sets = new ArrayList<>();
    long revision = rows.getLong(1);
    if (rows.wasNull()) {
      return sets;
    } else if (revision != fromRevision) {
      throw compacted(fromRevision, revision);
    }
    long bytes = 0;
    do {
      requireNext(fromRevision + sets.size(), rows.getLong(1));
      byte[] data = rows.getBytes(2);
      sets.add(changeSet(rows.getLong(1), data));
      bytes += data.length;
      rows.setFetchSize(fetchSize(SLICE_BYTES - bytes, bytes / sets.size()));
    } while (bytes < SLICE_BYTES && rows.next());
    return sets;
  }

  /** So many rows that they are about as large as what is still wanted. */
  private static int fetchSize(long wanted, long each) {
    return (int) Math.max(1, Math.min(MOST_FETCH, wanted / Math.max(1, each)));
  }

  private @Nullable VariableChange find(String name, long revision, byte[] data) {
    return changeSet(revision, data).changes().stream()
        .filter(change -> change.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private ChangeSet changeSet(long revision, byte[] data) {
    try {
      return StoredWire.toModel(session, revision, data);
    } catch (LivevarsException e) {
      throw damaged(revision, e.message());
    }
  }

  private void requireNext(long expected, long found) {
    if (found != expected) {
      throw damaged(expected, "it is missing");
    }
  }

  private LivevarsException damaged(long revision, String why) {
    return Refusals.damaged(
        dialect,
        "table change_sets, session '%s', revision %d: %s".formatted(session, revision, why));
  }

  private static LivevarsException compacted(long revision, long oldest) {
    return new LivevarsException(
            Reason.REVISION_COMPACTED,
            "revision %d is compacted: the oldest is %d".formatted(revision, oldest))
        .with("oldest_revision", Long.toString(oldest));
  }
}
