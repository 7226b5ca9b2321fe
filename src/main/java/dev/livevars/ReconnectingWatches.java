package dev.livevars;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The watches that open again, of all {@link Variables} that share a provider: while one waits, the
 * provider does not know of it. Safe for any thread.
 */
final class ReconnectingWatches {
  private final Set<ReconnectingWatch> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Notes a watch that begins to open; once closed, it is cancelled. */
  void add(ReconnectingWatch watch) {
    open.add(watch);
    if (closed) {
      watch.cancel();
    }
  }

  /** Notes that a watch has ended. */
  void remove(ReconnectingWatch watch) {
    open.remove(watch);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Cancels all of them, also those to come. */
  Future<?> close() {
    closed = true;
    return Future.join(List.copyOf(open).stream().map(ReconnectingWatch::cancel).toList());
  }
}
