package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import java.sql.SQLException;

/** Lets nobody write who is not the owner any more. */
interface Fence {
  /** Of a store that one process uses alone. */
  Fence NONE =
      new Fence() {
        @Override
        public long epoch() {
          return 0;
        }

        @Override
        public long hold(Statements sql) {
          return 0;
        }
      };

  /** The epoch in which what is asked now is to be written, or not at all. */
  long epoch();

  /**
   * Called at the start of each transaction that writes: until that is over, nobody else becomes
   * the owner.
   *
   * @return the epoch in which that is so
   * @throws LivevarsException OWNER_UNAVAILABLE when somebody else may be the owner
   */
  long hold(Statements sql) throws SQLException;
}
