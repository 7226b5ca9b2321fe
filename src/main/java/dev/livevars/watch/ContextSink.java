package dev.livevars.watch;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Hands the events of a watch to a sink on a context: by direct call where the watcher lives on
 * that context's own event loop, else as tasks of which few are ever under way.
 */
public final class ContextSink implements WatchSink {
  private static final AtomicIntegerFieldUpdater<ContextSink> UNDER_WAY =
      AtomicIntegerFieldUpdater.newUpdater(ContextSink.class, "underWay");

  private final ContextInternal context;
  private final @Nullable ContextInternal direct;
  private final WatchSink target;
  private final Runnable onEnd;

  @SuppressWarnings("unused") // by its updater
  private volatile int underWay;

  private volatile Runnable wake = () -> {};

  /**
   * A sink that hands on to {@code target} on {@code context}.
   *
   * @param onEnd run on the context after the target was told of the end
   */
  public ContextSink(Context context, WatchSink target, Runnable onEnd) {
    this.onEnd = onEnd;
    this.context = (ContextInternal) context;
    this.direct = this.context.isEventLoopContext() ? this.context : null;
    this.target = target;
  }

  /**
   * The context that the target is called on at once, if the caller made it the current one; null
   * when it is always called later.
   */
  public @Nullable ContextInternal direct() {
    return direct;
  }

  @Override
  public boolean writable() {
    return underWay == 0 && target.writable();
  }

  /** A task for several costs as much as for one. */
  @Override
  public boolean batching() {
    return !context.inThread();
  }

  @Override
  public void onWritable(Runnable runnable) {
    wake = runnable;
    target.onWritable(runnable);
  }

  @Override
  public void created(String id) {
    later(() -> target.created(id));
  }

  @Override
  public void initial(long revision, List<Variable> variables) {
    later(() -> target.initial(revision, variables));
  }

  @Override
  public void live(long revision) {
    later(() -> target.live(revision));
  }

  /** On the right thread already the target is called at once: it dispatches what it calls. */
  @Override
  public void changes(List<ChangeSet> sets) {
    if (context.inThread()) {
      target.changes(sets);
    } else {
      later(() -> target.changes(sets));
    }
  }

  @Override
  public void progress(long revision) {
    later(() -> target.progress(revision));
  }

  @Override
  public void resync(long oldestRevision) {
    later(() -> target.resync(oldestRevision));
  }

  @Override
  public void end(WatchEnd end) {
    later(
        () -> {
          try {
            target.end(end);
          } finally {
            onEnd.run();
          }
        });
  }

  private void later(Runnable event) {
    if (context.inThread()) {
      context.dispatch(event);
      return;
    }
    UNDER_WAY.incrementAndGet(this);
    context.runOnContext(
        ignored -> {
          try {
            event.run();
          } finally {
            if (UNDER_WAY.decrementAndGet(this) == 0) {
              wake.run();
            }
          }
        });
  }
}
