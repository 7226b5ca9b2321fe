package dev.livevars.changelog.sql;

import java.sql.SQLException;

/** Deletes the change sets of a session that are too many, too old and in the snapshots. */
final class Compaction implements Chore {
  private static final String OLDEST =
      "SELECT committed_at FROM change_sets WHERE session = ? AND revision >= ?"
          + " ORDER BY revision LIMIT 1";

  private final Line line;
  private final int retain;
  private final long before;
  private long oldest;
  private long oldestAt = Line.UNKNOWN;

  /**
   * A compaction of a line.
   *
   * @param retain how many change sets stay at least
   * @param before the time in milliseconds from which on all stay
   */
  Compaction(Line line, int retain, long before) {
    this.line = line;
    this.retain = retain;
    this.before = before;
    this.oldest = line.oldest;
  }

  @Override
  public Line line() {
    return line;
  }

  /** Whether there may be something to delete, as far as that is known without the database. */
  static boolean isDue(Line line, int retain, long before) {
    return line.oldest <= greatest(line, retain) && line.oldestAt < before;
  }

  @Override
  public boolean step(Statements sql) throws SQLException {
    Prefix prefix = Prefix.delete(sql, line.uid, oldest, greatest(line, retain), before);
    if (prefix.rows() > 0) {
      oldest = prefix.last() + 1;
    }
    if (!prefix.more()) {
      Long at = sql.number(OLDEST, line.uid, oldest);
      oldestAt = at == null ? Line.UNKNOWN : at;
    }
    return !prefix.more();
  }

  @Override
  public void committed() {
    line.oldest = oldest;
    line.oldestAt = oldestAt;
  }

  private static long greatest(Line line, int retain) {
    return Math.min(line.last - retain, line.snapshot);
  }
}
