package dev.livevars.observer;

import dev.livevars.watch.Watcher;
import io.vertx.core.Future;

/**
 * Moments of a join at which a test may hold it up, to see what can happen meanwhile. A join goes
 * on when the future of the moment is completed.
 */
interface JoinPoints {
  /** Holds nothing up. */
  JoinPoints NONE = new JoinPoints() {};

  /** The watcher is registered; nothing was read for it. */
  default Future<Void> registered(Watcher watcher) {
    return Future.succeededFuture();
  }

  /** The present values, or the first of the history, were read; it was handed nothing. */
  default Future<Void> read(Watcher watcher) {
    return Future.succeededFuture();
  }
}
