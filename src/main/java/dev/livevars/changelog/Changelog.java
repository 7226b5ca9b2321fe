package dev.livevars.changelog;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The sessions and their committed change sets. Safe for any thread; futures complete on the
 * caller's context, in the order of the calls as far as they write. What is asked of a session that
 * does not exist fails with SESSION_NOT_FOUND, and everything fails with STORE_UNAVAILABLE, naming
 * the cause, while the store cannot be used; the next call tries again.
 */
public interface Changelog {

  /** Reads all sessions as they were last made durable; called once, before anything else. */
  Future<List<StoredSession>> recover();

  /**
   * Makes a session durable.
   *
   * @return completed with its incarnation, which no other session ever has, also none of the same
   *     id; fails with SESSION_EXISTS
   */
  Future<Long> create(SessionHead head);

  /**
   * Reads one session as {@link #recover} does: for an owner that was not told whether it was made.
   */
  Future<StoredSession> load(String session);

  /** Notes when sessions expire, by id; those that do not exist are ignored. */
  Future<Void> renew(Map<String, Instant> expiries);

  /** Deletes a session with all of its change sets. */
  Future<Void> delete(String session);

  /**
   * Makes a change set durable. When an append fails, so do those of the same session that were
   * made before its failure was known.
   *
   * @return completed when it is durable; fails with REVISION_EXISTS when the session has a change
   *     set of that revision, which is then untouched: somebody else owns the session; after
   *     STORE_UNAVAILABLE it may turn out to be durable, which {@link #read} tells
   */
  Future<Void> append(ChangeSet set);

  /**
   * Reads change sets of a session in the order of their revisions.
   *
   * @param fromRevision the first revision wanted
   * @param limit the most change sets wanted
   * @return the change sets, contiguous; none only when there are no more, but fewer than the limit
   *     also when they are large; fails with REVISION_COMPACTED naming the oldest (detail {@code
   *     oldest_revision}) when the first one wanted is no longer held
   */
  Future<List<ChangeSet>> read(String session, long fromRevision, int limit);

  /**
   * Reads the changes of one variable, newest first, following {@link
   * VariableChange#previousRevision}.
   *
   * @param revision of its newest change wanted
   * @param skip how many changes to pass over first
   * @param limit the most changes wanted
   * @return the changes; fewer when older ones are no longer held, or when they are large
   */
  Future<List<VariableChange>> history(
      String session, String name, long revision, long skip, int limit);

  /** Finishes what was asked and releases what it holds; nothing may be called afterwards. */
  Future<Void> close();
}
