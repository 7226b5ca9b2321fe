package dev.livevars.changelog.sql;

import java.sql.SQLException;

/**
 * Deletes the rows of sessions that were deleted, and at last these themselves. Nodes that share a
 * store leave those alone that another is sweeping: each would wait for the other.
 */
final class Sweep implements Chore {
  private static final String DELETED = "SELECT uid FROM sessions WHERE id IS NULL LIMIT 1";
  private static final String SNAPSHOTS =
      "DELETE FROM snapshots WHERE session = ? AND name IN"
          + " (SELECT name FROM snapshots WHERE session = ? LIMIT "
          + ROWS
          + ")";
  private static final String SESSION = "DELETE FROM sessions WHERE uid = ?";

  private final String deleted;
  private long swept;
  private long next;

  Sweep(Dialect dialect) {
    this.deleted = DELETED + dialect.taking();
  }

  @Override
  public boolean step(Statements sql) throws SQLException {
    int rows = 0;
    while (rows < ROWS) {
      Long uid = sql.number(deleted);
      if (uid == null) {
        return true;
      }
      long first = uid == swept ? next : 0;
      Prefix prefix = Prefix.delete(sql, uid, first, Long.MAX_VALUE, Long.MAX_VALUE);
      swept = uid;
      next = prefix.last();
      int snapshots = prefix.more() ? 0 : sql.update(SNAPSHOTS, uid, uid);
      rows += prefix.rows() + snapshots;
      if (prefix.more()) {
        return false;
      } else if (snapshots < ROWS) {
        rows += sql.update(SESSION, uid);
      }
    }
    return false;
  }
}
