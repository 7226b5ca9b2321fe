package dev.livevars;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A watch and the way of its events to its target, on the context of the watch. */
final class OpenedWatch implements Watch, WatchSink {
  private final StateProvider provider;
  private final WatchTarget target;
  private final Promise<Watch> live;
  private final Promise<WatchEnd> ended;
  private volatile String id = "";
  private volatile boolean cancelled;
  private boolean handingOn;
  private @Nullable WatchEnd deferred;

  OpenedWatch(StateProvider provider, ContextInternal context, WatchTarget target) {
    this.provider = provider;
    this.target = target;
    this.live = context.promise();
    this.ended = context.promise();
  }

  /** Asks for it; completed when it is live. */
  Future<Watch> open(WatchSpec spec) {
    provider.watchVariables(spec, this).onFailure(refused -> end(WatchEnd.of(refused)));
    return live.future();
  }

  /** Completed when the watch is live; fails when it ended before. */
  Future<Watch> whenLive() {
    return live.future();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Future<Void> cancel() {
    Promise<Void> over = Promise.promise();
    cancelled = true;
    provider.unwatchVariables(id).onFailure(over::tryFail);
    ended.future().onComplete(end -> over.tryComplete());
    return over.future();
  }

  @Override
  public Watch onEnd(Handler<WatchEnd> endHandler) {
    ended.future().onSuccess(endHandler);
    return this;
  }

  @Override
  public boolean writable() {
    return target.writable();
  }

  @Override
  public void onWritable(Runnable wake) {
    target.onWritable(wake);
  }

  @Override
  public void created(String watcherId) {
    id = watcherId;
    if (cancelled) {
      provider.unwatchVariables(watcherId);
    }
  }

  @Override
  public void initial(long revision, List<Variable> variables) {
    handingOn = true;
    target.initial(revision, variables);
    handedOn();
  }

  @Override
  public void live(long revision) {
    target.live(revision);
    live.tryComplete(this);
  }

  @Override
  public void changes(List<ChangeSet> sets) {
    handingOn = true;
    for (ChangeSet set : sets) {
      target.changes(set);
      if (deferred != null) {
        deferred = new WatchEnd(deferred.cause(), set.revision() + 1);
        break;
      }
    }
    handedOn();
  }

  /** Nothing comes until it opens again. */
  void lost() {
    target.lost();
  }

  /** A handler may cancel its watch: that ends after the revision that is being handed on. */
  @Override
  public void end(WatchEnd end) {
    if (handingOn) {
      deferred = end;
      return;
    }
    target
        .end(end)
        .onSuccess(
            over -> {
              live.tryFail(over.cause());
              ended.tryComplete(over);
            });
  }

  private void handedOn() {
    handingOn = false;
    if (deferred != null) {
      end(deferred);
    }
  }
}
