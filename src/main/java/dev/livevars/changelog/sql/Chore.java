package dev.livevars.changelog.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A piece of housekeeping that is done in small transactions, so that writers never wait long. */
interface Chore {
  /** About how many rows a step changes at most, and how many bytes. */
  int ROWS = 1_000;

  long BYTES = 4L << 20;

  /** Does a little within a transaction and tells whether that was all. */
  boolean step(Statements sql) throws SQLException;

  /** The session that it is about; null when it is about none. */
  default @Nullable Line line() {
    return null;
  }

  /** What the last step did is durable. */
  default void committed() {}
}
