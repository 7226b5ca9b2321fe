package dev.livevars.changelog.sql;

import dev.livevars.changelog.HeldLease;
import dev.livevars.changelog.Lease;
import dev.livevars.changelog.SessionHead;
import dev.livevars.changelog.SharedChangelog;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.ServedStore;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A changelog in SQLite or PostgreSQL. One thread writes, and commits together what was asked of it
 * meanwhile; a few others read. The store is opened by {@link #recover}, which fails with
 * STORE_UNUSABLE when it is damaged, no store of Livevars or held by another process, and may be
 * called again. Whoever opens it closes it.
 */
public final class SqlChangelog implements SharedChangelog {
  private final Dialect dialect;
  private final Failures failures = new Failures();
  private final StoreWriter writer;
  private final Readers readers;
  private final @Nullable Leases leases;
  private volatile boolean opened;

  SqlChangelog(Dialect dialect, SqlSettings settings) {
    this.dialect = dialect;
    SqlSettings.Member member = settings.member();
    this.leases = member == null ? null : new Leases(dialect, member);
    this.writer =
        new StoreWriter(dialect, settings, failures, leases == null ? Fence.NONE : leases);
    this.readers = new Readers(dialect);
  }

  /**
   * The changelog of these settings; nothing is touched before {@link #recover}.
   *
   * @throws LivevarsException STORE_UNUSABLE when the URL means no store
   */
  public static SqlChangelog open(SqlSettings settings) {
    return new SqlChangelog(Dialect.of(settings), settings);
  }

  @Override
  public Future<List<StoredSession>> recover() {
    return writer.recover();
  }

  @Override
  public Future<ServedStore> store() {
    String node = leases().node();
    return writer
        .open()
        .map(
            store -> {
              opened = true;
              return new ServedStore(node, store.id(), store.shown());
            });
  }

  @Override
  public Future<List<HeldLease>> join(Collection<String> members) {
    return leases().join(members);
  }

  @Override
  public Future<Lease> lease() {
    Leases own = leases();
    return opened ? own.lease() : store().compose(store -> own.lease());
  }

  @Override
  public Future<List<StoredSession>> recover(Set<Integer> shards) {
    return writer.recover(shards);
  }

  @Override
  public Future<Void> release(Set<Integer> shards) {
    long member = leases().member();
    // Should nobody know whether they are given up, the lease is: the next one is another.
    return writer
        .submit(new Write.Release(member, Set.copyOf(shards)))
        .onFailure(unknown -> leases().forget(member));
  }

  @Override
  public Future<Void> leave() {
    return writer.submit(new Write.Leave(leases().member())).onSuccess(left -> leases().leave());
  }

  private Leases leases() {
    if (leases == null) {
      throw Refusals.unusable(dialect.shown(), "is not shared: this node uses it alone");
    }
    return leases;
  }

  @Override
  public Future<Long> create(SessionHead head) {
    return writer.submit(new Write.Create(head));
  }

  @Override
  public Future<StoredSession> load(String session) {
    return writer.load(session);
  }

  @Override
  public Future<Void> renew(Map<String, Instant> expiries) {
    return writer.submit(new Write.Renew(Map.copyOf(expiries)));
  }

  @Override
  public Future<Void> delete(String session) {
    return writer.submit(new Write.Delete(session));
  }

  @Override
  public Future<Void> append(ChangeSet set) {
    Failures.Known known = failures.known(set.session());
    // A future of its own, so that nobody sees the failure before it counts as known.
    return writer
        .submit(new Write.Append(set, known))
        .recover(
            error -> {
              known.learn();
              return Future.failedFuture(error);
            });
  }

  @Override
  public Future<List<ChangeSet>> read(String session, long fromRevision, int limit) {
    return readers.read(sql -> new History(dialect, session).range(sql, fromRevision, limit));
  }

  @Override
  public Future<List<VariableChange>> history(
      String session, String name, long revision, long skip, int limit) {
    return readers.read(
        sql -> new History(dialect, session).changes(sql, name, revision, skip, limit));
  }

  @Override
  public Future<Void> close() {
    Promise<Void> promise = Queued.promise();
    Thread closing =
        new Thread(
            () -> {
              readers.close();
              if (leases != null) {
                leases.close();
              }
              writer.close().onComplete(promise);
            },
            "livevars-store-closing");
    closing.start();
    return promise.future();
  }

  /** Does all housekeeping that is due, which otherwise is done now and then. */
  Future<Void> keepHouse() {
    return writer.keepHouse();
  }
}
