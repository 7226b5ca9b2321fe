package dev.livevars.changelog.sql;

import dev.livevars.model.VariableChange;
import dev.livevars.wire.StoredWire;
import java.sql.SQLException;
import java.util.Iterator;

/**
 * Writes the last change of each name that changed since the snapshot into the snapshots, and then
 * says up to where they are complete. Rows that are newer than that do no harm: what is replayed
 * over them ends at the same.
 */
final class Folding implements Chore {
  private static final String UPSERT =
      "INSERT INTO snapshots (session, name, revision, data) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (session, name) DO UPDATE"
          + " SET revision = excluded.revision, data = excluded.data"
          + " WHERE snapshots.revision < excluded.revision";
  private static final String FINISH =
      "UPDATE sessions SET snapshot_revision = ? WHERE uid = ? AND snapshot_revision < ?";

  private final Line line;
  private final long revision;
  private final Iterator<VariableChange> pending;
  private boolean finished;

  /** A folding of all that is committed; from here on the line collects for the next one. */
  Folding(Line line) {
    this.line = line;
    this.revision = line.last;
    this.pending = line.takeDirty().values().iterator();
  }

  @Override
  public Line line() {
    return line;
  }

  @Override
  public boolean step(Statements sql) throws SQLException {
    int rows = 0;
    long bytes = 0;
    while (pending.hasNext() && rows < ROWS && bytes < BYTES) {
      VariableChange change = pending.next();
      byte[] data = StoredWire.toLatest(change);
      sql.addBatch(UPSERT, line.uid, change.name(), change.revision(), data);
      rows++;
      bytes += data.length;
    }
    if (rows > 0) {
      int[] unused = sql.executeBatch(UPSERT);
    }
    if (!pending.hasNext()) {
      int unused = sql.update(FINISH, revision, line.uid, revision);
      finished = true;
    }
    return finished;
  }

  @Override
  public void committed() {
    if (finished) {
      line.snapshot = revision;
    }
  }
}
