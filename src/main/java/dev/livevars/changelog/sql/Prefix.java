package dev.livevars.changelog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The oldest change sets of a session that may go: no more than a step deletes, and none after the
 * first that stays.
 *
 * @param rows how many
 * @param last the revision of the last of them
 * @param more whether the next one may go as well
 */
record Prefix(int rows, long last, boolean more) {
  private static final String OLDEST =
      "SELECT revision, committed_at, length(data) FROM change_sets"
          + " WHERE session = ? AND revision BETWEEN ? AND ? ORDER BY revision LIMIT "
          + (Chore.ROWS + 1);
  private static final String DELETE =
      "DELETE FROM change_sets WHERE session = ? AND revision BETWEEN ? AND ?";

  /**
   * Deletes what is not after a revision and was committed before a time.
   *
   * @param first what is before it is gone already: PostgreSQL, which keeps what is deleted for a
   *     while, would look at it each time
   */
  static Prefix delete(Statements sql, long uid, long first, long revision, long before)
      throws SQLException {
    Prefix prefix = sql.query(OLDEST, rows -> of(rows, before), uid, first, revision);
    if (prefix.rows > 0) {
      int unused = sql.update(DELETE, uid, first, prefix.last);
    }
    return prefix;
  }

  private static Prefix of(ResultSet found, long before) throws SQLException {
    int rows = 0;
    long last = 0;
    long bytes = 0;
    while (found.next()) {
      if (found.getLong(2) >= before) {
        return new Prefix(rows, last, false);
      } else if (rows == Chore.ROWS || bytes > Chore.BYTES) {
        return new Prefix(rows, last, true);
      }
      rows++;
      last = found.getLong(1);
      bytes += found.getLong(3);
    }
    return new Prefix(rows, last, false);
  }
}
