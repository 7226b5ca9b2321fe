package dev.livevars;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a watch. While changes wait in it, which are the rest of what came together, it
 * takes no more. What may be called from any thread only notes what is wanted: all is handed on on
 * the context.
 */
final class ChangeStream implements WatchStream, WatchTarget {
  private final ContextInternal context;
  private final WatchTarget changes;
  private final Promise<WatchStream> live;
  private final Promise<WatchEnd> ended;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private long demand = Long.MAX_VALUE;
  private long handed;
  private boolean refused;
  private boolean delivering;
  private boolean cancelled;
  private @Nullable Watch watch;
  private @Nullable WatchEnd end;
  private @Nullable WatchEnd finished;
  private @Nullable Handler<VariableChange> handler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private Runnable wake = () -> {};

  /** A change; or without one the revision that is handed on when all before it was. */
  private record Waiting(@Nullable VariableChange change, long revision) {}

  ChangeStream(
      ContextInternal context, String session, @Nullable BiPredicate<Value, Value> filter) {
    this.context = context;
    this.live = context.promise();
    this.ended = context.promise();
    this.changes = new ChangeHandler(context, session, filter, this::add);
  }

  /** The watch behind it, before anything comes; null when it could not be asked for. */
  ChangeStream of(@Nullable Watch opening, Future<Watch> whenLive) {
    synchronized (this) {
      watch = opening;
    }
    whenLive.onComplete(
        open -> live.tryComplete(this),
        cause -> {
          live.tryFail(cause);
          context.emit(WatchEnd.of(cause), this::end);
        });
    return this;
  }

  @Override
  public Future<WatchStream> whenLive() {
    return live.future();
  }

  @Override
  public synchronized String id() {
    return watch == null ? "" : watch.id();
  }

  /** What was received and not handed on is dropped. */
  @Override
  public Future<Void> cancel() {
    Watch open;
    synchronized (this) {
      cancelled = true;
      open = watch;
    }
    context.emit(null, ignored -> deliver());
    if (open != null) {
      open.cancel();
    }
    return ended.future().mapEmpty();
  }

  @Override
  public Watch onEnd(Handler<WatchEnd> onEnd) {
    ended.future().onSuccess(onEnd);
    return this;
  }

  @Override
  public synchronized WatchStream handler(@Nullable Handler<VariableChange> onChange) {
    handler = onChange;
    context.runOnContext(ignored -> deliver());
    return this;
  }

  @Override
  public synchronized WatchStream exceptionHandler(@Nullable Handler<Throwable> onException) {
    exceptionHandler = onException;
    if (finished != null && onException != null && !isCancelled(finished)) {
      context.emit(finished.cause(), onException::handle);
    }
    return this;
  }

  @Override
  public synchronized WatchStream endHandler(@Nullable Handler<Void> onEnd) {
    endHandler = onEnd;
    if (finished != null && onEnd != null && isCancelled(finished)) {
      context.emit(null, onEnd);
    }
    return this;
  }

  @Override
  public synchronized WatchStream pause() {
    demand = 0;
    return this;
  }

  @Override
  public WatchStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public WatchStream fetch(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount is " + amount + ", but cannot be negative");
    }
    synchronized (this) {
      demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    }
    context.runOnContext(ignored -> deliver());
    return this;
  }

  @Override
  public synchronized boolean writable() {
    boolean writable = handler != null && demand > 0 && queue.isEmpty();
    refused |= !writable;
    return writable;
  }

  @Override
  public synchronized void onWritable(Runnable action) {
    wake = action;
  }

  @Override
  public void initial(long revision, List<Variable> variables) {
    changes.initial(revision, variables);
    reached(revision);
  }

  @Override
  public void changes(ChangeSet set) {
    changes.changes(set);
    reached(set.revision());
  }

  @Override
  public Future<WatchEnd> end(WatchEnd reason) {
    synchronized (this) {
      if (end == null) {
        end = reason;
        cancelled |= reason.reason() == Reason.CANCELLED;
      }
    }
    deliver();
    return ended.future();
  }

  private synchronized void add(VariableChange change) {
    queue.add(new Waiting(change, 0));
  }

  private void reached(long revision) {
    synchronized (this) {
      queue.add(new Waiting(null, revision));
    }
    deliver();
  }

  /** Hands on what is wanted; called by a handler of its own, it goes on when that is over. */
  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    boolean more = true;
    while (more) {
      more = deliverOne();
    }
    delivering = false;
    afterwards();
  }

  private boolean deliverOne() {
    VariableChange change;
    Handler<VariableChange> target;
    synchronized (this) {
      target = handler;
      change = take();
    }
    if (change == null || target == null) {
      return false;
    }
    context.dispatch(change, target);
    return true;
  }

  private @Nullable VariableChange take() {
    while (!queue.isEmpty() && !cancelled) {
      if (queue.element().change() == null) {
        handed = queue.remove().revision();
      } else if (handler == null || demand == 0) {
        return null;
      } else {
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        return queue.remove().change();
      }
    }
    return null;
  }

  private void afterwards() {
    WatchEnd over;
    synchronized (this) {
      over = cancelled || queue.isEmpty() ? end : null;
    }
    if (over != null) {
      finish(over);
    } else if (takesMoreAgain()) {
      wake.run();
    }
  }

  private synchronized boolean takesMoreAgain() {
    boolean again = refused && writable();
    refused &= !again;
    return again;
  }

  private void finish(WatchEnd over) {
    Handler<Void> onEnd;
    Handler<Throwable> onException;
    synchronized (this) {
      if (finished != null) {
        return;
      }
      boolean all = queue.isEmpty() || handed == 0;
      finished = all ? over : new WatchEnd(over.cause(), handed + 1);
      queue.clear();
      onEnd = endHandler;
      onException = exceptionHandler;
    }
    live.tryFail(over.cause());
    ended.tryComplete(finished);
    if (onEnd != null && isCancelled(over)) {
      context.dispatch(null, onEnd);
    } else if (onException != null && !isCancelled(over)) {
      context.dispatch(over.cause(), onException);
    }
  }

  private static boolean isCancelled(WatchEnd end) {
    return end.reason() == Reason.CANCELLED;
  }
}
