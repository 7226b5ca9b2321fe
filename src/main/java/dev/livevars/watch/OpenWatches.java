package dev.livevars.watch;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import io.vertx.core.Closeable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The watches that a state provider has open: takes them back by id and forgets them when they end.
 * Safe for any thread.
 */
public final class OpenWatches {
  private final Map<String, OpenWatch> byId = new ConcurrentHashMap<>();

  /** A sink that hands on to another one and notes when the watch ends. */
  public OpenWatch track(WatchSink sink) {
    return new OpenWatch(sink);
  }

  /** Takes a watch back; completed when its sink has been told of the end. */
  public Future<Void> cancel(String id) {
    OpenWatch watch = byId.get(id);
    if (watch == null) {
      return Future.succeededFuture();
    }
    watch.cancel.run();
    return watch.ended.future();
  }

  /** Takes all of them back. */
  public Future<Void> cancelAll() {
    return Future.join(byId.keySet().stream().map(this::cancel).toList()).mapEmpty();
  }

  /** One of them. */
  public final class OpenWatch implements WatchSink {
    private final WatchSink target;
    private final Promise<Void> ended = Promise.promise();
    private volatile Runnable cancel = () -> {};
    private volatile String id = "";

    private OpenWatch(WatchSink target) {
      this.target = target;
    }

    /** Notes under which id it is known and how it is taken back. */
    public void opened(String watcherId, Runnable canceller) {
      cancel = canceller;
      id = watcherId;
      byId.put(watcherId, this);
      if (ended.future().isComplete()) {
        byId.remove(watcherId);
      }
    }

    /**
     * Takes it back when the verticle of a context is undeployed, if that is the context of one. A
     * close hook goes with the verticle; it must go with the watch as well, or they pile up.
     */
    public void cancelOnUndeploy(ContextInternal context) {
      if (context.isDeployment()) {
        Closeable hook =
            done -> {
              cancel.run();
              ended.future().onComplete(done);
            };
        context.addCloseHook(hook);
        ended.future().onComplete(over -> context.removeCloseHook(hook));
      }
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
      target.created(watcherId);
    }

    @Override
    public void initial(long revision, List<Variable> variables) {
      target.initial(revision, variables);
    }

    @Override
    public void live(long revision) {
      target.live(revision);
    }

    @Override
    public void changes(List<ChangeSet> sets) {
      target.changes(sets);
    }

    @Override
    public void progress(long revision) {
      target.progress(revision);
    }

    @Override
    public void resync(long oldestRevision) {
      target.resync(oldestRevision);
    }

    @Override
    public void end(WatchEnd end) {
      byId.remove(id);
      target.end(end);
      ended.tryComplete();
    }
  }
}
