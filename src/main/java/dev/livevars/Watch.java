package dev.livevars;

import dev.livevars.model.WatchEnd;
import io.vertx.core.Future;
import io.vertx.core.Handler;

/** An open watch. Safe for any thread. */
public interface Watch {

  /** The id, as lists of watchers have it; another one after each time that it reconnected. */
  String id();

  /**
   * Ends it. Completed when the last handler call is over; from inside a handler, that is after the
   * rest of the revision that is being handed on. Calling it again does nothing.
   */
  Future<Void> cancel();

  /**
   * Sets what is called once when the watch ends, for whatever reason, on the context of the watch;
   * at once when it has ended already.
   */
  Watch onEnd(Handler<WatchEnd> handler);
}
