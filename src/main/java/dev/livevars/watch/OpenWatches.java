package dev.livevars.watch;

import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The watches that a state provider has open or is about to open: takes them back by id, all
 * together, or when the verticle that made them is undeployed, and forgets them when they end. Safe
 * for any thread.
 */
public final class OpenWatches {
  /** Those that have no id yet. */
  private final Set<OpenWatch> asked = ConcurrentHashMap.newKeySet();

  private final Map<String, OpenWatch> byId = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Notes a watch before it is asked for: whatever happens meanwhile, none is left behind.
   *
   * @param context whose verticle it goes with, if it is the context of one
   */
  public OpenWatch begin(ContextInternal context) {
    OpenWatch watch = new OpenWatch(context);
    asked.add(watch);
    watch.followContext();
    if (closed) {
      watch.cancel();
    }
    return watch;
  }

  /** Takes a watch back; completed when its sink has been told of the end. */
  public Future<Void> cancel(String id) {
    OpenWatch watch = byId.get(id);
    return watch == null ? Future.succeededFuture() : watch.cancel();
  }

  /** Takes all of them back, also those to come. */
  public Future<Void> close() {
    closed = true;
    // In this order: whoever leaves the first meanwhile is in the second.
    Stream<OpenWatch> open = Stream.concat(List.copyOf(asked).stream(), byId.values().stream());
    return Future.join(open.map(OpenWatch::cancel).toList()).mapEmpty();
  }

  /** One of them. */
  public final class OpenWatch implements Closeable {
    private final ContextInternal context;
    private final Promise<Void> ended = Promise.promise();
    private volatile String id = "";
    private @Nullable Runnable canceller;
    private boolean cancelled;

    private OpenWatch(ContextInternal context) {
      this.context = context;
    }

    /** Notes under which id it is known and how it is taken back. */
    public void opened(ObserverRequest.Registered registered) {
      opened(registered.id());
      cancellable(registered.cancel());
    }

    /** Notes how it is taken back; done at once when that was asked for before. */
    public void cancellable(Runnable action) {
      boolean now;
      synchronized (this) {
        canceller = action;
        now = cancelled;
      }
      if (now) {
        action.run();
      }
    }

    /** Notes under which id it is known. */
    public void opened(String watcherId) {
      id = watcherId;
      byId.put(watcherId, this);
      asked.remove(this);
      if (ended.future().isComplete()) {
        byId.remove(watcherId);
      }
    }

    /** Notes that it has ended, or was refused. */
    public void ended() {
      asked.remove(this);
      byId.remove(id);
      context.removeCloseHook(this);
      ended.tryComplete();
    }

    /** Called when the verticle is undeployed. One that is not open yet is cancelled when it is. */
    @Override
    public void close(Completable<Void> done) {
      Future<Void> over = cancel();
      if (id.isEmpty()) {
        done.succeed();
      } else {
        over.onComplete(done);
      }
    }

    private Future<Void> cancel() {
      Runnable action;
      synchronized (this) {
        cancelled = true;
        action = canceller;
      }
      if (action != null) {
        action.run();
      }
      return ended.future();
    }

    private void followContext() {
      if (context.isDeployment() && !context.closeFuture().add(this)) {
        cancel();
      }
    }
  }
}
