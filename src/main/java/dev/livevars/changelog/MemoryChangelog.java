package dev.livevars.changelog;

import dev.livevars.model.ChangeSet;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A changelog that holds the newest change sets of each session in memory and forgets them with the
 * process.
 */
public final class MemoryChangelog implements Changelog {
  /** How many change sets a session keeps unless told otherwise. */
  public static final int DEFAULT_RETAIN = 10_000;

  private final Map<String, SessionLog> sessions = new ConcurrentHashMap<>();
  private final int retain;

  /** Keeps at least {@code retain} change sets a session. */
  public MemoryChangelog(int retain) {
    this.retain = retain;
  }

  @Override
  public Future<Void> append(ChangeSet set) {
    return sessions.computeIfAbsent(set.session(), id -> new SessionLog(retain)).append(set);
  }

  @Override
  public Future<List<ChangeSet>> read(String session, long fromRevision, int limit) {
    SessionLog log = sessions.get(session);
    return log == null ? Future.succeededFuture(List.of()) : log.read(fromRevision, limit);
  }

  @Override
  public Future<Void> close() {
    sessions.clear();
    return Future.succeededFuture();
  }
}
