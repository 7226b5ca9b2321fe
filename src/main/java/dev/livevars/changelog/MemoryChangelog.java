package dev.livevars.changelog;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Session;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A changelog that holds the newest change sets of each session in memory and forgets them with the
 * process.
 */
public final class MemoryChangelog implements Changelog {
  /** How many change sets a session keeps unless told otherwise. */
  public static final int DEFAULT_RETAIN = 10_000;

  private static final long MOST_BYTES = 256L << 20;

  private final Map<String, SessionLog> sessions = new ConcurrentHashMap<>();

  /** Begins anywhere, since a process that is started again must not give the same ones. */
  private final AtomicLong incarnations = new AtomicLong(new SecureRandom().nextLong() >>> 2);

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
  public Future<List<StoredSession>> recover() {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Long> create(SessionHead head) {
    SessionLog log = new SessionLog(retain, maxBytes);
    return sessions.putIfAbsent(head.id(), log) == null
        ? Future.succeededFuture(incarnations.incrementAndGet())
        : Future.failedFuture(Session.exists(head.id()));
  }

  /** The owner is always told here. */
  @Override
  public Future<StoredSession> load(String session) {
    return Future.failedFuture(Session.notFound(session));
  }

  @Override
  public Future<Void> renew(Map<String, Instant> expiries) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> delete(String session) {
    return sessions.remove(session) != null
        ? Future.succeededFuture()
        : Future.failedFuture(Session.notFound(session));
  }

  @Override
  public Future<Void> append(ChangeSet set) {
    return in(set.session(), log -> log.append(set));
  }

  @Override
  public Future<List<ChangeSet>> read(String session, long fromRevision, int limit) {
    return in(session, log -> log.read(fromRevision, limit));
  }

  @Override
  public Future<List<VariableChange>> history(
      String session, String name, long revision, long skip, int limit) {
    return in(session, log -> log.history(name, revision, skip, limit));
  }

  @Override
  public Future<Void> close() {
    sessions.clear();
    return Future.succeededFuture();
  }

  private <R> Future<R> in(String session, Function<SessionLog, Future<R>> work) {
    SessionLog log = sessions.get(session);
    return log != null ? work.apply(log) : Future.failedFuture(Session.notFound(session));
  }
}
