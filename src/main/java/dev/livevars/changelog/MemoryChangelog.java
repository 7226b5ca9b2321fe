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

  private static final long MOST_BYTES = 256L << 20;

  private final Map<String, SessionLog> sessions = new ConcurrentHashMap<>();
  private final int retain;
  private final long maxBytes;

  /**
   * Keeps the newest {@code retain} change sets a session, or fewer when they are larger together
   * than 256 MiB or a quarter of the heap.
   */
  public MemoryChangelog(int retain) {
    this(retain, Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 4));
  }

  /**
   * A changelog of other limits.
   *
   * @param retain how many change sets a session keeps at most
   * @param maxBytes how large they may be together, see {@link ChangeSet#bytes}; the newest is kept
   *     whatever its size
   */
  public MemoryChangelog(int retain, long maxBytes) {
    this.retain = retain;
    this.maxBytes = maxBytes;
  }

  @Override
  public Future<Void> append(ChangeSet set) {
    return sessions
        .computeIfAbsent(set.session(), id -> new SessionLog(retain, maxBytes))
        .append(set);
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
