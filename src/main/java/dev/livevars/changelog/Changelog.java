package dev.livevars.changelog;

import dev.livevars.model.ChangeSet;
import io.vertx.core.Future;
import java.util.List;

/**
 * The committed change sets of all sessions. Appends of one session complete in the order in which
 * they were made. Safe for any thread.
 */
public interface Changelog {

  /**
   * Makes a change set durable.
   *
   * @return completed when it is; fails with REVISION_EXISTS when the session has a change set of
   *     that revision, which is then untouched: somebody else owns the session
   */
  Future<Void> append(ChangeSet set);

  /**
   * Reads change sets of a session in the order of their revisions.
   *
   * @param fromRevision the first revision wanted
   * @param limit the most change sets wanted
   * @return the change sets, contiguous; none only when there are no more, but fewer than the limit
   *     also when they are large; fails with REVISION_COMPACTED naming the oldest when the first
   *     one wanted is no longer held
   */
  Future<List<ChangeSet>> read(String session, long fromRevision, int limit);

  /** Releases what it holds; nothing may be called afterwards. */
  Future<Void> close();
}
