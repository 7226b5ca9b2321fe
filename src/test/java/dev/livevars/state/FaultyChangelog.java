package dev.livevars.state;

import static java.util.Objects.requireNonNull;

import dev.livevars.changelog.Changelog;
import dev.livevars.changelog.MemoryChangelog;
import dev.livevars.changelog.SessionHead;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Session;
import dev.livevars.model.VariableChange;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A changelog in memory that is slow or fails as a test says. */
final class FaultyChangelog implements Changelog {
  private final Changelog memory = new MemoryChangelog(100);
  private final Queue<Held> held = new ConcurrentLinkedQueue<>();
  private volatile boolean holding;
  private volatile @Nullable Context caller;
  private final Map<String, StoredSession> made = new ConcurrentHashMap<>();
  private volatile boolean down;
  private volatile boolean mute;

  /** From now on appends wait. */
  void hold() {
    holding = true;
  }

  /** How many appends wait. */
  int waiting() {
    return held.size();
  }

  /** Lets the appends that wait take place, in one turn of their caller, and later ones too. */
  void release() {
    holding = false;
    onCaller(
        () -> {
          held.forEach(one -> memory.append(one.set()).onComplete(one.answer()));
          held.clear();
        });
  }

  /** Fails the appends that wait; the first of them take place all the same. */
  void lose(int durable) {
    holding = false;
    onCaller(
        () -> {
          held.stream().limit(durable).forEach(one -> memory.append(one.set()));
          held.forEach(one -> one.answer().fail(unavailable()));
          held.clear();
        });
  }

  /** Like every changelog: its answers come on the context of who asked. */
  private void onCaller(Runnable action) {
    requireNonNull(caller).runOnContext(ignored -> action.run());
  }

  /** Whether everything fails. */
  void down(boolean now) {
    down = now;
  }

  /** Whether sessions are made and deleted, but nobody is told. */
  void mute(boolean now) {
    mute = now;
  }

  @Override
  public Future<Void> append(ChangeSet set) {
    if (holding) {
      caller = Vertx.currentContext();
      Held one = new Held(set, Promise.promise());
      held.add(one);
      return one.answer().future();
    }
    return whenUp(() -> memory.append(set));
  }

  @Override
  public Future<List<StoredSession>> recover() {
    return memory.recover();
  }

  @Override
  public Future<Long> create(SessionHead head) {
    return whenUp(
        () ->
            memory
                .create(head)
                .onSuccess(id -> made.put(head.id(), new StoredSession(head, id, 0, List.of())))
                .compose(this::unlessMute));
  }

  @Override
  public Future<StoredSession> load(String session) {
    StoredSession stored = made.get(session);
    return stored == null
        ? Future.failedFuture(Session.notFound(session))
        : whenUp(() -> Future.succeededFuture(stored));
  }

  @Override
  public Future<Void> renew(Map<String, Instant> expiries) {
    return whenUp(() -> memory.renew(expiries));
  }

  @Override
  public Future<Void> delete(String session) {
    return whenUp(
        () ->
            memory
                .delete(session)
                .onSuccess(done -> made.remove(session))
                .compose(this::unlessMute));
  }

  @Override
  public Future<List<ChangeSet>> read(String session, long fromRevision, int limit) {
    return whenUp(() -> memory.read(session, fromRevision, limit));
  }

  @Override
  public Future<List<VariableChange>> history(
      String session, String name, long revision, long skip, int limit) {
    return whenUp(() -> memory.history(session, name, revision, skip, limit));
  }

  @Override
  public Future<Void> close() {
    return memory.close();
  }

  private <R> Future<R> whenUp(Supplier<Future<R>> work) {
    return down ? Future.failedFuture(unavailable()) : work.get();
  }

  private <R> Future<R> unlessMute(R answer) {
    return mute ? Future.failedFuture(unavailable()) : Future.succeededFuture(answer);
  }

  private static LivevarsException unavailable() {
    return new LivevarsException(Reason.STORE_UNAVAILABLE, "the disk is on fire");
  }

  private record Held(ChangeSet set, Promise<Void> answer) {}
}
