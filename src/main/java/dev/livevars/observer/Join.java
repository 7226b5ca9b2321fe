package dev.livevars.observer;

import dev.livevars.bus.Bus;
import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.watch.Watcher;
import io.vertx.core.Future;
import java.util.List;

/**
 * Brings a watcher from its registration to the live feed. The watcher is in the hub's index before
 * anything is read; then it gets a cut at a revision, or history from its start revision; then
 * history until it has reached the hub, from where on the hub calls it. History is read no faster
 * than the sink takes it.
 */
final class Join {
  private static final int SLICE = 256;

  private final Watcher watcher;
  private final Hub hub;
  private final Bus bus;
  private final JoinPoints points;
  private Runnable onLive = () -> {};
  private boolean reading;

  Join(Watcher watcher, Hub hub, Bus bus, JoinPoints points) {
    this.watcher = watcher;
    this.hub = hub;
    this.bus = bus;
    this.points = points;
  }

  /**
   * Joins; a refusal ends the watcher.
   *
   * @param whenLive run when the hub calls the watcher from then on
   */
  void run(Runnable whenLive) {
    onLive = whenLive;
    hub.started()
        .compose(following -> points.registered(watcher))
        .compose(held -> first())
        .onFailure(this::refused);
  }

  /** Goes on when the sink is writable again; does nothing before the start or after the end. */
  void resume() {
    if (!watcher.started() || reading || watcher.ended() || watcher.live()) {
      return;
    }
    if (watcher.position() >= hub.cursor()) {
      watcher.goLive();
      onLive.run();
    } else if (watcher.takesMore()) {
      read(watcher.position() + 1).onSuccess(this::replay).onFailure(this::refused);
    }
  }

  private Future<?> first() {
    return watcher.spec().startRevision() > 0
        ? continueFrom(watcher.spec().startRevision())
        : begin();
  }

  private Future<?> begin() {
    String session = watcher.spec().session();
    if (!watcher.spec().includeInitial()) {
      return bus.request(new Command.BatchGet(session, List.of()))
          .compose(this::hold)
          .onSuccess(now -> startAbove(now.revision()));
    }
    return bus.request(
            new Command.ListVariables(session, watcher.spec().selectors(), Integer.MAX_VALUE, ""))
        .compose(this::hold)
        .onSuccess(
            cut -> {
              if (!watcher.ended()) {
                watcher.initial(cut.revision(), cut.variables());
                startAbove(cut.revision());
              }
            });
  }

  private Future<?> continueFrom(long revision) {
    return read(revision)
        .compose(this::hold)
        .<Object>map(
            slice -> {
              if (!watcher.ended()) {
                watcher.startAbove(revision - 1);
                replay(slice);
              }
              return slice;
            })
        .recover(this::resync);
  }

  private <T> Future<T> hold(T read) {
    return points.read(watcher).map(held -> read);
  }

  private Future<Object> resync(Throwable failure) {
    if (watcher.spec().includeInitial()
        && failure instanceof LivevarsException e
        && e.reason() == Reason.REVISION_COMPACTED) {
      watcher.sink().resync(Long.parseLong(e.details().getOrDefault("oldest_revision", "0")));
      return begin().map(cut -> cut);
    }
    return Future.failedFuture(failure);
  }

  private void startAbove(long revision) {
    if (!watcher.ended()) {
      watcher.startAbove(revision);
      resume();
    }
  }

  private Future<Command.FeedSlice> read(long revision) {
    reading = true;
    return bus.request(new Command.ReadFeed(watcher.spec().session(), revision, SLICE))
        .onComplete(done -> reading = false);
  }

  private void replay(Command.FeedSlice slice) {
    if (!watcher.ended()) {
      watcher.replay(slice.sets());
      resume();
    }
  }

  private void refused(Throwable failure) {
    LivevarsException cause =
        failure instanceof LivevarsException known
            ? known
            : new LivevarsException(Reason.INTERNAL, "the watch could not join: " + failure);
    watcher.end(cause, hub.cursor());
  }
}
