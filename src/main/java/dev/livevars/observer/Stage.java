package dev.livevars.observer;

import dev.livevars.watch.ContextSink;
import dev.livevars.watch.Watcher;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * The context that watchers' handlers are called on: it is changed only between watchers of
 * different ones, since a change costs as much as a delivery. Confined to one event loop.
 */
final class Stage {
  private @Nullable ContextInternal on;
  private @Nullable ContextInternal before;

  /** From now on, until {@link #leave}, this watcher's context is the current one. */
  void enter(Watcher watcher) {
    ContextInternal context = watcher.sink() instanceof ContextSink sink ? sink.direct() : null;
    if (context != on) {
      leave();
      if (context != null) {
        before = context.beginDispatch();
        on = context;
      }
    }
  }

  /** The current context is again the one that it was. */
  void leave() {
    if (on != null) {
      on.endDispatch(before);
      on = null;
    }
  }
}
