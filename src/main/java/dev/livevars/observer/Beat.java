package dev.livevars.observer;

import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Watchers that report progress at the same moments: no more than one turn of the event loop can
 * bear. Confined to one event loop.
 */
final class Beat {
  private static final int MOST = 256;

  private final List<OpenWatcher> watchers = new ArrayList<>();
  private final ContextInternal context;
  private final long timer;
  private boolean over;

  /** Begins to beat, for watchers to come. */
  Beat(ContextInternal context, Duration interval) {
    this.context = context;
    this.timer =
        context.setPeriodic(
            interval.toMillis(), now -> List.copyOf(watchers).forEach(OpenWatcher::report));
  }

  /** Whether it takes one more. */
  boolean takesMore() {
    return !over && watchers.size() < MOST;
  }

  void add(OpenWatcher watcher) {
    watchers.add(watcher);
  }

  /** Removes one, if it is there; when none is left it beats no more. */
  void remove(OpenWatcher watcher) {
    if (watchers.remove(watcher) && watchers.isEmpty()) {
      over = true;
      context.owner().cancelTimer(timer);
    }
  }
}
