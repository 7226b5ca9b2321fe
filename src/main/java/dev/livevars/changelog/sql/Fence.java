package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import java.sql.SQLException;

/** Lets nobody write who is not the owner any more. */
interface Fence {
  /** Of a store that one process uses alone. */
  Fence NONE = sql -> {};

  /**
   * Called at the start of each transaction that writes: until that is over, nobody else becomes
   * the owner.
   *
   * @throws LivevarsException OWNER_UNAVAILABLE when somebody else may be the owner
   */
  void hold(Statements sql) throws SQLException;
}
