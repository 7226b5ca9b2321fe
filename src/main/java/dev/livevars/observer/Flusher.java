package dev.livevars.observer;

import dev.livevars.watch.Watcher;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets watchers drain that have something waiting, a few hundred a turn of the event loop: when
 * there are thousands, the feed is read on between the turns, and what came meanwhile goes out
 * together. Confined to one event loop.
 */
final class Flusher {
  private static final int TURN = 256;

  private final Context context;
  private final Queue<Watcher> ready = new ArrayDeque<>();
  private boolean scheduled;

  Flusher(Context context) {
    this.context = context;
  }

  void add(Watcher watcher) {
    ready.add(watcher);
  }

  /** Drains at once, unless a later turn is due anyway. */
  void flush() {
    if (!scheduled) {
      turn();
    }
  }

  private void turn() {
    scheduled = false;
    for (int i = 0; i < TURN; i++) {
      Watcher watcher = ready.poll();
      if (watcher == null) {
        return;
      }
      watcher.drain();
    }
    if (!ready.isEmpty()) {
      scheduled = true;
      context.runOnContext(ignored -> turn());
    }
  }
}
